"""Deciding a case: what is done, what its author and the reporters are told, all at once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.errors import Crossed, Invalid, NotAllowed
from app.core.events import StaffActed, publish
from app.core.keys import Keyring
from app.core.verdict import require
from app.oversight.moderation import duplicates, hiding, imposing, policy, queries, reports, talks
from app.oversight.moderation.models import (
    Action,
    Case,
    CaseState,
    Decision,
    Outcome,
    Reason,
)
from app.people.circles.models import Circle
from app.people.members.models import Member
from app.people.safety import sanctions
from app.people.subjects import Deed, Given, Owner, SubjectRef, Subjects
from app.people.viewer import Viewer

# To the reporters, who are told what was done and never what the author was told.
OUTCOMES = {
    Action.KEEP: "We looked at it, and it stays. {why}",
    Action.NOTE: "We put a content note before it.",
    Action.REDACT: "We took out what could hurt or identify somebody.",
    Action.HIDE: "We have hidden it until it is mended.",
    Action.REMOVE: "We have removed it.",
    Action.LOCK: "We have closed the thread to new replies.",
    Action.MOVE: "We moved it to a circle where it fits.",
    Action.WARN: "We have spoken to the person who wrote it.",
    Action.PAUSE: "We have spoken to the person who wrote it, and it has consequences for her.",
    Action.PAUSE_ANONYMOUS: (
        "We have spoken to the person who wrote it, and it has consequences for her."
    ),
    Action.SUSPEND: "We have spoken to the person who wrote it, and it has consequences for her.",
    Action.RESTORE: "We looked at it again, and have put it back. {why}",
}
# Why a case is open again, and what its reporters are told when the thing stays hidden.
MENDED = "Its author has mended it."
STAYS_HIDDEN = "We looked at it again, and it stays hidden. {why}"
NOTHING_GIVEN = Given()


@dataclass(frozen=True)
class Ruling:
    """What a moderator has decided. `statement` is what the author reads, word for word; of what
    is kept, the reporters do. `days` is how long a pause lasts."""

    action: Action
    reason: Reason
    statement: str
    given: Given = NOTHING_GIVEN
    days: int = 0


class DecidedMeanwhile(Crossed):
    """Somebody else was first. `decision` is hers; with an `outcome` it is that of an appeal
    against this decision."""

    def __init__(self, decision: Decision, outcome: Outcome | None = None) -> None:
        super().__init__()
        self.decision, self.outcome = decision, outcome
        self.message = "Somebody else has decided this meanwhile. Nothing of yours was done."


@dataclass(frozen=True)
class Desk:
    """A moderator at work. `write` sends a named author the letter that something was decided,
    which says no more than that."""

    session: Session
    viewer: Viewer
    subjects: Subjects
    write: Callable[[Member], None]
    ring: Keyring

    def owner(self, case: Case) -> Owner:
        return self.subjects.owner(self.session, queries.ref(case))

    def can(self, case: Case) -> Collection[Deed]:
        """What can be done to the thing itself: nothing once it is gone."""
        ref = queries.ref(case)
        there = ref in self.subjects.known(self.session, [ref])
        return self.subjects.of_kind(case.kind).can if there else ()


def decide(desk: Desk, case_id: int, ruling: Ruling) -> Decision:
    """Decide an open case, or restore what a decided one has taken down.

    Raises NotFound, NotAllowed, Invalid, and DecidedMeanwhile.
    """
    case = queries.case(desk.session, desk.viewer, case_id, lock=True)
    if ruling.action is Action.RESTORE and case.state is CaseState.DECIDED:
        return restore(desk, case, ruling)
    if case.state is CaseState.DECIDED:
        raise DecidedMeanwhile(queries.decisions(desk.session, case.id)[-1])
    if case.state is CaseState.APPEALED:
        raise NotAllowed("This case has an appeal. It is heard further down.")
    require(policy.may_handle(desk.viewer, desk.owner(case), ()))
    require_turn(desk.viewer, case)
    return carry_out(desk, case, ruling)


def carry_out(desk: Desk, case: Case, ruling: Ruling) -> Decision:
    """Do it, tell everybody, and close the case. The case's row is locked."""
    if ruling.action is Action.RESTORE:
        return restore(desk, case, ruling)
    session, owner = desk.session, desk.owner(case)
    subject = desk.subjects.of_kind(case.kind)
    require(policy.may_do(desk.viewer, ruling.action, desk.can(case), owner))
    if ruling.action is Action.MOVE:
        _require_offered(desk, case, ruling.given.circle)
    made = _made(desk, case, ruling)
    hiding.show_again(session, desk.subjects, case)
    if ruling.action is Action.REMOVE:
        duplicates.remember(session, desk.ring, subject.look(session, case.subject))
    if ruling.action in policy.ON_PEOPLE:
        made.until = imposing.impose(session, owner, ruling.action, ruling.days, made.id)
    elif ruling.action is not Action.KEEP or Deed.KEEP in subject.can:
        made.before = subject.do(session, case.subject, Deed(ruling.action), ruling.given)
    session.add(made)
    session.flush()
    _tell(desk, case, made)
    return made


def restore(desk: Desk, case: Case, ruling: Ruling) -> Decision:
    """Take back what was done last and can be taken back. The case's row is locked.

    Raises NotAllowed when there is nothing.
    """
    require(policy.may_handle(desk.viewer, desk.owner(case), ()))
    made = _made(desk, case, ruling)
    hiding.show_again(desk.session, desk.subjects, case)
    undo(desk, case, made.id)
    desk.session.add(made)
    desk.session.flush()
    _tell(desk, case, made)
    return made


def undo(desk: Desk, case: Case, by: int) -> None:
    """Undo the latest decision of the case that can be undone, and where it has taken the thing
    down, those before it that had done so already; `by` is the decision that does it."""
    done = policy.to_undo(queries.undoable(desk.session, case.id))
    if not done:
        raise NotAllowed("There is nothing here that can be taken back.")
    subject, owner, can = desk.subjects.of_kind(case.kind), desk.owner(case), desk.can(case)
    for one in done:
        require(policy.may_do(desk.viewer, one.action, can, owner))
        if one.action in policy.ON_PEOPLE:
            sanctions.lift(desk.session, one.id)
        else:
            subject.undo(desk.session, case.subject, Deed(one.action), one.before)
        one.undone_by = by


def reopen(session: Session, ref: SubjectRef) -> None:
    """Its author has mended what was hidden: a moderator looks at it again.

    Nothing happens while one does anyway.
    """
    about = (Case.kind == ref.kind) & (Case.subject == ref.id)
    if session.scalar(select(Case.id).where(about, Case.state != CaseState.DECIDED)) is not None:
        return
    question = (
        select(Case)
        .where(about, Case.state == CaseState.DECIDED)
        .order_by(Case.closed.desc(), Case.id)
        .limit(1)
        .with_for_update()
    )
    case = session.scalar(question)
    if case is None:
        return
    case.state, case.closed, case.held_by = CaseState.OPEN, None, MENDED
    case.open_key = f"{ref.kind}:{ref.id}"
    case.opened, case.looked, case.climbed = clock.today(), None, 0


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
    )


def require_turn(viewer: Viewer, case: Case) -> None:
    """Raises NotAllowed while somebody else has taken the case."""
    held = case.claimed_until is not None and case.claimed_until >= clock.minute()
    if held and case.claimant_id != viewer.member_id:
        raise NotAllowed("Somebody else is reviewing this. It is free again when her time is over.")


def _tell(desk: Desk, case: Case, made: Decision) -> None:
    """Author, reporters and the log hear of it in the same transaction, and the case is closed.

    Who keeps a thing tells its author nothing: she would learn that somebody reported her. But
    she waits for a word about what she has mended.
    """
    session, by, owner = desk.session, desk.viewer.id, desk.owner(case)
    kept = made.action is Action.KEEP
    mended = case.held_by == MENDED
    if not kept or mended:
        talks.tell(session, case, talks.AUTHOR, made.statement, by, decision_id=made.id)
        if owner.member_id is not None:
            desk.write(session.get_one(Member, owner.member_id))
    told = STAYS_HIDDEN if kept and mended else OUTCOMES[made.action]
    outcome = told.format(why=made.statement)
    reports.close_all(session, case, outcome.strip(), by, made.id)
    case.state, case.closed, case.open_key = CaseState.DECIDED, clock.today(), None
    case.looked = case.looked or clock.today()
    case.claimant_id = case.claimed_until = None
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
