"""Who decides of the site. Pure."""

from app.core.verdict import YES, Verdict, no
from app.people.viewer import Viewer


def may_administer(viewer: Viewer) -> Verdict:
    return YES if viewer.is_administrator else no("This is for administrators.")
