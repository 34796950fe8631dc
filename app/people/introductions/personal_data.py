"""What introductions hold of a member: those that she has offered, and those for which she was
asked. Of the other one it says who she is once both have agreed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.people.introductions import actions, boxes, queries
from app.people.introductions.contents import Handed, Introduction
from app.people.introductions.models import HandedIntroduction
from app.people.introductions.queries import Card
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Bringing:
    """`by` is “you”, or who has offered it. `people` are those of whom she knows that they are in
    it; `words` what she has read or written."""

    by: str
    people: list[str]
    words: list[str]
    answer: str
    day: date
    came_about: bool


@dataclass(frozen=True)
class Introductions:
    """`takes`: whether she may be asked."""

    takes: bool
    hers: list[Bringing]


def export(session: Session, ring: Keyring, viewer: Viewer) -> Introductions:
    found = queries.lists(session, ring, viewer)
    hers = [_one(card) for card in (*found.asked, *found.offered)]
    return Introductions(boxes.read(session, ring, viewer.id).takes, hers)


def erase(session: Session, ring: Keyring, member_id: UUID) -> None:
    """Her box goes, she is nobody in what others have, and no word by her is left; of what was
    shown to moderators only that somebody said it.

    What was said of her, without her name, stays for the rest of the 90 days: it going would tell
    whom she was to be introduced to.
    """
    # In the order in which whoever takes several does.
    for introduction_id in sorted(of for _, of in boxes.read(session, ring, member_id).hers):
        actions.change(session, ring, introduction_id, _without(member_id))
    for row in session.scalars(select(HandedIntroduction).with_for_update()):
        handed = Handed.opened(ring, row.id, row.sealed)
        if handed.writer == member_id:
            row.sealed = replace(handed, writer=None).sealed(ring, row.id)
    boxes.destroy(session, ring, member_id)
    session.flush()


def _without(member_id: UUID) -> Callable[[Introduction], Introduction]:
    return lambda whole: whole.without(member_id)


def _one(card: Card) -> Bringing:
    by = "you" if card.offered else card.by.name
    people = [one.name for one in card.people]
    return Bringing(by, people, list(card.words), card.answer.value, card.day, card.agreed)
