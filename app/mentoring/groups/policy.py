"""Who may open a group, ask somebody into it, and take a place."""

from app.core import text
from app.core.verdict import YES, Verdict, no
from app.people.members.models import Standing
from app.people.viewer import Viewer

LEAST_PLACES, MOST_PLACES = 2, 8
MOST_OPEN = 3
MOST_ASKED = 24
FULL = "Every place in this group is taken. The invitation stays: a place may become free."
CLOSED = "This group is closed: nobody new joins."


def may_open(viewer: Viewer, open_already: int) -> Verdict:
    """Anybody in good standing, a few at a time."""
    if viewer.standing is not Standing.GOOD:
        return no(f"You can read, but not open a group, {_how_long(viewer)}.")
    if open_already >= MOST_OPEN:
        return no(f"You have {MOST_OPEN} open groups. Close one before you open another.")
    return YES


def may_ask(viewer: Viewer, asked: int, *, closed: bool) -> Verdict:
    """For the mentor of the group. More may be asked than there are places."""
    if closed:
        return no(CLOSED)
    if viewer.standing is not Standing.GOOD:
        return no(f"You can read, but not invite anybody, {_how_long(viewer)}.")
    if asked >= MOST_ASKED:
        return no(
            f"{MOST_ASKED} people have been asked and have not said yes. Take an invitation back "
            "before you ask somebody else."
        )
    return YES


def may_say_yes(viewer: Viewer, free: int, *, closed: bool, led: bool) -> Verdict:
    """For whoever has been asked. `led`: the mentor is there and may do what members do."""
    if closed:
        return no(CLOSED)
    if not led:
        return no("This group takes nobody just now. The invitation stays.")
    if viewer.standing is not Standing.GOOD:
        return no(f"You can read, but not join a group, {_how_long(viewer)}.")
    return YES if free > 0 else no(FULL)


def _how_long(viewer: Viewer) -> str:
    if viewer.paused_until:
        return f"until {text.full_date(viewer.paused_until)} is over"
    return "until your pause is over"
