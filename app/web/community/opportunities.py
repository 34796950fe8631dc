"""Opportunities: the list of those that are open, one of them, and her own."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from markupsafe import Markup, escape
from starlette.responses import Response

from app.community.opportunities import (
    applying,
    closing,
    drafts,
    lists,
    policy,
    queries,
    real,
    saying,
)
from app.community.opportunities.closing import Clocks, Closing
from app.community.opportunities.models import State
from app.community.opportunities.queries import Card, Found, Wanted
from app.community.opportunities.words import HOURS, MANY, WAYS, Hours, Kind, Way
from app.core import clock, text
from app.core.errors import NotFound, SignInFirst
from app.core.languages import Sentence
from app.people.house import House
from app.people.members import queries as members
from app.people.safety import muted_phrases
from app.people.subjects import Owner
from app.people.viewer import Viewer
from app.web import folding
from app.web.community import opportunity_data, opportunity_facts, opportunity_marks
from app.web.community.opportunity_marks import Marks
from app.web.kit.addresses import url
from app.web.kit.asking import Anyone, InTransaction, SignedIn, ThisHouse
from app.web.kit.kept import joined
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

LONGEST = 100
MUTED = Sentence("An opportunity with words you have muted")
LOOKED_FOR = tuple(hours for hours in Hours if hours is not Hours.ANY)
KINDS_LOOKED_FOR, WAYS_LOOKED_FOR = tuple(MANY.items()), tuple(WAYS.items())
HOURS_LOOKED_FOR = tuple((one, HOURS[one]) for one in LOOKED_FOR)


class _Row(NamedTuple):
    """All that a row of the list shows; `saved` is None where nothing can be."""

    card: Card
    closing: Closing
    saved: bool | None


@router.get("/opportunities", name="opportunities")
def index(
    session: InTransaction,
    viewer: Anyone,
    house: ThisHouse,
    page: Page,
    kind: str = "",
    hours: str = "",
    way: str = "",
    place: str = "",
    q: str = "",
    paid: str = "",
    after: str = "",
) -> Response:
    wanted = _wanted(kind, hours, way, place=place, q=q, paid=paid)
    found = lists.shown(session, viewer, wanted, after)
    cards, more = found.cards, found.more
    asked, clocks = asked_for(wanted), clocks_of(session, viewer, house)
    marks = opportunity_marks.of_list(session, viewer, house, lambda: clocks)
    own = {
        "rows": _rows(page, said(viewer, cards, clocks), marks, viewer),
        "number": _number(found.count),
        "place": wanted.place,
        "q": wanted.text,
        "older": url("opportunities", **asked, after=more) if more else "",
        "newer": url("opportunities", **asked) if after else "",
        "list_path": url("opportunities", **asked, after=after),
        "save_path": url("save_opportunity", opportunity_id=cards[0].id) if cards else "",
        "search_path": url("saved_searches", **asked),
        "saved_next": _next(page, marks),
    }
    fixed = {**opportunity_facts.whose(clocks), **_chosen(viewer, wanted, marks)}
    html = page.framed("community/opportunities/index.html", own, **fixed)
    return page.answer(html)


def _chosen(viewer: Viewer, wanted: Wanted, marks: Marks) -> dict[str, Hashable]:
    """What the list is the same for, whatever she looks for in words."""
    return {
        "wanted_kind": wanted.kind,
        "wanted_hours": wanted.hours,
        "wanted_way": wanted.way,
        "wanted_paid": wanted.paid,
        "is_filtered": bool(wanted),
        "has_saved": bool(marks.saved),
        "may_post": policy.may_post(viewer),
        "may_import": bool(policy.may_import(viewer)),
        "kinds": KINDS_LOOKED_FOR,
        "hours": HOURS_LOOKED_FOR,
        "ways": WAYS_LOOKED_FOR,
    }


def _number(count: int) -> Sentence:
    most = lists.COUNTED
    if count > most:
        return Sentence("More than {counted} open. Soonest to close first.", counted=most)
    return Sentence("{count} open. Soonest to close first.", count=count)


def _next(page: PageMaker, marks: Marks) -> Markup | str:
    if not marks.next:
        return ""
    return text.trusted(page.part("community/opportunities/_next.html", marks=marks))


def _wanted(kind: str, hours: str, way: str, *, place: str, q: str, paid: str) -> Wanted:
    """Without what is no choice that there is."""
    return Wanted(
        Kind(kind) if kind in set(Kind) else None,
        Hours(hours) if hours in LOOKED_FOR else None,
        Way(way) if way in set(Way) else None,
        place[:LONGEST].strip(),
        q[:LONGEST].strip(),
        paid=paid == "on",
    )


@router.get("/opportunities/mine", name="my_opportunities")
def mine(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    cards, clocks = queries.hers(session, viewer), clocks_of(session, viewer, house)
    return page.show(
        "community/opportunities/mine.html",
        cards=said(viewer, cards, clocks),
        **opportunity_facts.whose(clocks),
        state=State,
    )


@router.get("/opportunities/{opportunity_id:number}", name="opportunity")
def show(
    opportunity_id: int, session: InTransaction, viewer: Anyone, house: ThisHouse, page: Page
) -> Response:
    found = _found(session, viewer, opportunity_id)
    clocks, now = clocks_of(session, viewer, house), clock.now()
    row = found.row
    return page.show(
        "community/opportunities/show.html",
        found=found,
        state=row.state.value,
        tags=saying.tags(row)[1:],
        folded=folding.why_thing(
            session, viewer, Owner(row.poster_id), f"<p>{escape(row.title)}</p>{row.html}"
        ),
        may_change=policy.may_change(viewer, row, now),
        may_prolong=policy.may_prolong(viewer, row, drafts.last_of(row), now),
        life=policy.LIFE.days,
        last_day=(row.closes + policy.READ_FOR).astimezone(clocks.zone).date(),
        applying=applying.read(row.apply),
        hers=opportunity_marks.of_one(session, viewer, house, found),
        structured=opportunity_data.of(viewer, house, found),
        numbers=real.numbers(session, viewer, row) if viewer.is_moderator else None,
        **opportunity_facts.of(found, clocks),
    )


def _found(session: InTransaction, viewer: Viewer, opportunity_id: int) -> Found:
    """Whoever is not signed in may see it once she is: whether there is one at this number, nobody
    is told before. Raises NotFound, SignInFirst."""
    try:
        return queries.find(session, viewer, opportunity_id)
    except NotFound:
        if viewer.signed_in:
            raise
        raise SignInFirst from None


def clocks_of(session: InTransaction, viewer: Viewer, house: House) -> Clocks:
    """Those by which times are said to her: of her own zone where she has chosen one."""
    hers = members.profile(session, viewer.id).time_zone if viewer.signed_in else ""
    return Clocks(ZoneInfo(hers) if hers else house.settings.zone, device=not hers)


def zone_of(session: InTransaction, viewer: Viewer, house: House) -> ZoneInfo:
    """Theirs."""
    return clocks_of(session, viewer, house).zone


def asked_for(wanted: Wanted) -> dict[str, str]:
    """The same as an address says it."""
    return {
        "kind": wanted.kind or "",
        "hours": wanted.hours or "",
        "way": wanted.way or "",
        "place": wanted.place,
        "q": wanted.text,
        "paid": "on" if wanted.paid else "",
    }


def said(viewer: Viewer, cards: Iterable[Card], clocks: Clocks) -> list[tuple[Card, Closing]]:
    """Each with when it closes; without its words where she has muted some of them."""
    now = clock.now()
    return [(quiet(viewer, card), closing.said(card.closes, now, clocks)) for card in cards]


def _rows(
    page: PageMaker, cards: Iterable[tuple[Card, Closing]], marks: Marks, viewer: Viewer
) -> Markup:
    """List items, each rendered once and shown for as long as it says the same."""
    wanted = [
        _Row(card, closes, card.id in marks.saved if viewer.signed_in else None)
        for card, closes in cards
    ]

    def make(missing: Sequence[_Row]) -> dict[_Row, Markup]:
        part = "community/opportunities/_listed.html"
        return {row: text.trusted(page.part(part, **row._asdict())) for row in missing}

    return joined(page.pieces.all(wanted, make).values())


def quiet(viewer: Viewer, card: Card) -> Card:
    """Without its words where she has muted some of them."""
    if card.is_hers or not viewer.shield.phrases:
        return card
    if not viewer.shield.minds(muted_phrases.spoken(f"{card.title} {card.excerpt}")):
        return card
    return replace(card, title=MUTED, excerpt="", giver="")
