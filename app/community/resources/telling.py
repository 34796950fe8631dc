"""What is said when a resource changes: to those who look for things, and to those who look after
links. Only a link that is shown is looked after."""

from sqlalchemy.orm import Session

from app.community.resources.events import ResourceChanged
from app.community.resources.models import Resource, State
from app.core.events import publish
from app.core.links import LinkShown, LinkTaken

KIND = "resource"


def changed(session: Session, row: Resource, *, other_link: bool = False) -> None:
    """It says something else, or is shown to others; `other_link`, that it had another one."""
    thing = (KIND, row.id)
    publish(session, ResourceChanged(resource_id=row.id))
    shows = row.state is State.SHOWN and bool(row.link)
    if other_link or not shows:
        publish(session, LinkTaken(thing=thing))
    if shows:
        publish(session, LinkShown(thing=thing, url=row.link))


def gone(session: Session, resource_id: int) -> None:
    """It is there no more."""
    publish(session, ResourceChanged(resource_id=resource_id))
    publish(session, LinkTaken(thing=(KIND, resource_id)))
