"""What messages hold of a member: whom she lets write, and what she has written and been sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.messages import actions, letterboxes, queries
from app.community.messages.contents import Course, Handed, Said, State
from app.community.messages.models import Conversation, HandedOver, Message
from app.core import keys
from app.core.keys import BLIND, Keyring
from app.people.members.models import Fate
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Door:
    """Who may write to her, and by name those she lets."""

    who: str
    lets: list[str]


@dataclass(frozen=True)
class Line:
    """`by` is “you”, or the other's name. `text` is empty where it was taken back, or where a
    moderator has taken down what the other wrote."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Exchange:
    """A conversation of hers, as she can read it."""

    to: str
    ended: bool
    messages: list[Line]


def door(session: Session, ring: Keyring, viewer: Viewer) -> Door:
    box, people = queries.lets(session, ring, viewer)
    return Door(box.who, [one.name for one in people])


def export(session: Session, ring: Keyring, viewer: Viewer) -> Iterator[Exchange]:
    """Hers in full, the other's as they were sent to her."""
    for talk in queries.talks(session, ring, viewer):
        other = queries.byline(session, talk).name
        rows = session.execute(
            select(Message.id, Message.sealed)
            .where(Message.conversation_id == talk.id)
            .where(Message.n > talk.course.cleared[talk.side])
            .order_by(Message.n)
        )
        said = [Said.opened(ring, row.id, row.sealed) for row in rows]
        lines = [_line(one, talk.side, other) for one in said]
        yield Exchange(other, talk.is_ended(viewer), lines)


def erase(session: Session, ring: Keyring, member_id: UUID, fate: Fate) -> None:
    """Her letterbox goes, and she is nobody in what others have; her words stay there as by
    somebody who has left, or are destroyed. What nobody has any more goes altogether."""
    box = letterboxes.read(session, ring, member_id)
    # One at a time and in this order: nobody waits for her who holds what she is about to.
    for conversation_id in sorted(box.conversations):
        row = session.get(Conversation, conversation_id, with_for_update=True)
        if row is not None:
            _leave(session, ring, member_id, fate, row)
    letterboxes.destroy(session, ring, member_id)


def _leave(session: Session, ring: Keyring, member_id: UUID, fate: Fate, row: Conversation) -> None:
    course = Course.opened(ring, row.id, row.sealed)
    side = course.side_of(member_id)
    if side is None:
        return
    left = course.without(side)
    for handed in session.scalars(select(HandedOver).filter_by(conversation_id=row.id)):
        _forget(ring, handed, side, fate)
    if all(left.gone):
        actions.destroy(session, ring, row.id, left)
        return
    # What was made of both ids is not to be found by them any more.
    row.pair, row.sealed = keys.random_bytes(BLIND), left.sealed(ring, row.id)
    if fate is Fate.REMOVE:
        for message in session.scalars(select(Message).filter_by(conversation_id=row.id)):
            said = _gone(Said.opened(ring, message.id, message.sealed), side)
            message.sealed = said.sealed(ring, message.id)
    session.flush()


def _forget(ring: Keyring, row: HandedOver, side: int, fate: Fate) -> None:
    """Copies of what she wrote are as the words themselves."""
    handed = Handed.opened(ring, row.id, row.sealed)
    writer = None if handed.side == side else handed.writer
    lines = handed.lines
    if fate is Fate.REMOVE:
        lines = tuple((n, _gone(said, side)) for n, said in lines)
    row.sealed = Handed(writer, handed.side, handed.state, lines).sealed(ring, row.id)


def _gone(said: Said, side: int) -> Said:
    return said.without_words(State.TAKEN_BACK) if said.side == side else said


def _line(said: Said, side: int, other: str) -> Line:
    mine = said.side == side
    shown: Any = said.body if mine or said.is_shown else ""
    return Line("you" if mine else other, said.at, shown)
