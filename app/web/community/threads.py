"""Threads: reading one, starting one, replying, following, pinning and closing."""

from fastapi import APIRouter
from starlette.responses import Response

from app.community.threads import actions, leaves, queries
from app.community.threads.queries import ThreadHead
from app.core.keys import base32
from app.core.verdict import require
from app.people.circles import policy as circle_policy
from app.people.circles import queries as circles
from app.web import news
from app.web.community import composing, new_thread, signposts
from app.web.community.composing import ReplyFilled, ThreadFilled
from app.web.community.leaf import KeptLeaves
from app.web.community.persona import empty_form
from app.web.community.previews import Preview
from app.web.community.thread_page import ThreadPage
from app.web.kit.addresses import number_in
from app.web.kit.asking import Anyone, InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Switch
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/t/{thread_id:number}", name="thread")
@router.get("/t/{thread_id:number}/{slug:slug}", name="thread_slugged")
def show(
    thread_id: int,
    session: InTransaction,
    viewer: Anyone,
    page: Page,
    kept: KeptLeaves,
    after: str = "",
    before: str = "",
    report: str = "",
    new: str = "",
) -> Response:
    thread = queries.head(session, viewer, thread_id)
    if (number := number_in(report)) is not None:
        post_id = queries.id_of(session, thread, number)
        return page.go("report", kind="post", id=base32(post_id))
    first = _first(after, before)
    if not viewer.signed_in:
        return ThreadPage(session, page, kept, thread, first).for_visitor()
    return ThreadPage(session, page, kept, thread, first, number_in(new) or 0).for_member()


@router.post("/t/{thread_id:number}/replies", name="reply")
def reply(
    thread_id: int,
    form: ReplyFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
    kept: KeptLeaves,
) -> Response:
    preview = None
    with form.checking():
        # Before anything is locked: reading her words takes a while.
        said = signposts.after(form)
        made = composing.reply(session, viewer, house, thread_id, form, page.templates)
        if not isinstance(made, Preview):
            thread, post, new = made
            if isinstance(post, str):
                return page.go("thread", said=signposts.after(form, post), thread_id=thread.id)
            return _at(page, thread, post.seq, new, said)
        preview = made
    head = queries.head(session, viewer, thread_id)
    last = leaves.first_of(head.nseq - 1)
    return ThreadPage(session, page, kept, head, last).for_member(form, preview)


@router.get("/c/{circle:slug}/new", name="new_thread")
def new(circle: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    found = circles.page(session, viewer, circle)
    require(circle_policy.may_post(viewer, found.card.id))
    return new_thread.shown(page, found.row, empty_form(found.row.anonymity))


@router.post("/c/{circle:slug}/threads", name="start_thread")
def start(
    circle: str,
    form: ThreadFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = circles.page(session, viewer, circle).row
    preview = None
    with form.checking():
        made = composing.start(session, viewer, house, found, form, page.templates)
        if isinstance(made, str):
            return page.go("circle", circle=circle, said=signposts.after(form, made))
        if not isinstance(made, Preview):
            return page.go("thread", said=signposts.after(form), thread_id=made.thread_id)
        preview = made
    return new_thread.shown(page, found, form, preview)


@router.post("/t/{thread_id:number}/follow", name="follow_thread")
def follow(
    thread_id: int,
    form: Switch,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    thread = queries.head(session, viewer, thread_id)
    bundle = news.bundles(house, session, viewer, [thread.circle_id])[thread.circle_id]
    news.follow(house, viewer, bundle, (thread.id, thread.circle_id), on=form.data.on == "yes")
    return page.go("thread_slugged", thread_id=thread.id, slug=thread.slug)


@router.post("/t/{thread_id:number}/pin", name="pin_thread")
def pin(
    thread_id: int, form: Switch, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    thread, _circle = queries.thread_to_change(session, viewer, thread_id)
    actions.pin(session, viewer, thread, on=form.data.on == "yes")
    return page.go("thread_slugged", thread_id=thread.id, slug=thread.slug)


@router.post("/t/{thread_id:number}/lock", name="lock_thread")
def lock(
    thread_id: int, form: Switch, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    thread, _circle = queries.thread_to_change(session, viewer, thread_id)
    actions.lock(session, viewer, thread, on=form.data.on == "yes")
    return page.go("thread_slugged", thread_id=thread.id, slug=thread.slug)


def _first(after: str, before: str) -> int:
    """The number before the page's first post. What is no number is the beginning."""
    last = number_in(before)
    if last is not None:
        return leaves.first_of(max(0, last - 2))
    return leaves.first_of(number_in(after) or 0)


def _at(page: PageMaker, thread: ThreadHead, seq: int, new: int, said: str) -> Response:
    """At the post of this number, or above its page where something is said there; with the line
    before the first post that is new to her, if any is."""
    place = {"after": leaves.first_of(seq - 1) or "", "new": new or ""}
    at = "" if said else f"p{seq}"
    return page.go(
        "thread_slugged", thread_id=thread.id, slug=thread.slug, **place, said=said, at=at
    )
