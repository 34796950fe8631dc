"""Saying that a resource helped: a mark that is nobody's but hers to find, and that she can take
back."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.community.resources import policy, queries
from app.community.resources.models import Helped, State
from app.core.errors import NotFound
from app.core.verdict import require
from app.people.viewer import Viewer


def say(session: Session, viewer: Viewer, resource_id: int, *, on: bool) -> None:
    """Whether it helped her. One person counts once, and nobody is told. Raises NotFound and
    NotAllowed."""
    # Its row is locked from here on, so that nobody counts twice.
    row = queries.to_change(session, viewer, resource_id)
    if row.state is not State.SHOWN:
        raise NotFound
    require(policy.may_take_part(viewer, row.circle_id))
    hers = Helped.helped.in_(queries.hers_at(viewer, resource_id))
    if not on:
        session.execute(delete(Helped).where(Helped.resource_id == resource_id, hers))
        return
    said = select(Helped.epoch).where(Helped.resource_id == resource_id, hers)
    if session.scalar(said) is None:
        epoch = viewer.me.epoch
        mark = viewer.me.helped(resource_id, epoch)
        session.add(Helped(resource_id=resource_id, helped=mark, epoch=epoch))
        session.flush()
