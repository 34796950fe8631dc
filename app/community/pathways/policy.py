"""Who may see and look after a pathway. Pure questions: no database, no clock, no request."""

from app.community.pathways.models import Audience, PathwayState
from app.core.languages import Sentence
from app.core.verdict import YES, Verdict, no
from app.people.circles import policy as circles
from app.people.circles.models import Visibility
from app.people.viewer import Viewer

REMOVED = Sentence(
    "Moderators have removed this: nobody can change it. Whoever began it can appeal."
)
LOOKED_AT = Sentence(
    "Moderators have hidden this. Change it, and they look at it again; or appeal."
)


def looks_after(viewer: Viewer, circle_id: int, visibility: Visibility) -> bool:
    """Whoever looks after the circle looks after its pathways. Administrators as well, but not
    where they may not read."""
    reads = circles.may_read(viewer, circle_id, visibility)
    return viewer.hosts(circle_id) or (viewer.is_administrator and bool(reads))


def may_write(
    viewer: Viewer,
    circle_id: int,
    visibility: Visibility,
    state: PathwayState = PathwayState.STANDS,
) -> Verdict:
    """Not what moderators have removed. What they have hidden is mended like this."""
    if not looks_after(viewer, circle_id, visibility):
        return no("Only a host of its circle can change a pathway.")
    return no(REMOVED) if state is PathwayState.REMOVED else YES


def may_delete(state: PathwayState) -> Verdict:
    """Of what she may write: not what moderators still have to do with."""
    return YES if state is PathwayState.STANDS else no(LOOKED_AT)


def may_see(
    viewer: Viewer,
    circle_id: int,
    visibility: Visibility,
    audience: Audience,
    *,
    shown: bool,
    stands: bool,
) -> bool:
    """A draft, and what moderators have taken down, only those who look after it."""
    if looks_after(viewer, circle_id, visibility):
        return True
    reads = audience is Audience.EVERYBODY or circles.may_read(viewer, circle_id, visibility)
    return shown and stands and bool(reads)
