"""Searching: what a viewer may see anyway, found by its words. Nothing of what she looked for is
kept, noted or counted by her name; how often is counted in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from starlette.responses import Response

from app.community.threads.models import Intent
from app.core.languages import Sentence
from app.core.limits import Limit
from app.oversight.search import queries, snippets, wishes
from app.oversight.search.queries import BEGINNING, Found, Search, Spot
from app.oversight.search.snippets import Piece
from app.oversight.search.wishes import LONGEST, Wish
from app.people.circles import queries as circles
from app.people.house import House
from app.people.searchable import Filters, Searchable, Shown
from app.people.viewer import Viewer
from app.web.kit.addresses import url
from app.web.kit.asking import Anyone, InTransaction, ThisVisit
from app.web.kit.page import Page
from app.web.kit.route import OneHop
from app.web.kit.visit import Visit

router = APIRouter(route_class=OneHop)

# The one kind that has two sorts.
BOTH = Sentence("Threads and replies")

# Of each other kind so many stand beside the first.
FEW = 3
LAST_YEAR = 9000


@dataclass(frozen=True)
class Result:
    """A thing that was found; the pieces that say what was looked for are marked."""

    thing: Shown
    heading: Sequence[Piece]
    quote: Sequence[Piece]


@dataclass(frozen=True)
class Section:
    """What was found of one kind; `older` is the address where it goes on."""

    kind: str
    heading: str
    results: Sequence[Result]
    older: str = ""


@router.get("/search", name="search")
def show(
    session: InTransaction,
    viewer: Anyone,
    visit: ThisVisit,
    page: Page,
    q: str = "",
    circle: str = "",
    intent: str = "",
    kind: str = "",
    since: str = "",
    until: str = "",
    mine: str = "",
    after: str = "",
) -> Response:
    typed, wish = q.strip()[:LONGEST], wishes.read(q)
    filters = Filters(
        circle, intent, kind, _day(since), _day(until), hers=viewer.signed_in and mine == "on"
    )
    asked = {"q": typed, "circle": circle, "intent": intent, "kind": kind, "mine": mine}
    asked |= {"since": str(filters.since or ""), "until": str(filters.until or "")}
    at = queries.spot(after)
    if wish:
        _count(visit, viewer)
    found = _sections(visit, wish, filters, at, asked) if wish else []
    return page.show(
        "oversight/search/index.html",
        typed=typed,
        wish=wish,
        asked=asked,
        narrowed=bool(filters),
        sections=found,
        goes_on=any(section.older for section in found),
        newest=url("search", **asked) if at != BEGINNING else "",
        circles=circles.visible(session, viewer),
        intents=list(Intent),
        sorts=_sorts(visit.house, viewer),
        longest=LONGEST,
    )


def _sections(
    visit: Visit, wish: Wish, filters: Filters, at: Spot, asked: dict[str, str]
) -> list[Section]:
    """What was found of the kind that was asked for; or else of the first, with a few of others."""
    kinds = visit.house.searched
    chosen = [kind for kind in kinds if filters.kind in kind.sorts] or [kinds[0]]
    first = _section(chosen[0], _find(visit, chosen[0], wish, filters, at), wish, asked)
    if filters.kind or at != BEGINNING:
        return [first]
    others = [_few(kind, _find(visit, kind, wish, filters, at), wish, asked) for kind in kinds[1:]]
    return [*(section for section in others if section.results), first]


def _find(visit: Visit, kind: Searchable, wish: Wish, filters: Filters, at: Spot) -> Found:
    return Search(visit.session, visit.viewer, kind, filters).page(wish, at)


def _section(kind: Searchable, found: Found, wish: Wish, asked: dict[str, str]) -> Section:
    older = url("search", **asked, after=found.older) if found.older else ""
    return Section(kind.kind, _called(kind), _results(found.results, wish), older)


def _few(kind: Searchable, found: Found, wish: Wish, asked: dict[str, str]) -> Section:
    sort = next(iter(kind.sorts))
    more = len(found.results) > FEW or found.older
    older = url("search", **asked | {"kind": sort}) if more else ""
    return Section(kind.kind, _called(kind), _results(found.results[:FEW], wish), older)


def _called(kind: Searchable) -> str:
    return BOTH if len(kind.sorts) > 1 else next(iter(kind.sorts.values()))


def _results(found: Iterable[Shown], wish: Wish) -> list[Result]:
    looked_for = set(wish.words)
    return [
        Result(
            one,
            snippets.marked(one.title, looked_for if one.titled else ()),
            [] if one.folded else snippets.of(one.body, looked_for),
        )
        for one in found
    ]


def _sorts(house: House, viewer: Viewer) -> dict[str, str]:
    """The kinds that she can choose from."""
    return {
        word: called
        for kind in house.searched
        if viewer.signed_in or not kind.for_members
        for word, called in kind.sorts.items()
    }


def _count(visit: Visit, viewer: Viewer) -> None:
    """Raises TooOften."""
    who = viewer.me.limit_key() if viewer.signed_in else visit.network
    visit.house.limiter.hit(Limit.SEARCHES, who)


def _day(said: str) -> date | None:
    """What a field for a day says; None where it says none."""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return day if day.year <= LAST_YEAR else None
