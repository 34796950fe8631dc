"""Deciding a case: what is done, what its author and the reporters are told, all at once."""

from uuid import UUID

from sqlalchemy import select

from app.core import clock, keys
from app.core.errors import Crossed, Invalid, NotAllowed, Taken
from app.core.events import StaffActed, publish
from app.core.languages import Sentence
from app.core.verdict import require
from app.oversight.moderation import (
    answers,
    duplicates,
    hiding,
    imposing,
    policy,
    queries,
    reports,
    talks,
    undoing,
)
from app.oversight.moderation.desk import Desk, Ruling
from app.oversight.moderation.mending import MENDED
from app.oversight.moderation.models import (
    Action,
    Case,
    CaseState,
    Decision,
    Outcome,
)
from app.people.circles.models import Circle
from app.people.members import queries as members
from app.people.subjects import Deed
from app.people.viewer import Viewer

NOTHING_TO_TAKE_BACK = Sentence("There is nothing here that can be taken back.")


class DecidedMeanwhile(Crossed):
    """Somebody was first, `by`: somebody else, or she herself a moment ago. `decision` is hers;
    with an `outcome` it is that of an appeal against this decision."""

    def __init__(
        self, decision: Decision, outcome: Outcome | None = None, by: UUID | None = None
    ) -> None:
        super().__init__()
        self.decision, self.outcome = decision, outcome
        self.by = by or decision.decider_id
        self.message = Sentence(
            "Somebody else has decided this meanwhile. Nothing of yours was done."
        )


def decide(desk: Desk, case_id: int, ruling: Ruling) -> Decision:
    """Decide an open case, or restore what a decided one has taken down.

    Raises NotFound, NotAllowed, Taken, Invalid, and DecidedMeanwhile.
    """
    case = _waiting(desk, case_id, ruling)
    if ruling.action is Action.RESTORE and case.state is CaseState.DECIDED:
        return restore(desk, case, ruling)
    return _decide(desk, case, ruling)


def decide_open(desk: Desk, case_id: int, ruling: Ruling) -> Decision:
    """The same for an open case alone, whatever is to be done. Raises as above."""
    return _decide(desk, _waiting(desk, case_id, ruling), ruling)


def take_back(desk: Desk, decision_id: int, statement: str) -> Decision:
    """Take back this decision, which is the last one that holds about a decided case.

    Raises NotFound, NotAllowed, Invalid; DecidedMeanwhile with what has taken it back before.
    """
    session, made = desk.session, queries.decision(desk.session, desk.viewer, decision_id)
    ruling = Ruling(Action.RESTORE, made.reason, statement)
    case = _waiting(desk, made.case_id, ruling)
    session.refresh(made)
    if made.undone_by is not None:
        raise DecidedMeanwhile(session.get_one(Decision, made.undone_by))
    done = queries.undoable(session, case.id)
    if case.state is not CaseState.DECIDED or made not in done:
        raise NotAllowed(NOTHING_TO_TAKE_BACK)
    if made is not done[0]:
        raise NotAllowed("What was decided later holds. Take that back first.")
    return restore(desk, case, ruling)


def _waiting(desk: Desk, case_id: int, ruling: Ruling) -> Case:
    """The case, locked once it is her turn."""
    desk.wait_turn()
    case = queries.case(desk.session, desk.viewer, case_id, lock=True)
    desk.require_words(case, ruling)
    return case


def _decide(desk: Desk, case: Case, ruling: Ruling) -> Decision:
    if case.state is CaseState.DECIDED:
        raise DecidedMeanwhile(queries.decisions(desk.session, case.id)[-1])
    if case.state is CaseState.APPEALED:
        raise NotAllowed("This case has an appeal. It is heard further down.")
    require(policy.may_handle(desk.viewer, desk.owner(case), ()))
    require_turn(desk.viewer, case)
    return carry_out(desk, case, ruling)


def carry_out(desk: Desk, case: Case, ruling: Ruling, instead: Decision | None = None) -> Decision:
    """Do it, `instead` of what was decided; tell everybody, and close the case. The case's row is
    locked."""
    if ruling.action is Action.RESTORE:
        return restore(desk, case, ruling, instead)
    session, owner = desk.session, desk.owner(case, ruling.seat)
    subject = desk.subjects.of_kind(case.kind)
    _require_whom(desk, case, ruling)
    require(policy.may_do(desk.viewer, ruling.action, desk.can(case), owner))
    if owner.member_id is not None:
        role = members.by_id(session, owner.member_id).role
        require(policy.may_reach(desk.viewer, ruling.action, role))
    if ruling.action is Action.MOVE:
        _require_offered(desk, case, ruling.given.circle)
    made = _made(desk, case, ruling)
    hiding.show_again(session, desk.subjects, case)
    _put_back(desk, case, made, instead)
    if ruling.action is Action.REMOVE:
        duplicates.remember(session, desk.ring, subject.look(session, case.subject))
    if ruling.action in policy.ON_PEOPLE:
        made.until = imposing.impose(session, owner, ruling.action, ruling.days, made.id)
    elif ruling.action is not Action.KEEP or Deed.KEEP in subject.can:
        made.before = subject.do(session, case.subject, Deed(ruling.action), ruling.given)
    session.add(made)
    session.flush()
    _tell(desk, case, made, answers.outcome(case.kind, made.action, made.statement))
    return made


def _require_whom(desk: Desk, case: Case, ruling: Ruling) -> None:
    """Raises Invalid on `seat` where it is asked of one of two, and nobody said of which."""
    seats = desk.subjects.seats(desk.session, queries.ref(case))
    if ruling.action in policy.ON_PEOPLE and seats != [talks.AUTHOR] and ruling.seat not in seats:
        raise Invalid("seat", "Choose one of the two.")


def _put_back(desk: Desk, case: Case, made: Decision, instead: Decision | None) -> None:
    """Take back what this is done instead of, or what hides words that are mended and to be read
    again."""
    if instead is None and case.held_by == MENDED and made.action in policy.SHOWS_MENDED:
        done = queries.undoable(desk.session, case.id)
        instead = next((one for one in done if one.action in policy.TAKES_DOWN), None)
    if instead is not None:
        undoing.take_back(desk, case, instead, made.id)


def restore(desk: Desk, case: Case, ruling: Ruling, what: Decision | None = None) -> Decision:
    """Take this decision back, or the last one that can be. Of what its author has mended, that
    is the one that hides it. The case's row is locked.

    Raises NotAllowed when there is nothing.
    """
    require(policy.may_handle(desk.viewer, desk.owner(case), ()))
    made = _made(desk, case, ruling)
    hiding.show_again(desk.session, desk.subjects, case)
    done = queries.undoable(desk.session, case.id)
    if case.state is CaseState.OPEN:
        done = [one for one in done if one.action in policy.TAKES_DOWN] or done
    if what is None and not done:
        raise NotAllowed(NOTHING_TO_TAKE_BACK)
    undone = what or done[0]
    made.seat = undone.seat
    put_back = undoing.take_back(desk, case, undone, made.id)
    desk.session.add(made)
    desk.session.flush()
    # The answer to an appeal is hers alone.
    why = "" if what else made.statement
    _tell(
        desk,
        case,
        made,
        answers.with_why(answers.PUT_BACK if put_back else answers.TAKEN_BACK, why),
    )
    return made


def _require_offered(desk: Desk, case: Case, slug: str) -> None:
    """Raises Invalid on `circle`, for one that she may not know of as for one that is not there."""
    wanted = select(Circle.id).where(Circle.slug == slug, queries.may_move_to(desk.viewer, case))
    if desk.session.scalar(wanted) is None:
        raise Invalid("circle", "There is no such circle.")


def _made(desk: Desk, case: Case, ruling: Ruling) -> Decision:
    return Decision(
        id=keys.random_id(),
        case_id=case.id,
        action=ruling.action,
        reason=ruling.reason,
        statement=ruling.statement,
        decider_id=desk.viewer.id,
        seat=ruling.seat if ruling.action in policy.ON_PEOPLE else 0,
    )


def require_turn(viewer: Viewer, case: Case) -> None:
    """Raises Taken while somebody else has taken the case."""
    held = case.claimed_until is not None and case.claimed_until >= clock.minute()
    if held and case.claimant_id != viewer.member_id:
        raise Taken("Somebody else is reviewing this. It is free again when her time is over.")


def close(case: Case) -> None:
    """Nobody has anything to do about it. Its row is locked."""
    case.state, case.closed, case.open_key = CaseState.DECIDED, clock.today(), None
    case.looked = case.looked or clock.today()
    case.claimant_id = case.claimed_until = None


def _tell(desk: Desk, case: Case, made: Decision, outcome: str) -> None:
    """Author, reporters and the log hear of it in the same transaction, and the case is closed. Of
    a thing of two both are its author, or the one whom alone the decision concerns.

    Who keeps a thing tells its author nothing: she would learn that somebody reported her. But
    she waits for a word about what she has mended.
    """
    session, by = desk.session, desk.viewer.id
    kept = made.action is Action.KEEP
    mended = case.held_by == MENDED
    if not kept or mended:
        for seat in [made.seat] if made.seat else desk.subjects.seats(session, queries.ref(case)):
            talks.tell(session, case, seat, made.statement, by, decision_id=made.id)
            desk.tell_author(desk.owner(case, seat))
    told = answers.with_why(answers.STAYS_HIDDEN, made.statement) if kept and mended else outcome
    reports.close_all(session, case, lambda reason: answers.to_one(told, reason), by, made.id)
    close(case)
    publish(
        session,
        StaffActed(
            actor_id=by,
            verb=made.action.value,
            subject_kind=case.kind,
            subject_id=case.subject,
            reason=made.reason.value,
        ),
    )
