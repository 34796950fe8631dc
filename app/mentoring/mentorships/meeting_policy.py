"""What either of the two may do about a meeting. Pure: no database, no clock, no request."""

from datetime import datetime
from enum import StrEnum

from app.core.languages import Sentence, phrases
from app.core.verdict import YES, Verdict, no
from app.mentoring.mentorships.meeting_contents import Meeting, State
from app.mentoring.mentorships.models import State as Course
from app.people.members.models import Standing
from app.people.viewer import Viewer

# So many may be ahead of the two at a time.
MOST_AHEAD = 20
# The same whether the other has blocked her, is leaving or has left: nobody learns which.
CLOSED = Sentence("Nothing new can be agreed here at the moment.")


class Turn(StrEnum):
    """What can be done about one. MOVE has a page of its own."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    MOVE = "move"
    CANCEL = "cancel"
    HELD = "held"
    NOT_HELD = "not-held"
    UNDO = "undo"


PAUSED = Sentence("This mentorship is paused. New times can be agreed once it goes on.")
OVER = phrases(
    {
        Course.COMPLETED: "This mentorship is completed. What you agreed stays here to read.",
        Course.ENDED: "This mentorship has ended. What you agreed stays here to read.",
    }
)
_OFFERS_TIMES = {Turn.CONFIRM, Turn.MOVE}


def may_propose(viewer: Viewer, course: Course) -> Verdict:
    """What she can know beforehand. Whether the other can be asked she hears when she asks."""
    if not course.is_live:
        return no(OVER[course])
    if course is Course.PAUSED:
        return no(PAUSED)
    if viewer.standing is not Standing.GOOD:
        return _paused(viewer)
    return YES


def _paused(viewer: Viewer) -> Verdict:
    if day := viewer.paused_until:
        return no(Sentence("You can read, but not propose anything, until {day} is over.", day=day))
    return no("You can read, but not propose anything, while you are paused.")


def may_reach(standing: Standing | None, *, blocked: bool) -> Verdict:
    """Whether the other is there to be asked; `standing` is None for one who has left for good."""
    here = standing in {Standing.GOOD, Standing.PAUSED}
    return YES if here and not blocked else no(CLOSED)


def offered(meeting: Meeting, side: int, course: Course, now: datetime) -> frozenset[Turn]:
    """What this side can do about it as things stand."""
    if not course.is_live:
        return frozenset()
    found = _offered(meeting, is_own=meeting.side == side, is_past=meeting.plan.at <= now)
    return frozenset(found - _OFFERS_TIMES if course is Course.PAUSED else found)


def _offered(meeting: Meeting, *, is_own: bool, is_past: bool) -> set[Turn]:
    if meeting.state is State.PROPOSED and is_own:
        return {Turn.MOVE, Turn.CANCEL}
    if meeting.state is State.PROPOSED:
        return {Turn.MOVE, Turn.DECLINE} | (set() if is_past else {Turn.CONFIRM})
    if meeting.state is State.CONFIRMED:
        return {Turn.HELD, Turn.NOT_HELD} if is_past else {Turn.MOVE, Turn.CANCEL}
    return {Turn.UNDO} if meeting.state in {State.HELD, State.NOT_HELD} else set()


def may_turn(turn: Turn, meeting: Meeting, side: int, course: Course, now: datetime) -> Verdict:
    if turn in offered(meeting, side, course, now):
        return YES
    if not course.is_live:
        return no(OVER[course])
    if course is Course.PAUSED and turn in _OFFERS_TIMES:
        return no(PAUSED)
    if turn is Turn.CONFIRM and meeting.side != side:
        return no("This time is over. Propose another one.")
    return no("As this meeting stands, that can’t be done with it.")
