"""The queue: the cases that a moderator may work, the most urgent first."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.errors import NotFound
from app.oversight.moderation import queries
from app.oversight.moderation.models import (
    Appeal,
    Case,
    CaseState,
    Decision,
    Reason,
    Recusal,
)
from app.oversight.moderation.queries import CaseCard
from app.people.circles.models import Circle
from app.people.subjects import Subjects
from app.people.viewer import Viewer

PAGE = 25
MOST_URGENT = 2**31 - 1


class Shelf(StrEnum):
    """Which cases a list shows."""

    WAITING = "waiting"
    MINE = "mine"
    APPEALS = "appeals"
    DECIDED = "decided"


@dataclass(frozen=True)
class Filter:
    """`circle_id` 0 is every circle; without a reason, every reason."""

    shelf: Shelf = Shelf.WAITING
    circle_id: int = 0
    reason: Reason | None = None


@dataclass(frozen=True)
class Queue:
    """`older` is the key of the next stretch; `counts` says how many are on each shelf; `not_hers`
    are appeals against what she decided."""

    cards: list[CaseCard]
    older: str
    counts: dict[Shelf, int]
    not_hers: set[int]


def stretch(
    session: Session, viewer: Viewer, subjects: Subjects, wanted: Filter, after: str = ""
) -> Queue:
    """Those she may work, the most urgent first; three questions and one for each
    kind; one more where there are appeals."""
    where = [*_hers(viewer), *_on_shelf(viewer, wanted.shelf)]
    if wanted.circle_id:
        where.append(Case.circle_id == wanted.circle_id)
    if wanted.reason:
        where.append(Case.reason == wanted.reason)
    order = _order(wanted.shelf)
    rows = session.scalars(
        select(Case).where(*where, *_before(wanted.shelf, after)).order_by(*order).limit(PAGE + 1)
    ).all()
    known = subjects.known(session, map(queries.ref, rows))
    cards = [queries.card_of(viewer, row, known.get(queries.ref(row))) for row in rows[:PAGE]]
    older = _key(wanted.shelf, rows[PAGE - 1]) if len(rows) > PAGE else ""
    return Queue(cards, older, _counts(session, viewer), _decided_by(session, viewer, cards))


def circles(session: Session, viewer: Viewer) -> dict[int, str]:
    """Those in which there are cases for her, by their numbers: of others she need not know."""
    with_cases = select(Case.circle_id).where(*_hers(viewer))
    found = session.execute(select(Circle.id, Circle.name).where(Circle.id.in_(with_cases)))
    return {row.id: row.name for row in found}


def lighter_first(cards: list[CaseCard]) -> list[CaseCard]:
    """The first that is not heavy before all others; the same where the first is none, or all."""
    at = next((n for n, card in enumerate(cards) if not (card.heavy or card.taken)), 0)
    return [cards[at], *cards[:at], *cards[at + 1 :]] if cards else cards


def _decided_by(session: Session, viewer: Viewer, cards: list[CaseCard]) -> set[int]:
    """Those whose appeal somebody else has to hear."""
    appealed = [card.id for card in cards if card.state is CaseState.APPEALED]
    if not appealed:
        return set()
    question = (
        select(Decision.case_id)
        .join(Appeal, Appeal.decision_id == Decision.id)
        .where(Decision.case_id.in_(appealed))
        .where(Appeal.decider_id == viewer.id, Appeal.outcome.is_(None))
    )
    return set(session.scalars(question))


def require_staff(viewer: Viewer) -> None:
    """Raises NotFound for whoever works no cases at all: there is nothing here for her."""
    if not viewer.works_cases:
        raise NotFound


def _hers(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Within her circles, and none that names her."""
    named = select(Recusal.case_id).where(Recusal.member_id == viewer.id, Recusal.named)
    everywhere: list[ColumnElement[bool]] = [Case.id.not_in(named)]
    if viewer.is_moderator:
        return everywhere
    return [*everywhere, Case.circle_id.in_(viewer.moderated)]


def _on_shelf(viewer: Viewer, shelf: Shelf) -> list[ColumnElement[bool]]:
    if shelf is Shelf.DECIDED:
        return [Case.state == CaseState.DECIDED]
    if shelf is Shelf.MINE:
        return [Case.state != CaseState.DECIDED, *_claimed(viewer)]
    passed = select(Recusal.case_id).where(Recusal.member_id == viewer.id)
    state = CaseState.APPEALED if shelf is Shelf.APPEALS else CaseState.OPEN
    return [Case.state == state, Case.id.not_in(passed)]


def _claimed(viewer: Viewer) -> list[ColumnElement[bool]]:
    return [Case.claimant_id == viewer.id, Case.claimed_until >= clock.minute()]


def _order(shelf: Shelf) -> list[Any]:
    if shelf is Shelf.DECIDED:
        return [Case.closed.desc(), Case.id]
    return [Case.urgency.desc(), Case.id]


def _before(shelf: Shelf, after: str) -> list[ColumnElement[bool]]:
    """The condition for what comes after the key; none for what is no key of ours."""
    first, _, last = after.partition(".")
    beyond = Case.id > keys.from_base32(last)
    try:
        if shelf is Shelf.DECIDED:
            day = date.fromisoformat(first)
            return [or_(Case.closed < day, and_(Case.closed == day, beyond))]
        urgency = max(-MOST_URGENT, min(int(first), MOST_URGENT))
    except ValueError:
        return []
    return [or_(Case.urgency < urgency, and_(Case.urgency == urgency, beyond))]


def _key(shelf: Shelf, last: Case) -> str:
    return f"{last.closed if shelf is Shelf.DECIDED else last.urgency}.{keys.base32(last.id)}"


def _counts(session: Session, viewer: Viewer) -> dict[Shelf, int]:
    shelves = (Shelf.WAITING, Shelf.MINE, Shelf.APPEALS)
    columns = [
        func.count().filter(and_(*_on_shelf(viewer, shelf))).label(shelf.value) for shelf in shelves
    ]
    open_ones = select(*columns).where(*_hers(viewer), Case.state != CaseState.DECIDED)
    row = session.execute(open_ones).one()
    return {shelf: getattr(row, shelf.value) for shelf in shelves}
