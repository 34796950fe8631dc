"""Who may ask a mentor, and who may answer what. Pure: no database, no clock, no request."""

from app.core.languages import Sentence
from app.core.verdict import YES, Verdict, no
from app.mentoring.profiles import policy as profiles
from app.mentoring.requests.models import State
from app.mentoring.requests.queue import Places
from app.people.viewer import Viewer

MOST_OPEN = 5
# The same for whatever reason, so that nobody learns which: she has paused or stopped, is away, or
# one of the two has blocked the other.
CLOSED = Sentence("She takes no requests at the moment.")
OVER = Sentence("This request is over.")
NOT_YOURS = Sentence("Only the other side of this request can do that.")


def may_ask(viewer: Viewer, *, anonymous: bool) -> Verdict:
    """What she can know of herself: whether she may ask anybody."""
    if anonymous and viewer.named_until:
        return no(
            Sentence(
                "Until {day} is over you can ask under your name only.", day=viewer.named_until
            )
        )
    return profiles.may_take_part(viewer)


def takes(*, is_mentor: bool, paused: bool, there: bool, blocked: bool) -> Verdict:
    """Whether a mentor takes a request of this member's."""
    return YES if is_mentor and there and not paused and not blocked else no(CLOSED)


def has_room(open_requests: int) -> Verdict:
    """At most five at once, under whatever name."""
    if open_requests < MOST_OPEN:
        return YES
    return no(
        "You have five requests that are open. Withdraw one of them first, or wait for an answer."
    )


def may_accept(state: State, places: Places, *, veiled: bool) -> Verdict:
    """A place is given to somebody whose name she knows, while there is one."""
    if not state.is_open:
        return no(OVER)
    if veiled:
        return no("You can take her once she has told you who she is. Say yes on that condition.")
    if places.is_full:
        return no("All your places are taken. She stays on your waiting list.")
    return YES


def may_answer(state: State) -> Verdict:
    """Asking more, offering, declining: while it is under way."""
    return YES if state.is_open else no(OVER)


def may_offer(state: State, *, veiled: bool) -> Verdict:
    """A yes on condition makes sense while there is no name."""
    if not veiled:
        return no("She has told you who she is. You can say yes.")
    return may_answer(state)


def may_ask_more(state: State) -> Verdict:
    """One question at a time: another one would take its place unread."""
    if state is State.ASKED:
        return no("You have asked her something already. Wait for her answer, or decide.")
    return may_answer(state)


def may_reply(state: State, *, waits: bool) -> Verdict:
    """Of the asker: while a question `waits` for her answer."""
    return YES if waits and state.is_open else no("No question waits for your answer.")
