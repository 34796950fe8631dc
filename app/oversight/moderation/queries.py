"""One case with all that is known of it, and who may work it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.core.errors import NotFound
from app.oversight.moderation import policy
from app.oversight.moderation.models import (
    Action,
    Appeal,
    Case,
    CaseMessage,
    CaseState,
    Decision,
    Reason,
    Recusal,
    Report,
)
from app.people.circles.models import Circle, CircleRole, Membership, Visibility
from app.people.members.models import Member, Role, Standing
from app.people.subjects import Found, Owner, SubjectRef, Subjects
from app.people.viewer import Viewer

# Days do not tell which of two decisions came first, the words to the author do.
TOLD = (
    select(func.min(CaseMessage.n))
    .where(
        CaseMessage.case_id == Decision.case_id,
        CaseMessage.report_id.in_((0, 1, 2)),
        CaseMessage.decision_id == Decision.id,
    )
    .correlate(Decision)
    .scalar_subquery()
)
IN_ORDER = (Decision.day, func.coalesce(TOLD, 0), Decision.id)


@dataclass(frozen=True)
class CaseCard:
    """A case as the queue shows it; `found` is None when the thing is no longer there."""

    id: int
    found: Found | None
    circle_id: int | None
    reason: Reason
    reports: int
    heavy: bool
    held_by: str
    opened: date
    state: CaseState
    climbed: int
    urgency: int
    mine: bool
    taken: bool


@dataclass(frozen=True)
class Past:
    """An earlier decision about the same author."""

    decision_id: int
    case_id: int
    action: Action
    reason: Reason
    statement: str
    day: date
    undone: bool


@dataclass(frozen=True)
class ReportCard:
    """A report as moderators see it: by a member of this circle."""

    id: int
    reason: Reason
    note: str
    day: date


def ref(case: Case) -> SubjectRef:
    return SubjectRef(case.kind, case.subject)


def case(session: Session, viewer: Viewer, case_id: int, *, lock: bool = False) -> Case:
    """Raises NotFound for a case that is not hers to work, and for one that names her."""
    found = session.get(Case, case_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound
    recusal = session.get(Recusal, (case_id, viewer.id))
    is_named = recusal is not None and recusal.named
    if not policy.may_work(viewer, found.circle_id, is_named=is_named):
        raise NotFound
    return found


def reports(session: Session, case_id: int) -> list[ReportCard]:
    found = session.scalars(
        select(Report).where(Report.case_id == case_id).order_by(Report.day, Report.id)
    )
    return [ReportCard(r.id, r.reason, r.note, r.day) for r in found]


def decisions(session: Session, case_id: int) -> list[Decision]:
    """All about this case, the first first."""
    found = select(Decision).where(Decision.case_id == case_id)
    return list(session.scalars(found.order_by(*IN_ORDER)))


def decision(session: Session, viewer: Viewer, decision_id: int) -> Decision:
    """Raises NotFound like `case`."""
    found = session.get(Decision, decision_id)
    if found is None:
        raise NotFound
    case(session, viewer, found.case_id)
    return found


def cards(
    session: Session, viewer: Viewer, subjects: Subjects, case_ids: Iterable[int]
) -> dict[int, CaseCard]:
    """Those of these cases that are hers to work."""
    named = select(Recusal.case_id).where(Recusal.member_id == viewer.id, Recusal.named)
    wanted = select(Case).where(Case.id.in_(case_ids), Case.id.not_in(named))
    rows = [row for row in session.scalars(wanted) if viewer.moderates(row.circle_id)]
    known = subjects.known(session, map(ref, rows))
    return {row.id: card_of(viewer, row, known.get(ref(row))) for row in rows}


def undoable(session: Session, case_id: int) -> list[Decision]:
    """What holds now and can be taken back, the latest first. What was destroyed with its time
    cannot be put back."""
    found = session.scalars(
        select(Decision)
        .where(Decision.case_id == case_id, Decision.undone_by.is_(None))
        .where(Decision.action.in_(policy.UNDOABLE))
        .where(or_(Decision.action.in_(policy.ON_PEOPLE), Decision.before != ""))
        .order_by(TOLD.desc())
    )
    return list(found)


def deciders(session: Session, about: Case) -> list[UUID]:
    """Who decided what is appealed against and not yet heard."""
    question = (
        select(Appeal.decider_id)
        .join(Decision, Decision.id == Appeal.decision_id)
        .where(Decision.case_id == about.id, Appeal.outcome.is_(None))
    )
    return list(session.scalars(question))


def appeals(session: Session, case_id: int) -> list[Appeal]:
    """All about this case."""
    question = select(Appeal).join(Decision, Decision.id == Appeal.decision_id)
    return list(session.scalars(question.where(Decision.case_id == case_id)))


def team(session: Session, about: Case) -> list[Member]:
    """Those who may work this case, by name."""
    return list(session.scalars(select(Member).where(may_work_it(about)).order_by(Member.name)))


def may_work_it(about: Case) -> ColumnElement[bool]:
    """Of members: whether they work the cases of this circle, and this one does not name them."""
    here = select(Membership.member_id).where(
        Membership.circle_id == about.circle_id, Membership.role == CircleRole.MODERATOR
    )
    named = select(Recusal.member_id).where(Recusal.case_id == about.id, Recusal.named)
    return and_(works(here), Member.id.not_in(named), Member.standing == Standing.GOOD)


def works(here: Select[UUID]) -> ColumnElement[bool]:
    """Of members: whether they moderate the whole site, or are among those `here`. The few are
    looked for, not every member asked."""
    staff = select(_staff.id).where(_staff.role.in_([Role.MODERATOR, Role.ADMINISTRATOR]))
    return Member.id.in_(union_all(staff, here))


_staff = aliased(Member)


def may_move_to(viewer: Viewer, about: Case) -> ColumnElement[bool]:
    """Of circles: whether she can move a thread there. Of private ones she knows her own alone."""
    hers = or_(Circle.visibility != Visibility.PRIVATE, Circle.id.in_(viewer.circles))
    return and_(hers, Circle.id != (about.circle_id or 0))


def is_held(row: Case) -> bool:
    """Whether somebody has it, whose time is not over."""
    now = clock.minute()
    return row.claimant_id is not None and (row.claimed_until or now) >= now


def names(session: Session, member_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What moderators are called, by their ids."""
    rows = session.execute(select(Member.id, Member.name).where(Member.id.in_(set(member_ids))))
    return {row.id: row.name for row in rows}


def card_of(viewer: Viewer | None, row: Case, found: Found | None) -> CaseCard:
    """The row as a list shows it; without a viewer, as nobody’s."""
    held = is_held(row)
    mine = held and viewer is not None and row.claimant_id == viewer.member_id
    return CaseCard(
        row.id,
        found,
        row.circle_id,
        row.reason,
        row.reports,
        row.heavy,
        row.held_by,
        row.opened,
        row.state,
        row.climbed,
        row.urgency,
        mine,
        held and not mine,
    )


def same_author(about: Case, owner: Owner) -> ColumnElement[bool]:
    """A member's by her id; for a voice, the anonymous ones of its thread, to be asked further;
    where there is neither, those about the same thing."""
    if owner.member_id is not None:
        return Case.author_id == owner.member_id
    if about.thread_id is None:
        return and_(Case.kind == about.kind, Case.subject == about.subject)
    return and_(Case.thread_id == about.thread_id, Case.author_id.is_(None))


def past_of(row: Decision) -> Past:
    undone = row.undone_by is not None
    return Past(row.id, row.case_id, row.action, row.reason, row.statement, row.day, undone)
