"""What either side may do, by how the mentorship stands. Pure."""

from app.core.languages import Sentence
from app.core.verdict import YES, Verdict, no
from app.mentoring.mentorships.contents import STAFF, Course
from app.mentoring.mentorships.models import State
from app.people.members.models import Standing
from app.people.viewer import Viewer

OVER = no("This mentorship is over. You can still read what is in it.")
RESTS = no(
    "This mentorship is paused by the moderators. Until it goes on, you can read it, or end it."
)


def may_write(state: State, course: Course) -> Verdict:
    """Check-ins and notes for herself: while it goes on, also while one of the two has paused
    it."""
    if not state.is_live:
        return OVER
    return RESTS if course.paused_by == STAFF else YES


def may_address(viewer: Viewer) -> Verdict:
    """Whether she may say anything to the other: not while moderators have paused her."""
    if viewer.standing is Standing.GOOD:
        return YES
    if until := viewer.paused_until:
        return no(Sentence("You can read, but not write to her, until {day} is over.", day=until))
    return no("You can read, but not write to her, while you are paused.")


def may_speak(viewer: Viewer, state: State, course: Course) -> Verdict:
    """What the other reads: goals, shared notes, and what they agree on."""
    may = may_write(state, course)
    return may_address(viewer) if may else may


def may_give_feedback(state: State, course: Course) -> Verdict:
    """Also when it is completed; never once one of the two has ended it."""
    if state is State.COMPLETED and not course.closed:
        return YES
    return may_write(state, course)


def may_take_away(course: Course) -> Verdict:
    """What she has put there herself she may take away at any time."""
    return RESTS if course.paused_by == STAFF else YES


def is_paused_by(state: State, course: Course, side: int) -> bool:
    """Whether she has paused it herself."""
    return state is State.PAUSED and course.paused_by == side


def has_said_done(state: State, course: Course, side: int) -> bool:
    """Whether she has said that it is done, and the other has not yet."""
    return state.is_live and course.paused_by != STAFF and course.done_by == side


def may_pause(state: State, course: Course) -> Verdict:
    if state is State.PAUSED:
        return no("It is paused already.")
    return may_write(state, course)


def may_resume(state: State, course: Course, side: int) -> Verdict:
    """She who has paused it says when it goes on."""
    if state is not State.PAUSED:
        return no("It is not paused.") if state.is_live else OVER
    if course.paused_by == STAFF:
        return RESTS
    return YES if course.paused_by == side else no("She has paused it, and says when it goes on.")


def may_complete(state: State, course: Course, side: int) -> Verdict:
    if course.done_by == side and state.is_live:
        return no("You have said so already.")
    return may_write(state, course)


def may_end(state: State) -> Verdict:
    """At any time, whoever has paused it."""
    return YES if state.is_live else OVER
