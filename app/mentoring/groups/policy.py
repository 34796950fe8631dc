"""Who may open a group, ask somebody into it, and take a place."""

from app.core.languages import Sentence
from app.core.verdict import YES, Verdict, no
from app.people.members.models import Standing
from app.people.viewer import Viewer

LEAST_PLACES, MOST_PLACES = 2, 8
MOST_OPEN = 3
MOST_ASKED = 24
FULL = Sentence(
    "Every place in this group is taken. The invitation stays: a place may become free."
)
CLOSED = Sentence("This group is closed: nobody new joins.")


def may_open(viewer: Viewer, open_already: int) -> Verdict:
    """Anybody in good standing, a few at a time."""
    if viewer.standing is not Standing.GOOD:
        if until := viewer.paused_until:
            return no(
                Sentence("You can read, but not open a group, until {day} is over.", day=until)
            )
        return no("You can read, but not open a group, until your pause is over.")
    if open_already >= MOST_OPEN:
        return no(
            Sentence("You have {n} open groups. Close one before you open another.", n=MOST_OPEN)
        )
    return YES


def may_ask(viewer: Viewer, asked: int, *, closed: bool) -> Verdict:
    """For the mentor of the group. More may be asked than there are places."""
    if closed:
        return no(CLOSED)
    if viewer.standing is not Standing.GOOD:
        if until := viewer.paused_until:
            return no(
                Sentence("You can read, but not invite anybody, until {day} is over.", day=until)
            )
        return no("You can read, but not invite anybody, until your pause is over.")
    if asked >= MOST_ASKED:
        return no(
            Sentence(
                "{n} people have been asked and have not said yes. Take an invitation back "
                "before you ask somebody else.",
                n=MOST_ASKED,
            )
        )
    return YES


def may_say_yes(viewer: Viewer, free: int, *, closed: bool, led: bool) -> Verdict:
    """For whoever has been asked. `led`: the mentor is there and may do what members do."""
    if closed:
        return no(CLOSED)
    if not led:
        return no("This group takes nobody just now. The invitation stays.")
    if viewer.standing is not Standing.GOOD:
        if until := viewer.paused_until:
            return no(
                Sentence("You can read, but not join a group, until {day} is over.", day=until)
            )
        return no("You can read, but not join a group, until your pause is over.")
    return YES if free > 0 else no(FULL)
