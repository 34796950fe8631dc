"""Letterboxes: one sealed row for each member who has written, was written to, or has chosen who
may. Found by a blind value of her id, so that who writes to her can be told no."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from app.community.messages.contents import OVERHEAD, Letterbox
from app.community.messages.models import Conversation, LetterboxRow
from app.core import keys
from app.core.db import add_if_free
from app.core.keys import Broken, Keyring
from app.core.questions import Question, places, slots, spread

MOST = 2000
_OF = Question(
    select(LetterboxRow.sealed).where(LetterboxRow.owner == bindparam("owner")),
    lambda sealed: sealed,
)


def owner(ring: Keyring, member_id: UUID) -> bytes:
    return keys.blind(ring.derive("letterbox-of/v1"), member_id.bytes)


def read(session: Session, ring: Keyring, member_id: UUID) -> Letterbox:
    """As it is now; an empty one where there is none."""
    whose = owner(ring, member_id)
    sealed = _OF.first(session, owner=whose)
    return Letterbox() if sealed is None else _opened(ring, whose, sealed)


def conversations(session: Session, box: Letterbox) -> list[tuple[int, bytes]]:
    """Those of this letterbox that are still there, each with what is sealed in its row."""
    ids = box.conversations
    return _sealed(places(ids)).all(session, **spread("talk", ids)) if ids else []


@lru_cache
def _sealed(many: int) -> Question[tuple[int, bytes]]:
    """The question for so many conversations."""
    wanted = Conversation.id.in_(slots("talk", many))
    return Question(
        select(Conversation.id, Conversation.sealed).where(wanted), lambda n, sealed: (n, sealed)
    )


def hold(session: Session, ring: Keyring, *member_ids: UUID) -> None:
    """Let nobody else change these until the transaction ends. Always in the same order, so that
    two who write to each other don't wait for each other."""
    for whose in sorted(owner(ring, one) for one in member_ids):
        _held(session, ring, whose)


def change(
    session: Session, ring: Keyring, member_id: UUID, how: Callable[[Letterbox], Letterbox]
) -> Letterbox:
    """Write down what `how` makes of hers, and return it. It is held, or will be here."""
    whose = owner(ring, member_id)
    row = _held(session, ring, whose)
    before = _opened(ring, whose, row.sealed)
    after = how(before)
    if after != before:
        # A row never gets shorter, so that forgetting does not show.
        words = after.packed().ljust(len(row.sealed) - OVERHEAD)
        row.sealed = ring.seal("letterbox/v1").close(words, whose)
        session.flush()
    return after


def change_each(
    session: Session, ring: Keyring, hows: Mapping[UUID, Callable[[Letterbox], Letterbox]]
) -> None:
    """The same of several, which are held in the order of `hold`."""
    for member_id in sorted(hows, key=lambda one: owner(ring, one)):
        change(session, ring, member_id, hows[member_id])


def _held(session: Session, ring: Keyring, whose: bytes) -> LetterboxRow:
    """Her row, an empty one where there was none, which nobody else changes meanwhile."""
    wanted = (
        select(LetterboxRow)
        .where(LetterboxRow.owner == whose)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = session.scalar(wanted)
    if row is None:
        first = ring.seal("letterbox/v1").close(Letterbox().packed(), whose)
        add_if_free(session, LetterboxRow(owner=whose, sealed=first))
        row = session.scalars(wanted).one()
    return row


def is_full(box: Letterbox) -> bool:
    return max(len(box.conversations), len(box.lets)) >= MOST


def destroy(session: Session, ring: Keyring, member_id: UUID) -> None:
    session.execute(delete(LetterboxRow).where(LetterboxRow.owner == owner(ring, member_id)))


def _opened(ring: Keyring, whose: bytes, sealed: bytes) -> Letterbox:
    try:
        return Letterbox.unpacked(ring.seal("letterbox/v1").open(sealed, whose))
    except (Broken, ValueError):
        return Letterbox()
