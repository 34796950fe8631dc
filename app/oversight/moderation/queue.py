"""The queue: the cases that a moderator may work, the most urgent first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.errors import NotFound
from app.oversight.moderation import shelves
from app.oversight.moderation.models import Appeal, Case, CaseState, Decision, Reason, Recusal
from app.oversight.moderation.shelves import PAGE, Line, Shelf
from app.people.circles.models import CircleRole, Membership
from app.people.members.models import Member, Role
from app.people.subjects import Found, SubjectRef, Subjects
from app.people.viewer import Viewer

MOST_URGENT = 2**31 - 1


@dataclass(frozen=True)
class Filter:
    """`circle_id` 0 is every circle; without a reason, every reason."""

    shelf: Shelf = Shelf.WAITING
    circle_id: int = 0
    reason: Reason | None = None


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


def waiting_since(session: Session, day: date) -> int:
    """How many cases that were opened before this day wait for somebody."""
    open_ = (Case.state == CaseState.OPEN, Case.opened < day)
    return session.scalar(select(func.count()).select_from(Case).where(*open_)) or 0


def waiting_for_all(session: Session, kind: str) -> tuple[int, int]:
    """How many cases wait that are not of this kind, and how many that are: without those that name
    one of whoever works cases, who would learn of a case that is kept from her."""
    theirs = Membership.role == CircleRole.MODERATOR
    circles = select(Membership.member_id).where(theirs)
    staff = or_(Member.role != Role.MEMBER, Member.id.in_(circles))
    kept = select(Recusal.case_id).join(Member, Member.id == Recusal.member_id)
    kept = kept.where(Recusal.case_id == Case.id, Recusal.named.is_(True), staff)
    is_of = Case.kind == kind
    found = select(func.count().filter(~is_of), func.count().filter(is_of))
    others, these = session.execute(found.where(Case.state == CaseState.OPEN, ~kept.exists())).one()
    return others, these


def stretch(
    session: Session, viewer: Viewer, subjects: Subjects, wanted: Filter, after: str = ""
) -> Queue:
    """Those she may work, the most urgent first: two questions and one for each kind of thing; one
    more where there are appeals."""
    values: dict[str, Any] = {"me": viewer.id, "now": clock.minute()}
    beyond = _beyond(wanted.shelf, after)
    chosen = {"circle": wanted.circle_id, "reason": wanted.reason}
    chosen = {name: value for name, value in chosen.items() if value}
    question = shelves.stretch(
        wanted.shelf, frozenset(chosen), everywhere=viewer.is_moderator, onward=bool(beyond)
    )
    lines = question.all(session, **values, **chosen, **beyond)
    older = _key(wanted.shelf, lines[PAGE - 1]) if len(lines) > PAGE else ""
    lines = lines[:PAGE]
    found = subjects.known(session, {line.ref for line in lines})
    counted = shelves.counts(everywhere=viewer.is_moderator).all(session, **values)
    counts = Counter[Shelf]()
    for shelf, number in counted:
        counts[Shelf(shelf)] += number
    return Queue(lines, found, older, counts, _decided_by(session, viewer, lines))


def circles(session: Session, viewer: Viewer) -> dict[int, str]:
    """Those in which there are cases for her, by their numbers: of others she need not know."""
    return dict(shelves.circles(everywhere=viewer.is_moderator).all(session, me=viewer.id))


def lighter_first(lines: list[Line]) -> list[Line]:
    """The first that is not heavy before all others; the same where the first is none, or all. What
    may be about a life stays before it: of that, only whoever it is too much for passes it on."""
    first = [line for line in lines if line.reason is Reason.WORRIED]
    rest = [line for line in lines if line.reason is not Reason.WORRIED]
    at = next((n for n, line in enumerate(rest) if not (line.heavy or line.taken)), 0)
    return [*first, rest[at], *rest[:at], *rest[at + 1 :]] if rest else first


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


def is_place(shelf: Shelf, after: str) -> bool:
    """Whether a list of this shelf has said this key; none is its beginning."""
    return not after or bool(_beyond(shelf, after))


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
