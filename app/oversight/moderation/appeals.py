"""Appealing against a decision, and hearing it: by somebody else than who decided."""

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import NotAllowed, NotFound
from app.core.events import StaffActed, publish
from app.core.verdict import YES, Verdict, no, require
from app.oversight.moderation import decisions, mending, policy, queries, talks
from app.oversight.moderation.desk import Desk, Ruling
from app.oversight.moderation.mending import MENDED, MENDED_SINCE
from app.oversight.moderation.models import (
    Action,
    Appeal,
    Case,
    CaseState,
    Decision,
    Outcome,
    Recusal,
    Side,
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
    return _place_of(session, viewer, subjects, decision_id)[0]


def _place_of(
    session: Session, viewer: Viewer, subjects: Subjects, decision_id: int
) -> tuple[int, int]:
    """The same, with the talk in which she was told of it. Raises NotFound, also for what was
    decided about the other of two alone."""
    made = session.get(Decision, decision_id)
    if made is None:
        raise NotFound
    ref = queries.ref(session.get_one(Case, made.case_id))
    found = subjects.known(session, [ref]).get(ref)
    seat = found.seat_of(viewer) if found else None
    if seat is None or made.seat not in {0, seat}:
        raise NotFound
    return made.case_id, seat


def appeal(
    session: Session, viewer: Viewer, subjects: Subjects, decision_id: int, statement: str
) -> Decision:
    """Once for each decision, by whom it concerns. Raises NotFound, NotAllowed."""
    case_id, seat = _place_of(session, viewer, subjects, decision_id)
    # As they are now, and not as they were when she was asked whether they are hers.
    case = session.get_one(Case, case_id, with_for_update=True, populate_existing=True)
    made = session.get_one(Decision, decision_id, populate_existing=True)
    undone = made.undone_by is not None
    require(policy.may_appeal(made.action, made.day, clock.today(), hers=True, undone=undone))
    if session.get(Appeal, decision_id) is not None:
        raise NotAllowed(
            "Somebody has appealed against this already."
            if seat
            else "You have appealed against this already."
        )
    row = Appeal(decision_id=made.id, decider_id=made.decider_id, statement=statement)
    row.seat = seat
    session.add(row)
    talks.answer(session, case, seat, statement)
    if case.state is CaseState.OPEN:
        case.held_by = MENDED_SINCE
    case.state, case.looked, case.closed = CaseState.APPEALED, None, None
    case.claimant_id = case.claimed_until = None
    # It is another question, and there may be nobody left who has not passed the first one on.
    session.execute(delete(Recusal).filter_by(case_id=case.id, named=False))
    return made


def has_said(session: Session, made: Decision, statement: str) -> bool:
    """Whether this is what the team answered to an appeal against that decision."""
    row = session.get_one(Appeal, made.id)
    said = talks.read(session, made.case_id, row.seat)
    return any(one.side is Side.TEAM and one.body == statement for one in said)


def hear(desk: Desk, decision_id: int, hearing: Hearing) -> None:
    """Decide an appeal. Raises NotFound, NotAllowed."""
    session, viewer = desk.session, desk.viewer
    made = session.get(Decision, decision_id)
    if made is None:
        raise NotFound
    desk.wait_turn()
    case = queries.case(session, viewer, made.case_id, lock=True)
    row = session.get(Appeal, decision_id, with_for_update=True)
    if row is None:
        raise NotFound
    if row.outcome is not None:
        raise decisions.DecidedMeanwhile(made, row.outcome, row.heard_by)
    require(policy.may_handle(viewer, desk.owner(case), [row.decider_id]))
    decisions.require_turn(viewer, case)
    row.heard_by, row.heard_on, row.outcome = viewer.id, clock.today(), hearing.outcome
    _answer(desk, case, made, hearing, row.seat)
    _leave(session, case)
    publish(
        session,
        StaffActed(
            actor_id=viewer.id,
            verb=f"appeal-{hearing.outcome.value}",
            subject_kind=case.kind,
            subject_id=case.subject,
        ),
    )


def _answer(desk: Desk, case: Case, made: Decision, hearing: Hearing, seat: int) -> None:
    """Upheld, she is told why. Otherwise what was decided is undone, and perhaps another done."""
    ruling = hearing.instead
    if hearing.outcome is Outcome.UPHELD:
        decisions.close(case)
        said, by = hearing.statement, desk.viewer.id
        talks.tell(desk.session, case, seat, said, by, decision_id=made.id)
        desk.tell_author(desk.owner(case, seat))
    elif hearing.outcome is Outcome.OVERTURNED or ruling is None:
        ruling = Ruling(Action.RESTORE, made.reason, hearing.statement)
        decisions.restore(desk, case, ruling, made)
    else:
        require(_may_change(desk, case, made, ruling.action))
        decisions.carry_out(desk, case, ruling, made)


def _may_change(desk: Desk, case: Case, made: Decision, action: Action) -> Verdict:
    if not policy.instead(made.action, [action]):
        return no("That is nothing else than what was decided, or nothing at all.")
    done = queries.undoable(desk.session, case.id)
    if made in done and policy.resting(done, made):
        return no("What was decided later about the same holds. Take this back, or let it stay.")
    return YES


def _leave(session: Session, case: Case) -> None:
    """What is still to be done: another appeal, or what she has mended and is hidden all the
    same."""
    if queries.deciders(session, case):
        case.state, case.looked, case.closed = CaseState.APPEALED, None, None
    elif case.held_by == MENDED_SINCE:
        case.held_by = MENDED
        if any(one.action is Action.HIDE for one in queries.undoable(session, case.id)):
            mending.open_again(session, case)
