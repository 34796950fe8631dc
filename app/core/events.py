"""How a lower floor speaks to a higher one: it says what happened, not who should care."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened, named in the past tense.

    An event has no actor. Listeners can repeat only what it tells, so the author behind a
    pseudonym cannot leak through a notification, a feed or a log.
    """


@dataclass(frozen=True, kw_only=True)
class StaffActed(Event):
    """Someone used power over what others did. The one event that names its actor."""

    actor_id: UUID
    verb: str
    subject_kind: str
    subject_id: str
    reason: str = ""


Listener = Callable[[Session, Any], None]

_listeners: list[tuple[type[Event], Listener]] = []


def listen(to: type[Event], listener: Listener) -> None:
    """Have `listener(session, event)` called, in the same transaction, for each such event."""
    if (to, listener) not in _listeners:
        _listeners.append((to, listener))


def publish(session: Session, event: Event) -> None:
    """Remember the event until the unit of work ends."""
    session.info.setdefault("events", deque()).append(event)


def deliver(session: Session) -> None:
    """Tell each listener, inside the same transaction, until nobody adds anything."""
    told: deque[Event] = session.info.get("events", deque())
    while told:
        event = told.popleft()
        for kind, listener in _listeners:
            if isinstance(event, kind):
                listener(session, event)
