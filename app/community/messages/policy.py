"""Who may write to whom. Pure: no database, no clock, no request."""

from uuid import UUID

from app.community.messages.contents import Course, Letterbox, Who
from app.core.languages import Sentence
from app.core.verdict import YES, Verdict, no
from app.people.members.models import Standing
from app.people.viewer import Viewer

# The same for whatever reason, so that nobody learns which: she wants no messages, or none of
# hers, has ended it, has blocked her, or is not here any more.
REFUSED = Sentence("You can’t write to her.")


def may_write(viewer: Viewer, hers: Letterbox) -> Verdict:
    """What she can know of herself: whether she may write to anybody."""
    if viewer.standing is not Standing.GOOD:
        until = viewer.paused_until
        if until is None:
            return no("You can read, but not write, while you are paused.")
        return no(Sentence("You can read, but not write, until {day} is over.", day=until))
    if hers.who is Who.OFF:
        return no("You have switched messages off. Nobody could answer you.")
    return YES


def waits(course: Course, side: int) -> Verdict:
    """Of a request of hers: whether she has to wait before she can write more. Declined or not, it
    is the same to her."""
    if course.asked and course.asker == side:
        return no("You’ve written to her. You can write more once she has answered.")
    return YES


def accepts(theirs: Letterbox, standing: Standing | None, writer: UUID, *, blocked: bool) -> bool:
    """Whether one takes messages, or requests, from the writer; `standing` is None for one who has
    left for good."""
    if blocked or standing not in {Standing.GOOD, Standing.PAUSED} or theirs.who is Who.OFF:
        return False
    return theirs.who is Who.ALL or writer in theirs.lets


def begins_anew(course: Course) -> bool:
    """Whether the next message is a first one: nobody has a word in it that still counts."""
    return course.over or not (course.accepted or course.asked)


def is_request(course: Course, side: int) -> bool:
    """To her: somebody else's first message, which she has not answered."""
    return course.asked and course.asker != side and not course.ended[side]


def may_take_back(side: int, writer: int) -> Verdict:
    return YES if side == writer else no("Only the person who wrote this can take it back.")
