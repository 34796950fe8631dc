"""What is heard of links that other rooms show."""

from sqlalchemy.orm import Session

from app.community.links import actions
from app.core.links import LinkShown, LinkTaken


def watch(session: Session, event: LinkShown) -> None:
    actions.watch(session, event.thing, event.url)


def unwatch(session: Session, event: LinkTaken) -> None:
    actions.unwatch(session, event.thing, event.url)
