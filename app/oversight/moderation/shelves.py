"""What lies on the shelves of the queue: a line for each case, and the questions for them."""

from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)

from app.core import clock
from app.core.questions import Question
from app.oversight.moderation.models import Case, CaseState, Reason, Recusal
from app.oversight.moderation.policy import UNDECIDED
from app.people.circles.models import Circle, CircleRole, Membership
from app.people.subjects import SubjectRef

PAGE = 25
KEPT = 1000


class Shelf(StrEnum):
    """Which cases a list shows."""

    WAITING = "waiting"
    MINE = "mine"
    APPEALS = "appeals"
    DECIDED = "decided"


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


_WAITING = {Shelf.WAITING: CaseState.OPEN, Shelf.APPEALS: CaseState.APPEALED}
_ME = bindparam("me", type_=Recusal.member_id.type)
_HERS = select(Membership.circle_id).where(
    Membership.member_id == _ME, Membership.role == CircleRole.MODERATOR
)


@lru_cache
def stretch(
    shelf: Shelf, chosen: frozenset[str], *, everywhere: bool, onward: bool
) -> Question[Line]:
    """The question for a shelf, as far as a `circle` or a `reason` is chosen."""
    columns = [getattr(Case, name) for name in Line._fields]
    passed_on = shelf not in _WAITING
    where = [_may_work(everywhere=everywhere, passed_on=passed_on), *_on_shelf(shelf)]
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
    return Question(found, Line, keep=KEPT)


@lru_cache
def counts(*, everywhere: bool) -> Question[tuple[str, int]]:
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
def circles(*, everywhere: bool) -> Question[tuple[int, str]]:
    """A short look into the cases of each circle, not a walk through all of them: which PostgreSQL
    would make of EXISTS, but not of the first one found."""
    here = select(Case.id).where(Case.circle_id == Circle.id, _may_work(everywhere=everywhere))
    found = select(Circle.id, Circle.name).where(here.limit(1).scalar_subquery().is_not(None))
    return Question(found, lambda number, name: (number, name))


def _may_work(*, everywhere: bool, passed_on: bool = True) -> ColumnElement[bool]:
    """Within her circles, and none that names her; nor any that she has passed on, unless these
    are wanted."""
    recused = select(Recusal.case_id).where(Recusal.case_id == Case.id, Recusal.member_id == _ME)
    if passed_on:
        recused = recused.where(Recusal.named.is_(True))
    return ~recused.exists() if everywhere else and_(~recused.exists(), Case.circle_id.in_(_HERS))


def _on_shelf(shelf: Shelf) -> list[ColumnElement[bool]]:
    if shelf is Shelf.DECIDED:
        return [Case.state == CaseState.DECIDED]
    if shelf is Shelf.MINE:
        now = bindparam("now", type_=Case.claimed_until.type)
        mine = and_(Case.claimant_id == _ME, Case.claimed_until >= now)
        return [mine, or_(*(Case.state == state for state in UNDECIDED))]
    return [Case.state == _WAITING[shelf]]
