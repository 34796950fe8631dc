"""Who may be a mentor, and who may see one. Pure: no database, no clock, no request."""

from app.core import text
from app.core.verdict import YES, Verdict, no
from app.people.members.models import Standing
from app.people.viewer import Viewer


def may_take_part(viewer: Viewer) -> Verdict:
    """Whether she may offer or ask for mentoring. Reading, pausing and leaving she always may."""
    if viewer.standing is Standing.GOOD:
        return YES
    until = viewer.paused_until
    how_long = f"until {text.full_date(until)} is over" if until else "while you are paused"
    return no(f"You can read, but not take part in mentoring, {how_long}.")
