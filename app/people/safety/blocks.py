"""Blocks, as the server may know them: of two members it can ask whether the one has blocked the
other. No question leads from one of them to the other.

What a reader sees may depend on what she has blocked herself, and on nothing that another one has
blocked: so these questions belong where somebody writes, never where somebody reads.
"""

from collections.abc import Callable, Collection
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


def standing(session: Session, ring: Keyring) -> Callable[[UUID, UUID], bool]:
    """All blocks by one question, as what says of any two members whether either has blocked the
    other: for whoever asks of thousands of pairs."""
    known = set(session.scalars(select(Block.pair)))
    key = ring.derive("block/v1")

    def between(one: UUID, other: UUID) -> bool:
        pairs = ((one, other), (other, one))
        return any(keys.blind(key, by.bytes, whom.bytes) in known for by, whom in pairs)

    return between


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
