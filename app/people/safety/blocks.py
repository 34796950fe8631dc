"""Blocks, as the server may know them: of two members it can ask whether the one has blocked the
other. No question leads from one of them to the other.

What a reader sees may depend on what she has blocked herself, and on nothing that another one has
blocked: so these questions belong where somebody writes, never where somebody reads.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, literal, select
from sqlalchemy.orm import Session

from app.core import keys
from app.core.keys import Keyring
from app.core.questions import Question
from app.people.safety.models import Block

# One question for so many pairs; longer lists are asked in several.
AT_ONCE = 16
_PAIRS = Question(
    select(Block.pair).where(Block.pair.in_([bindparam(f"pair{n}") for n in range(AT_ONCE)])),
    bytes,
)


def pair(ring: Keyring, by: UUID, whom: UUID) -> bytes:
    """The key of the block of one member by another: another value for the other direction."""
    return keys.blind(ring.derive("block/v1"), by.bytes, whom.bytes)


def is_blocked(session: Session, ring: Keyring, by: UUID, whom: UUID) -> bool:
    """Whether `by` has blocked `whom`."""
    return bool(_standing(session, {pair(ring, by, whom)}))


def between(session: Session, ring: Keyring, one: UUID, other: UUID) -> bool:
    """Whether either of the two has blocked the other; one question."""
    return bool(_standing(session, {pair(ring, one, other), pair(ring, other, one)}))


def blockers(session: Session, ring: Keyring, members: Collection[UUID], whom: UUID) -> set[UUID]:
    """Those of the members who have blocked `whom`."""
    asked = {pair(ring, by, whom): by for by in members}
    return {asked[found] for found in _standing(session, asked)}


def among(
    session: Session, ring: Keyring, ones: Collection[UUID], others: Collection[UUID]
) -> set[tuple[UUID, UUID]]:
    """Those pairs, of the first with the second, of which either has blocked the other: for many
    at once, by one question."""
    standing = set(session.scalars(select(Block.pair)))
    if not standing:
        return set()
    key = ring.derive("block/v1")
    return {
        (one, other)
        for one in ones
        for other in others
        if keys.blind(key, one.bytes, other.bytes) in standing
        or keys.blind(key, other.bytes, one.bytes) in standing
    }


def add(session: Session, key: bytes) -> None:
    """A block stands from now on; nothing changes where it did."""
    once = select(literal(key)).where(~select(Block.pair).where(Block.pair == key).exists())
    session.execute(insert(Block).from_select(["pair"], once))


def remove(session: Session, pairs: Collection[bytes]) -> None:
    if pairs:
        session.execute(delete(Block).where(Block.pair.in_(pairs)))


def _standing(session: Session, pairs: Collection[bytes]) -> set[bytes]:
    """Those of the pairs that have a row. Nothing has the empty key, which fills up a question."""
    asked, found = list(pairs), set()
    for start in range(0, len(asked), AT_ONCE):
        some = [*asked[start : start + AT_ONCE], *[b""] * AT_ONCE][:AT_ONCE]
        found |= set(_PAIRS.all(session, **{f"pair{n}": key for n, key in enumerate(some)}))
    return found
