"""Who may see, open and coordinate an organisation. Pure questions."""

from app.core.verdict import YES, Verdict, no
from app.people.organisations.models import Place
from app.people.viewer import Viewer


def may_open(viewer: Viewer) -> Verdict:
    """Opening an organisation, and appointing who coordinates it."""
    if viewer.is_administrator:
        return YES
    return no("Only an administrator can open an organisation and appoint its coordinators.")


def may_find(viewer: Viewer, place: Place | None) -> bool:
    """Whether she may know of it at all: `place` is hers there."""
    return place is not None or viewer.is_administrator


def may_coordinate(place: Place | None) -> Verdict:
    """Administrators appoint; what a coordinator sees they don't."""
    if place is Place.COORDINATOR:
        return YES
    return no("Only a coordinator of this organisation can do that.")
