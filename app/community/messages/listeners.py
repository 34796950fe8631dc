"""What messages do when two members are brought together, or are to have nothing to do with each
other any more."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.messages import letterboxes, queries
from app.community.messages.contents import Course, Letterbox
from app.community.messages.models import Conversation
from app.core import keyring
from app.people.safety.events import ContactEnded


def end_contact(session: Session, event: ContactEnded) -> None:
    """Neither lets the other write any more, and what they had is over: should they ever write
    again, they begin with a request. Nothing that either of them sees says so."""
    ring = keyring.of(session)
    one, other = event.between
    letterboxes.change_each(session, ring, {one: _without(other), other: _without(one)})
    row = session.scalar(
        select(Conversation)
        .where(Conversation.pair == queries.pair(ring, one, other))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is not None:
        course = Course.opened(ring, row.id, row.sealed)
        row.sealed = replace(course, over=True).sealed(ring, row.id)
        session.flush()


class Brought(Protocol):
    """Whatever tells that two members have been brought together, as both wanted."""

    @property
    def between(self) -> frozenset[UUID]: ...


def let_each_other(session: Session, event: Brought) -> None:
    """Each lets the other write to her without asking; what one had asked for waits as before."""
    ring = keyring.of(session)
    one, other = event.between
    letterboxes.change_each(session, ring, {one: _letting(other), other: _letting(one)})


def _letting(other: UUID) -> Callable[[Letterbox], Letterbox]:
    def how(box: Letterbox) -> Letterbox:
        if other in box.lets or letterboxes.is_full(box):
            return box
        return replace(box, lets=(*box.lets, other))

    return how


def _without(gone: UUID) -> Callable[[Letterbox], Letterbox]:
    return lambda box: replace(box, lets=tuple(each for each in box.lets if each != gone))
