"""How the index follows what happens: in the same transaction, so that it never lags behind."""

from sqlalchemy.orm import Session

from app.core.events import Event, Listener
from app.oversight.search import index
from app.people.searchable import Searchable


def following(kind: Searchable) -> Listener:
    """What is to be done when the events of this kind are heard."""

    def follow(session: Session, event: Event) -> None:
        ids, new = kind.touched(session, event)
        if ids and not new:
            index.remove(session, kind.kind, ids)
        if ids:
            index.put(session, kind.kind, kind.entries(session, ids))

    return follow


def heard(*kinds: Searchable) -> list[tuple[type[Event], Listener]]:
    """For the table of who hears what."""
    return [
        (event, follow) for kind in kinds for follow in [following(kind)] for event in kind.events
    ]
