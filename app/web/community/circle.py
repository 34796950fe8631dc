"""A circle's page: what it is for and its threads; joining, leaving, marking all as read."""

from collections.abc import Hashable, Mapping
from functools import lru_cache

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from app.community.threads import counters, lists
from app.community.threads.lists import Sort
from app.core import text
from app.core.languages import several
from app.core.limits import Limit
from app.people.anonymity.bundles import Bundle
from app.people.circles import actions, policy
from app.people.circles import queries as circles
from app.people.circles.queries import CirclePage
from app.web import news
from app.web.community.rows import rows
from app.web.kit.addresses import number_in, url
from app.web.kit.asking import Anyone, InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Pressed
from app.web.kit.kept import joined
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/c/{circle:slug}", name="circle")
def show(
    circle: str,
    session: InTransaction,
    viewer: Anyone,
    house: ThisHouse,
    page: Page,
    sort: str = "",
    after: str = "",
) -> Response:
    found = circles.page(session, viewer, circle)
    order, key = _order(sort), number_in(after)
    listed = lists.in_circle(session, found.card.id, order, key, viewer.shield)
    bundles = news.bundles(house, session, viewer, [found.card.id])
    card = found.card
    here = {"circle": card.slug, "sort": "" if order is Sort.LATEST else order.value}
    html = page.framed(
        "community/threads/index.html",
        {
            **_list(session, page, listed, bundles),
            "older": url("circle", **here, after=listed.older) if listed.older else "",
        },
        circle=card,
        has_news=bool(news.with_news([card], bundles)[0].new),
        muted=card.id in viewer.shield.circles,
        following=viewer.signed_in and bundles[card.id].follows_circle,
        **_of(found),
        sort=order.value,
        may_join=policy.may_join(viewer, card.visibility, closed=found.row.closed is not None),
        may_post=policy.may_post(viewer, card.id),
        may_manage=bool(policy.may_manage(viewer, card.id)),
        newer=url("circle", **here) if key is not None else "",
    )
    if viewer.signed_in:
        news.saw_circle(house, viewer, bundles[card.id], (card.id, card.bump))
    return page.answer(html)


def _of(found: CirclePage) -> dict[str, Hashable]:
    """What it says of itself, the same for all who see it."""
    return {
        "about_html": _rendered(found.row.about),
        "guidelines": tuple(found.row.guidelines.splitlines()),
        "hosts": found.hosts,
        "greets": found.row.greets,
        "greeters": found.greeters,
        "closed": found.row.closed,
    }


def _list(
    session: InTransaction, page: PageMaker, listed: lists.Page, bundles: Mapping[int, Bundle]
) -> dict[str, object]:
    """What is one reader's own in the list of threads."""
    lines = listed.pinned + listed.threads
    return {
        "threads": joined(rows(session, page, lines, bundles).values()),
        "number": several("{n} thread", "{n} threads", len(lines)),
    }


def _order(sort: str) -> Sort:
    return Sort(sort) if sort in set(Sort) else Sort.LATEST


@router.post("/c/{circle:slug}/join", name="join_circle")
def join(
    circle: str,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = circles.circle_to_change(session, viewer, circle)
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    actions.join(session, viewer, found)
    news.saw_circle(house, viewer, Bundle(), (found.id, found.bump))
    return page.go("circle", circle=circle, said="joined")


@router.post("/c/{circle:slug}/leave", name="leave_circle")
def leave(
    circle: str, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = circles.circle_to_change(session, viewer, circle)
    actions.leave(session, viewer, found)
    return page.go("circles", said="left")


@router.post("/c/{circle:slug}/read", name="read_circle")
def read_all(
    circle: str,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = circles.page(session, viewer, circle).card
    bundle = news.bundles(house, session, viewer, [found.id])[found.id]
    seqs = counters.latest_numbers(session, found.id, bundle.marks)
    news.read_all(house, viewer, (found.id, found.bump), seqs)
    return page.go("circle", circle=circle, said="read")


@lru_cache(200)
def _rendered(about: str) -> Markup:
    return text.trusted(text.rendered(about))
