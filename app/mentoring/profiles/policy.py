"""Who may be a mentor, and who may see one. Pure: no database, no clock, no request."""

from app.core.languages import Sentence
from app.core.verdict import YES, Verdict, no
from app.people.members.models import Standing
from app.people.viewer import Viewer


def may_take_part(viewer: Viewer) -> Verdict:
    """Whether she may offer or ask for mentoring. Reading, pausing and leaving she always may."""
    if viewer.standing is Standing.GOOD:
        return YES
    if until := viewer.paused_until:
        return no(
            Sentence(
                "You can read, but not take part in mentoring, until {day} is over.", day=until
            )
        )
    return no("You can read, but not take part in mentoring, while you are paused.")
