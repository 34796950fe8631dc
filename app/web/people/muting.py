"""Blocking and muting where somebody, a thread or a circle is read."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.community.threads import policy as threads
from app.community.threads import queries as posts
from app.community.threads.queries import ThreadHead
from app.core.errors import NotAllowed
from app.core.limits import Limit
from app.people import blocking
from app.people.anonymity import voices
from app.people.anonymity.bylines import pseudonym
from app.people.circles import queries as circles
from app.people.house import House
from app.people.members import queries as members
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Switch, filled
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


class MemberForm(Form):
    change: Literal["block", "unblock", "mute", "unmute"]


MemberFilled = Annotated[Filled[MemberForm], Depends(filled(MemberForm))]


@router.get("/m/{handle:slug}/block", name="block_member")
def ask(handle: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    member = members.by_handle(session, handle)
    blocking.refuse_herself(viewer, member.id)
    return page.show(
        "people/members/block.html",
        member=members.card(member),
        blocked=member.id in viewer.shield.blocked,
        muted=member.id in viewer.shield.members,
    )


@router.post("/m/{handle:slug}/block", name="block_member")
def change(
    handle: str,
    form: MemberFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    member = members.by_handle(session, handle)
    wanted = form.data.change
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    if wanted in {"block", "unblock"}:
        deed = blocking.block if wanted == "block" else blocking.unblock
        deed(session, house.ring, viewer, member.id)
    else:
        blocking.mute(session, house.ring, viewer, member.id, on=wanted == "mute")
    return page.go("member", handle=handle, said=f"{wanted}-done")


@router.get("/p/{post_id:number}/mute", name="mute_post")
def ask_of_post(post_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    """Of a named post this leads on to whoever wrote it."""
    post, thread = posts.post(session, viewer, post_id)
    if threads.is_hers(viewer, post, thread.key_epoch):
        raise NotAllowed("This is your own post.")
    if post.author_id is not None:
        return page.go("block_member", handle=members.by_id(session, post.author_id).handle)
    assert post.voice is not None
    label = voices.label(session, post.voice, thread.id)
    return page.show(
        "community/threads/mute.html",
        byline=pseudonym(label, thread.id),
        muted=(thread.id, label) in viewer.shield.voices,
        post_id=post_id,
    )


@router.post("/p/{post_id:number}/mute", name="mute_post")
def mute_post(
    post_id: int,
    form: Switch,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    on = form.data.on == "yes"
    thread = turn_post(session, viewer, house, post_id, on=on)
    said = "mute-done" if on else "unmute-done"
    return page.go("thread_slugged", thread_id=thread.id, slug=thread.slug, said=said)


def turn_post(
    session: InTransaction, viewer: Viewer, house: House, post_id: int, *, on: bool
) -> ThreadHead:
    """Mute who wrote this post, or no more; returns where it stands. Raises NotFound, NotAllowed,
    Invalid, TooOften."""
    post, thread = posts.post(session, viewer, post_id)
    if threads.is_hers(viewer, post, thread.key_epoch):
        raise NotAllowed("This is your own post.")
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    if post.author_id is not None:
        blocking.mute(session, house.ring, viewer, post.author_id, on=on)
    else:
        assert post.voice is not None
        label = voices.label(session, post.voice, thread.id)
        blocking.mute_voice(session, house.ring, viewer, (thread.id, label), on=on)
    return thread


@router.post("/t/{thread_id:number}/mute", name="mute_thread")
def mute_thread(
    thread_id: int,
    form: Switch,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    thread = posts.head(session, viewer, thread_id)
    on = form.data.on == "yes"
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    blocking.mute_thread(session, house.ring, viewer, thread.id, on=on)
    said = "thread-muted" if on else "unmute-done"
    return page.go("thread_slugged", thread_id=thread.id, slug=thread.slug, said=said)


@router.post("/c/{circle:slug}/mute", name="mute_circle")
def mute_circle(
    circle: str,
    form: Switch,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = circles.page(session, viewer, circle).card
    on = form.data.on == "yes"
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    blocking.mute_circle(session, house.ring, viewer, found.id, on=on)
    return page.go("circle", circle=circle, said="circle-muted" if on else "unmute-done")
