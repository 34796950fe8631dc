"""Taking a decision back, with what it leaves to those before and after it."""

from app.core import clock
from app.core.errors import NotAllowed
from app.core.verdict import require
from app.oversight.moderation import policy, queries
from app.oversight.moderation.desk import Desk
from app.oversight.moderation.models import Appeal, Case, Decision, Outcome
from app.people.safety import sanctions
from app.people.subjects import Deed


def take_back(desk: Desk, case: Case, made: Decision, by: int) -> bool:
    """Undo this decision, and where it has taken the thing down those before it that had done so
    already; `by` is the decision that does it. The case's row is locked.

    What was decided later about the same stays: then nothing is done to the thing itself. Returns
    whether it is put back. Raises NotAllowed.
    """
    done = queries.undoable(desk.session, case.id)
    if made not in done:
        raise NotAllowed("There is nothing here that can be taken back.")
    subject, can = desk.subjects.of_kind(case.kind), desk.can(case)
    along, later = policy.to_undo(done, made), policy.resting(done, made)
    for one in along:
        require(policy.may_do(desk.viewer, one.action, can, desk.owner(case, one.seat)))
        if one.action in policy.ON_PEOPLE:
            sanctions.lift(desk.session, one.id)
        elif not later:
            subject.undo(desk.session, case.subject, Deed(one.action), one.before)
        one.undone_by = by
        _settle(desk, one)
    if later:
        # What it would have put back, the one that came after it does some day.
        later[-1].before = along[-1].before
    return made.action in policy.TAKES_DOWN and not later


def _settle(desk: Desk, undone: Decision) -> None:
    """An appeal against it that nobody has heard has got what it asked for."""
    waits = desk.session.get(Appeal, undone.id)
    if waits is not None and waits.outcome is None:
        waits.outcome, waits.heard_on = Outcome.OVERTURNED, clock.today()
        waits.heard_by = desk.viewer.id if desk.viewer.id != waits.decider_id else None
