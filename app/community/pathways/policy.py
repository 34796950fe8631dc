"""Who may see and look after a pathway. Pure questions: no database, no clock, no request."""

from app.community.pathways.models import Audience
from app.core.verdict import YES, Verdict, no
from app.people.circles import policy as circles
from app.people.circles.models import Visibility
from app.people.viewer import Viewer


def may_write(viewer: Viewer, circle_id: int, visibility: Visibility) -> Verdict:
    """Whoever looks after the circle looks after its pathways. Administrators as well, but not
    where they may not read."""
    reads = circles.may_read(viewer, circle_id, visibility)
    if viewer.hosts(circle_id) or (viewer.is_administrator and reads):
        return YES
    return no("Only a host of its circle can change a pathway.")


def may_see(
    viewer: Viewer, circle_id: int, visibility: Visibility, audience: Audience, *, shown: bool
) -> bool:
    """A draft only her who may write it."""
    if may_write(viewer, circle_id, visibility):
        return True
    reads = audience is Audience.EVERYBODY or circles.may_read(viewer, circle_id, visibility)
    return shown and reads
