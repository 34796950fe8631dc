"""What moderators wrote to the viewer and she has not read.

It is noted where her reading of the circle is, in the bundle that she has there anyway: no row
moves when she reads, and none comes into being, which would tell of how many there are.
"""

from sqlalchemy.orm import Session

from app.people.anonymity.bundles import Bundle
from app.people.house import House
from app.people.safety.board import Talk
from app.people.viewer import Viewer


def unread(house: House, session: Session, viewer: Viewer) -> tuple[Talk, ...]:
    """Those of her talks in which the team has said more than she has read. Nothing is asked for
    who has none."""
    if not viewer.talks:
        return ()
    owners = {talk: viewer.me.bundle(talk.circle_id) for talk in viewer.talks}
    held = house.shelf.take(session, set(owners.values()))
    read = {talk: held[owner].marks.get(_key(talk), 0) for talk, owner in owners.items()}
    return tuple(talk for talk, n in read.items() if n < talk.n)


def saw(house: House, viewer: Viewer, talk: Talk) -> None:
    """She has read it as far as the team has spoken."""

    def note(held: Bundle) -> None:
        held.mark(_key(talk), talk.n)

    house.shelf.change(viewer.me.bundle(talk.circle_id), Bundle(), note)


def _key(talk: Talk) -> int:
    """Numbers of cases and of reports are of chance, and never the same."""
    return talk.report_id or talk.case_id
