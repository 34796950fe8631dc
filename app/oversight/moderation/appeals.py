"""Appealing against a decision, and hearing it: by somebody else than who decided."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import NotAllowed, NotFound
from app.core.events import StaffActed, publish
from app.core.verdict import require
from app.oversight.moderation import decisions, policy, queries, talks
from app.oversight.moderation.decisions import Desk, Ruling
from app.oversight.moderation.models import (
    Action,
    Appeal,
    Case,
    CaseState,
    Decision,
    Outcome,
)
from app.people.subjects import Subjects
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Hearing:
    """`instead` is what is done in place of what was decided, when that is changed."""

    outcome: Outcome
    statement: str
    instead: Ruling | None = None


def case_of(session: Session, viewer: Viewer, subjects: Subjects, decision_id: int) -> int:
    """The case of a decision about what is hers. Raises NotFound."""
    made = session.get(Decision, decision_id)
    if made is None:
        raise NotFound
    case = session.get_one(Case, made.case_id)
    if not subjects.owner(session, queries.ref(case)).is_me(viewer):
        raise NotFound
    return case.id


def appeal(
    session: Session, viewer: Viewer, subjects: Subjects, decision_id: int, statement: str
) -> Decision:
    """Once for each decision, by whom it concerns. Raises NotFound, NotAllowed."""
    case_id = case_of(session, viewer, subjects, decision_id)
    case = session.get_one(Case, case_id, with_for_update=True)
    made = session.get_one(Decision, decision_id)
    undone = made.undone_by is not None
    require(policy.may_appeal(made.action, made.day, clock.today(), hers=True, undone=undone))
    if session.get(Appeal, decision_id) is not None:
        raise NotAllowed("You have appealed against this already.")
    session.add(Appeal(decision_id=made.id, decider_id=made.decider_id, statement=statement))
    talks.answer(session, case, talks.AUTHOR, statement)
    case.state, case.looked, case.closed = CaseState.APPEALED, None, None
    case.claimant_id = case.claimed_until = None
    return made


def hear(desk: Desk, decision_id: int, hearing: Hearing) -> None:
    """Decide an appeal. Raises NotFound, NotAllowed."""
    session, viewer = desk.session, desk.viewer
    made = session.get(Decision, decision_id)
    if made is None:
        raise NotFound
    case = queries.case(session, viewer, made.case_id, lock=True)
    row = session.get(Appeal, decision_id, with_for_update=True)
    if row is None:
        raise NotFound
    if row.outcome is not None:
        raise decisions.DecidedMeanwhile(made, row.outcome)
    require(policy.may_handle(viewer, desk.owner(case), [row.decider_id]))
    decisions.require_turn(viewer, case)
    row.heard_by, row.heard_on, row.outcome = viewer.id, clock.today(), hearing.outcome
    case.state = CaseState.DECIDED
    _answer(desk, case, made, hearing)
    publish(
        session,
        StaffActed(
            actor_id=viewer.id,
            verb=f"appeal-{hearing.outcome.value}",
            subject_kind=case.kind,
            subject_id=case.subject,
        ),
    )


def _answer(desk: Desk, case: Case, made: Decision, hearing: Hearing) -> None:
    """Upheld, she is told why. Otherwise what was decided is undone, and perhaps another done."""
    if hearing.outcome is Outcome.UPHELD:
        case.closed = clock.today()
        case.claimant_id = case.claimed_until = None
        said, by = hearing.statement, desk.viewer.id
        talks.tell(desk.session, case, talks.AUTHOR, said, by, decision_id=made.id)
        return
    ruling = hearing.instead
    if hearing.outcome is Outcome.OVERTURNED or ruling is None:
        ruling = Ruling(Action.RESTORE, made.reason, hearing.statement)
        decisions.restore(desk, case, ruling)
        return
    decisions.undo(desk, case, made.id)
    decisions.carry_out(desk, case, ruling)
