"""The queue of cases, and having a rest from it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Depends, Request
from markupsafe import Markup
from starlette.responses import Response

from app.core import clock, keys, text
from app.core.languages import several, words
from app.oversight.moderation import cases, queue
from app.oversight.moderation.care import Care, Today
from app.oversight.moderation.models import CaseState, Reason
from app.oversight.moderation.queue import Filter, Queue
from app.oversight.moderation.shelves import Line, Shelf
from app.people.joining import requests
from app.people.viewer import Viewer
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Pressed
from app.web.kit.kept import joined
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

Standing = Literal["", "barred", "mine", "taken", "decided"]
SHELVES = {each.value: each for each in Shelf}
REASONS = {each.value: each for each in Reason}


def _care(request: Request) -> Care:
    care: Care = request.app.state.care
    return care


ThisCare = Annotated[Care, Depends(_care)]


@router.get("/moderation", name="moderation")
def index(
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    care: ThisCare,
    page: Page,
    shelf: str = "",
    circle: str = "",
    reason: str = "",
    after: str = "",
) -> Response:
    queue.require_staff(viewer)
    names = queue.circles(session, viewer)
    wanted = _filter(shelf, circle, reason)
    found = queue.stretch(session, viewer, house.subjects, wanted, after)
    today = care.today(viewer.id)
    lighter = wanted.shelf is Shelf.WAITING and not after and today.last_was_heavy
    lines = queue.lighter_first(found.lines) if lighter else found.lines
    chosen = _chosen(wanted, names)
    own = {
        "rows": _rows(page, viewer, found, lines, names),
        "today": _today(today),
        **{f"{each.value}_count": f"({number})" for each, number in found.counts.items()},
        "this": _address(*chosen, after),
        "older": _address(*chosen, found.older) if found.older else "",
        "newer": _address(*chosen) if after else "",
        **_joining(requests.unread(session, house.settings, viewer)),
    }
    html = page.framed(
        "oversight/moderation/queue.html",
        own,
        shelf=wanted.shelf,
        lighter=bool(lines and lighter) and _first(lines[0]),
        keeps_templates=viewer.is_moderator,
        reasons=tuple(REASONS.values()),
        **_choices(*chosen[1:], names),
    )
    return page.answer(html)


@router.post("/moderation/rest", name="rest")
def rest(_form: Pressed, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    queue.require_staff(viewer)
    cases.give_all_back(session, viewer)
    return page.go("moderation", said="rest")


def _joining(unread: int) -> dict[str, object]:
    """What is said of requests to join that nobody has read."""
    return {
        "joining_count": f"({unread})" if unread else "",
        "joining_words": unread and several("{n} request to join", "{n} requests to join", unread),
    }


def _first(line: Line) -> str:
    """What is said of the first after a heavy one."""
    if line.reason is Reason.WORRIED:
        return "worried"
    return "heavy" if line.heavy else "light"


class _Row(NamedTuple):
    """All that a row shows, and nothing else that would have to be compared: what is kept under it
    never goes stale. `name` and `title` are what the case is about, empty once that is gone."""

    id: int
    kind: str
    name: str
    title: str
    reason: Reason
    heavy: bool
    appealed: bool
    reports: int
    held_by: str
    circle: str
    standing: str
    ago: Markup
    days: int


def _rows(
    page: PageMaker, viewer: Viewer, found: Queue, lines: Sequence[Line], names: Mapping[int, str]
) -> Markup:
    ago = {day: page.ago(day) for day in {line.opened for line in lines}}
    wanted = tuple(
        _row(line, found, names, standing(viewer, found, line), ago[line.opened]) for line in lines
    )

    def make(missing: Sequence[_Row]) -> dict[_Row, Markup]:
        template = "oversight/moderation/_row.html"
        return {row: text.trusted(page.part(template, **row._asdict())) for row in missing}

    # Most often nothing has changed in any of them.
    return page.pieces.get(wanted, lambda: joined(page.pieces.all(wanted, make).values()))


def _row(line: Line, found: Queue, names: Mapping[int, str], standing: str, ago: Markup) -> _Row:
    thing = found.found.get(line.ref)
    return _Row(
        line.id,
        line.kind,
        thing.name if thing else "",
        thing.title if thing else "",
        line.reason,
        line.heavy,
        line.state is CaseState.APPEALED,
        line.reports,
        words(line.held_by) if line.held_by else "",
        names.get(line.circle_id or 0, ""),
        standing,
        ago,
        (clock.today() - line.opened).days if line.climbed else 0,
    )


def standing(viewer: Viewer, found: Queue, line: Line) -> Standing:
    """Why she cannot take it now; nothing if she can."""
    if line.id in found.not_hers:
        return "barred"
    if line.taken:
        return "mine" if line.claimant_id == viewer.member_id else "taken"
    return "decided" if line.state is CaseState.DECIDED else ""


def _today(care: Today) -> str:
    if not care.cases:
        return ""
    if not care.heavy:
        return several(
            "You’ve reviewed {n} case today.", "You’ve reviewed {n} cases today.", care.cases
        )
    return several(
        "You’ve reviewed {n} case today, {heavy} of them heavy.",
        "You’ve reviewed {n} cases today, {heavy} of them heavy.",
        care.cases,
        heavy=care.heavy,
    )


def _chosen(wanted: Filter, names: Mapping[int, str]) -> tuple[Shelf, str, str]:
    circle = keys.base32(wanted.circle_id) if wanted.circle_id in names else ""
    return wanted.shelf, circle, wanted.reason or ""


def _choices(circle: str, reason: str, names: Mapping[int, str]) -> dict[str, Any]:
    """What she can choose to see, and has chosen."""
    return {
        "circle": circle,
        "reason": reason,
        "circles": tuple((keys.base32(n), names[n]) for n in sorted(names, key=names.__getitem__)),
        "shelves": tuple((each, _address(each, circle, reason)) for each in SHELVES.values()),
    }


@lru_cache(200)
def _address(shelf: Shelf, circle: str, reason: str, after: str = "") -> str:
    return url("moderation", shelf=shelf.value, circle=circle, reason=reason, after=after)


def _filter(shelf: str, circle: str, reason: str) -> Filter:
    """What does not fit is left out, as if it had not been asked for."""
    return Filter(
        SHELVES.get(shelf, Shelf.WAITING),
        keys.from_base32(circle),
        REASONS.get(reason),
    )
