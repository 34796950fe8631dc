"""Boxes: one sealed row for each member who was in an introduction, or wants to be in none. Found
by a blind value of her id, so that who offers one need not know which it is.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import keys
from app.core.db import add_if_free
from app.core.keys import Broken, Keyring
from app.people.introductions.models import IntroductionBox

STEP = 512
MOST = 200
# A nonce and a tag are the same for all.
_OVERHEAD = 28
_PURPOSE = "introduction-box/v1"


@dataclass(frozen=True)
class Box:
    """Whether she may be asked, and the introductions that she is in: the number by which she knows
    each, and its own."""

    takes: bool = True
    hers: tuple[tuple[int, int], ...] = ()

    @property
    def is_full(self) -> bool:
        return len(self.hers) >= MOST

    def find(self, number: int) -> int:
        """The introduction that she knows by this number; 0, which none has, for none."""
        return dict(self.hers).get(number, 0)

    def having(self, number: int, introduction_id: int) -> "Box":
        return replace(self, hers=(*self.hers, (number, introduction_id)))

    def without(self, introduction_id: int) -> "Box":
        return replace(self, hers=tuple(one for one in self.hers if one[1] != introduction_id))

    def packed(self) -> bytes:
        return keys.padded(json.dumps([self.takes, self.hers]).encode(), STEP)

    @classmethod
    def unpacked(cls, words: bytes) -> "Box":
        takes, hers = json.loads(words)
        return cls(takes, tuple((number, of) for number, of in hers))


def owner(ring: Keyring, member_id: UUID) -> bytes:
    return keys.blind(ring.derive("introduction-box-of/v1"), member_id.bytes)


def read(session: Session, ring: Keyring, member_id: UUID) -> Box:
    """As it is now; an empty one where there is none."""
    whose = owner(ring, member_id)
    sealed = session.scalar(select(IntroductionBox.sealed).where(IntroductionBox.owner == whose))
    return Box() if sealed is None else _opened(ring, whose, sealed)


def hold(session: Session, ring: Keyring, *member_ids: UUID) -> None:
    """Let nobody else change these until the transaction ends; always in the same order, so that
    two who want the same ones don't wait for each other."""
    for whose in sorted(owner(ring, one) for one in member_ids):
        empty = ring.seal(_PURPOSE).close(Box().packed(), whose)
        add_if_free(session, IntroductionBox(owner=whose, sealed=empty))
        held = select(IntroductionBox.owner).where(IntroductionBox.owner == whose)
        session.scalars(held.with_for_update()).one()


def change(session: Session, ring: Keyring, member_id: UUID, how: Callable[[Box], Box]) -> None:
    """Write down what `how` makes of hers. It is held, or will be here."""
    hold(session, ring, member_id)
    whose = owner(ring, member_id)
    row = session.get_one(IntroductionBox, whose, populate_existing=True)
    # A row never gets shorter, so that forgetting does not show.
    words = how(_opened(ring, whose, row.sealed)).packed().ljust(len(row.sealed) - _OVERHEAD)
    row.sealed = ring.seal(_PURPOSE).close(words, whose)
    session.flush()


def destroy(session: Session, ring: Keyring, member_id: UUID) -> None:
    whose = owner(ring, member_id)
    session.execute(delete(IntroductionBox).where(IntroductionBox.owner == whose))


def _opened(ring: Keyring, whose: bytes, sealed: bytes) -> Box:
    try:
        return Box.unpacked(ring.seal(_PURPOSE).open(sealed, whose))
    except (Broken, ValueError):
        return Box()
