"""The queue: the cases that a moderator may work, the most urgent first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.errors import NotFound
from app.core.questions import Question
from app.oversight.moderation.models import (
    UNDECIDED,
    Appeal,
    Case,
    CaseState,
    Decision,
    Reason,
    Recusal,
)
from app.people.circles.models import Circle, CircleRole, Membership
from app.people.subjects import Found, SubjectRef, Subjects
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


class Line(NamedTuple):
    """A case's place in a list."""

    id: int
    kind: str
    subject: str
    circle_id: int | None
    reason: Reason
    urgency: int
    state: CaseState
    heavy: bool
    reports: int
    held_by: str
    opened: date
    closed: date | None
    climbed: int
    claimant_id: UUID | None
    claimed_until: datetime | None

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef(self.kind, self.subject)

    @property
    def taken(self) -> bool:
        """Whether somebody has it, whose time is not over."""
        if self.claimant_id is None:
            return False
        now = clock.minute()
        return (self.claimed_until or now) >= now


@dataclass(frozen=True)
class Queue:
    """`found` is what the cases are about, as far as it is still there; `older` the key of the next
    stretch; `counts` says how many are on each shelf; `not_hers` are appeals against what she
    decided."""

    lines: list[Line]
    found: Mapping[SubjectRef, Found]
    older: str
    counts: Mapping[Shelf, int]
    not_hers: set[int]


def stretch(
    session: Session, viewer: Viewer, subjects: Subjects, wanted: Filter, after: str = ""
) -> Queue:
    """Those she may work, the most urgent first: two questions and one for each kind of thing; one
    more where there are appeals."""
    values: dict[str, Any] = {"me": viewer.id, "now": clock.minute()}
    beyond = _beyond(wanted.shelf, after)
    chosen = {"circle": wanted.circle_id, "reason": wanted.reason}
    chosen = {name: value for name, value in chosen.items() if value}
    question = _stretch(
        wanted.shelf, frozenset(chosen), everywhere=viewer.is_moderator, onward=bool(beyond)
    )
    lines = question.all(session, **values, **chosen, **beyond)
    older = _key(wanted.shelf, lines[PAGE - 1]) if len(lines) > PAGE else ""
    lines = lines[:PAGE]
    found = subjects.known(session, {line.ref for line in lines})
    counted = _counts(everywhere=viewer.is_moderator).all(session, **values)
    counts = Counter[Shelf]()
    for shelf, number in counted:
        counts[Shelf(shelf)] += number
    return Queue(lines, found, older, counts, _decided_by(session, viewer, lines))


def circles(session: Session, viewer: Viewer) -> dict[int, str]:
    """Those in which there are cases for her, by their numbers: of others she need not know."""
    return dict(_circles(everywhere=viewer.is_moderator).all(session, me=viewer.id))


def lighter_first(lines: list[Line]) -> list[Line]:
    """The first that is not heavy before all others; the same where the first is none, or all."""
    at = next((n for n, line in enumerate(lines) if not (line.heavy or line.taken)), 0)
    return [lines[at], *lines[:at], *lines[at + 1 :]] if lines else lines


def _decided_by(session: Session, viewer: Viewer, lines: list[Line]) -> set[int]:
    """Those of which she can hear no appeal, since she has decided what they are against."""
    appealed = [line.id for line in lines if line.state is CaseState.APPEALED]
    if not appealed:
        return set()
    hers = func.count().filter(Appeal.decider_id == viewer.id)
    question = (
        select(Decision.case_id)
        .join(Appeal, Appeal.decision_id == Decision.id)
        .where(Decision.case_id.in_(appealed), Appeal.outcome.is_(None))
        .group_by(Decision.case_id)
        .having(func.count() == hers)
    )
    return set(session.scalars(question))


def require_staff(viewer: Viewer) -> None:
    """Raises NotFound for whoever works no cases at all: there is nothing here for her."""
    if not viewer.works_cases:
        raise NotFound


_WAITING = {Shelf.WAITING: CaseState.OPEN, Shelf.APPEALS: CaseState.APPEALED}
_ME = bindparam("me", type_=Recusal.member_id.type)
_HERS = select(Membership.circle_id).where(
    Membership.member_id == _ME, Membership.role == CircleRole.MODERATOR
)


@lru_cache
def _stretch(
    shelf: Shelf, chosen: frozenset[str], *, everywhere: bool, onward: bool
) -> Question[Line]:
    """The question for a shelf, as far as a `circle` or a `reason` is chosen."""
    columns = [getattr(Case, name) for name in Line._fields]
    where = [_may_work(everywhere=everywhere), *_on_shelf(shelf)]
    if "circle" in chosen:
        where.append(Case.circle_id == bindparam("circle"))
    if "reason" in chosen:
        where.append(Case.reason == bindparam("reason"))
    by_day = shelf is Shelf.DECIDED
    first = Case.closed if by_day else Case.urgency
    if onward:
        last = bindparam("last", type_=Case.id.type)
        key = bindparam("first", type_=first.type)
        where.append(tuple_(first, Case.id) < tuple_(key, last))
    found = select(*columns).where(*where).order_by(first.desc(), Case.id.desc()).limit(PAGE + 1)
    return Question(found, Line)


@lru_cache
def _counts(*, everywhere: bool) -> Question[tuple[str, int]]:
    """What to add up for each shelf that is worked through: all that lie there, less those which
    are not for her. To ask of each whether it is for her would take as long as the list is."""
    here = [] if everywhere else [Case.circle_id.in_(_HERS)]
    hers = select(func.count()).select_from(Case)
    not_hers = select(-func.count()).where(Recusal.member_id == _ME)
    counted = [hers.where(_may_work(everywhere=everywhere), *_on_shelf(Shelf.MINE))]
    names = [Shelf.MINE]
    for shelf, state in _WAITING.items():
        counted.append(hers.where(Case.state == state, *here))
        counted.append(not_hers.where(_case_of_recusal(state, *here)))
        names += [shelf, shelf]
    rows = (
        some.add_columns(literal(name.value)) for name, some in zip(names, counted, strict=True)
    )
    found = select(union_all(*rows).subquery())
    return Question(found, lambda number, shelf: (shelf, number))


def _case_of_recusal(state: CaseState, *here: ColumnElement[bool]) -> ColumnElement[bool]:
    """Not as a join: SQLite would begin with the cases, which are many."""
    return select(Case.id).where(Case.id == Recusal.case_id, Case.state == state, *here).exists()


@lru_cache
def _circles(*, everywhere: bool) -> Question[tuple[int, str]]:
    """A short look into the cases of each circle, not a walk through all of them."""
    here = select(Case.id).where(Case.circle_id == Circle.id, _may_work(everywhere=everywhere))
    found = select(Circle.id, Circle.name).where(here.exists())
    return Question(found, lambda number, name: (number, name))


def _may_work(*, everywhere: bool) -> ColumnElement[bool]:
    """Within her circles, and none that names her."""
    is_named = _recused().where(Recusal.named.is_(True)).exists()
    return ~is_named if everywhere else and_(~is_named, Case.circle_id.in_(_HERS))


def _recused() -> Select[int]:
    return select(Recusal.case_id).where(Recusal.case_id == Case.id, Recusal.member_id == _ME)


def _on_shelf(shelf: Shelf) -> list[ColumnElement[bool]]:
    if shelf is Shelf.DECIDED:
        return [Case.state == CaseState.DECIDED]
    if shelf is Shelf.MINE:
        now = bindparam("now", type_=Case.claimed_until.type)
        mine = and_(Case.claimant_id == _ME, Case.claimed_until >= now)
        return [mine, or_(*(Case.state == state for state in UNDECIDED))]
    return [Case.state == _WAITING[shelf], ~_recused().exists()]


def _beyond(shelf: Shelf, after: str) -> dict[str, Any]:
    """What a key says, by the names in `_stretch`; nothing for what is no key of ours."""
    first, _, last = after.partition(".")
    beyond = {"last": keys.from_base32(last)}
    try:
        if shelf is Shelf.DECIDED:
            return beyond | {"first": date.fromisoformat(first)}
        return beyond | {"first": max(-MOST_URGENT, min(int(first), MOST_URGENT))}
    except ValueError:
        return {}


def _key(shelf: Shelf, last: Line) -> str:
    return f"{last.closed if shelf is Shelf.DECIDED else last.urgency}.{keys.base32(last.id)}"
