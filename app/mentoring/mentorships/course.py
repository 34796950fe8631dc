"""Pausing, going on, completing and ending. Nobody is asked why. What is so already stays so: a
button that is pressed once more does nothing, and says what it said."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.keys import Keyring
from app.core.verdict import require
from app.mentoring.mentorships import courses, own_notes, pages, policy
from app.mentoring.mentorships.models import Mentorship, MentorshipCourse, State
from app.mentoring.mentorships.own_notes import OwnNote
from app.people.viewer import Viewer

WAITS = timedelta(days=14)


@dataclass(frozen=True)
class Reflection:
    """What she looks back on, for herself alone; `nonce` is that of its form."""

    words: str
    nonce: str


def pause(session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int) -> None:
    """Raises NotFound, NotAllowed."""
    row, pair = pages.lock(session, mentorship_id), pages.find(session, ring, viewer, mentorship_id)
    if policy.is_paused_by(pair.state, pair.course, pair.side):
        return
    require(policy.may_pause(pair.state, pair.course))
    row.state = State.PAUSED
    course = replace(pair.course, paused_by=pair.side)
    courses.save(session, ring, pair.id, course, pair.completes)
    courses.tell_other(session, pair)


def resume(session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int) -> None:
    """Raises NotFound, and NotAllowed where it was not she who has paused it."""
    row, pair = pages.lock(session, mentorship_id), pages.find(session, ring, viewer, mentorship_id)
    if pair.state is State.ACTIVE:
        return
    require(policy.may_resume(pair.state, pair.course, pair.side))
    row.state = State.ACTIVE
    courses.save(session, ring, pair.id, replace(pair.course, paused_by=None), pair.completes)
    courses.tell_other(session, pair)


def complete(
    session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int, looked_back: Reflection
) -> bool:
    """She finds that it is done, and keeps what she looks back on among her own notes. Returns
    whether it is completed by this: where the other has said so before. Otherwise it is once she
    says so, too, or after two weeks. Raises NotFound, NotAllowed, Invalid."""
    row, pair = pages.lock(session, mentorship_id), pages.find(session, ring, viewer, mentorship_id)
    is_done = pair.state is State.COMPLETED
    is_said = policy.has_said_done(pair.state, pair.course, pair.side)
    if not (is_done or is_said):
        require(policy.may_complete(pair.state, pair.course, pair.side))
    if looked_back.words:
        note = OwnNote(pair.id, looked_back.words)
        own_notes.keep(session, viewer, ring, note, looked_back.nonce)
    if is_done or is_said:
        return is_done
    if pair.course.done_by is not None:
        courses.finish(session, ring, row, State.COMPLETED, tell=[pair.other_id])
        return True
    due = clock.today() + WAITS
    courses.save(session, ring, pair.id, replace(pair.course, done_by=pair.side), due)
    courses.tell_other(session, pair)
    return False


def go_on(session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int) -> None:
    """It is not done yet, whichever of the two finds so. Raises NotFound, NotAllowed."""
    pair = pages.hold(session, ring, viewer, mentorship_id)
    require(policy.may_write(pair.state, pair.course))
    if pair.course.done_by is None:
        return
    courses.save(session, ring, pair.id, replace(pair.course, done_by=None))
    courses.tell_other(session, pair)


def end(session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int) -> None:
    """At once. The other is told that it is over. Raises NotFound, NotAllowed."""
    row, pair = pages.lock(session, mentorship_id), pages.find(session, ring, viewer, mentorship_id)
    if pair.state is State.ENDED:
        return
    require(policy.may_end(pair.state))
    courses.finish(session, ring, row, State.ENDED, tell=[pair.other_id])


def complete_due(session: Session, ring: Keyring) -> None:
    """Once a day: those of which one has said two weeks ago that they are done."""
    due = select(MentorshipCourse.mentorship_id).where(MentorshipCourse.completes <= clock.today())
    for mentorship_id in sorted(session.scalars(due)):
        row = session.get_one(Mentorship, mentorship_id, with_for_update=True)
        # Taken back at the last moment, or over by another way.
        if row.state.is_live and courses.read(session, ring, row.id).done_by is not None:
            courses.finish(session, ring, row, State.COMPLETED, tell=row.sides)
