"""The chain: the hash of each entry covers the entry and the hash before it.

So Haber and Stornetta link documents (“How to time-stamp a digital document”, Journal of
Cryptology 3, 1991). In the place of a plain hash stands HMAC-SHA256 (RFC 2104): who can write the
database but has not the application's key can make no entry that fits. What is hashed is each
field's length in four bytes and its UTF-8, in the order of `_canonical`, after the hash before;
before the first stands `START`. The head is sealed likewise, so that a cut end shows.

Not to be found: what who has the key writes anew; the whole database put back to an older state
of its own, or the log emptied with its head. Against that helps the seal, noted elsewhere.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from app.core import keys
from app.core.events import StaffActed
from app.core.keys import Keyring
from app.oversight.audit.models import Entry, Head

NAME = "log"
START = bytes(32)
# Things whose id is a member's own.
PEOPLE = {"profile", "member"}
_QUIETLY = {"synchronize_session": False}
_AT_ONCE = 500


class Written(Protocol):
    """An entry, or a row of its columns."""

    @property
    def n(self) -> Any: ...
    @property
    def actor(self) -> Any: ...
    @property
    def verb(self) -> Any: ...
    @property
    def subject_kind(self) -> Any: ...
    @property
    def subject_id(self) -> Any: ...
    @property
    def reason(self) -> Any: ...
    @property
    def day(self) -> Any: ...


def name(ring: Keyring, member_id: UUID) -> bytes:
    """Under what a member stands in the log."""
    return keys.blind(ring.derive("log/v1"), member_id.bytes)


def append(session: Session, ring: Keyring, event: StaffActed) -> None:
    """Write down what was done, as the next entry.

    Whoever comes second waits for the first one's commit: at the row of the head, which this
    transaction holds from here to its end.
    """
    head = _taken(session, ring)
    before = _value(session, ring, head.n - 1, head.begins)
    entry = Entry(
        n=head.n,
        actor=name(ring, event.actor_id),
        verb=event.verb,
        subject_kind=event.subject_kind,
        subject_id=_subject(ring, event),
        reason=event.reason,
    )
    entry.hash = link(ring, before, entry)
    session.add(entry)
    # What did not fit before must not fit from now on: a cut end would be covered up.
    if head.seal == seal(ring, head.n - 1, head.begins, before):
        _move_head(session, seal=seal(ring, head.n, head.begins, entry.hash))


def begin(session: Session, ring: Keyring) -> None:
    """Begin the chain, with what stood in the log before there was one; else nothing.

    Such an entry has no hash yet and its actor's plain id: it is sealed now, which the database
    allows once. Where entries have hashes and the head is lost, it stays unsealed for ever.
    """
    first = {"name": NAME, "seal": seal(ring, 0, 0, START)}
    made = session.execute(
        text(
            "INSERT INTO audit_heads (name, n, begins, seal, broken) "
            "VALUES (:name, 0, 0, :seal, 0) ON CONFLICT DO NOTHING"
        ),
        first,
    )
    if not made.rowcount:  # type: ignore[attr-defined]
        return
    last, n, fits = START, 0, True
    for entry in session.scalars(select(Entry).order_by(Entry.n)):
        n, fits = entry.n, fits and not entry.hash
        if not entry.hash:
            entry.actor = name(ring, UUID(bytes=entry.actor))
            entry.hash = last = link(ring, last, entry)
    session.flush()
    if n:
        _move_head(session, n=n, seal=seal(ring, n, 0, last) if fits else b"")


def begin_anew(session: Session, ring: Keyring) -> None:
    """Go on with new keys, when the old ones are lost: what stands now is covered from now on."""
    last = session.scalar(select(func.max(Entry.n)).where(Entry.hash != b"")) or 0
    session.execute(delete(Head))
    begin(session, ring)
    if last:
        value = seal(ring, last, last, _walked(session, ring))
        _move_head(session, begins=last, seal=value)


def link(ring: Keyring, before: bytes, entry: Written) -> bytes:
    """The hash of an entry, after that of the one before."""
    return keys.mac(ring.derive("chain/v1"), before, _canonical(entry))


def seal(ring: Keyring, n: int, begins: int, last: bytes) -> bytes:
    """What the head says: that the entry `n` is the last, and has this hash."""
    return keys.mac(ring.derive("chain-head/v1"), keys.number(n), keys.number(begins), last)


def _canonical(entry: Written) -> bytes:
    day: date = entry.day
    words = (entry.verb, entry.subject_kind, entry.subject_id, entry.reason, day.isoformat())
    fields = (str(entry.n).encode(), entry.actor, *(word.encode() for word in words))
    return b"".join(len(field).to_bytes(4, "big") + field for field in fields)


def _taken(session: Session, ring: Keyring) -> Any:
    """The head, moved on by one and locked, with the seal of before."""
    step = (
        update(Head)
        .where(Head.name == NAME)
        .values(n=Head.n + 1)
        .returning(Head.n, Head.begins, Head.seal)
    )
    session.flush()
    head = session.execute(step, execution_options=_QUIETLY).first()
    if head is None:
        begin(session, ring)
        head = session.execute(step, execution_options=_QUIETLY).one()
    return head


def _move_head(session: Session, **values: object) -> None:
    moved = update(Head).where(Head.name == NAME).values(**values)
    session.execute(moved, execution_options=_QUIETLY)


def _value(session: Session, ring: Keyring, n: int, begins: int) -> bytes:
    """The chain's value at an entry; of one that has a lost key's hash, as the new key has it."""
    if n <= begins:
        return _walked(session, ring) if n else START
    session.flush()
    return session.scalar(select(Entry.hash).where(Entry.n == n)) or START


def _walked(session: Session, ring: Keyring) -> bytes:
    last = START
    question = select(Entry.__table__).order_by(Entry.n)
    rows: Iterable[Any] = session.execute(question.execution_options(yield_per=_AT_ONCE))
    for row in rows:
        last = link(ring, last, row)
    return last


def _subject(ring: Keyring, event: StaffActed) -> str:
    if event.subject_kind in PEOPLE:
        return name(ring, UUID(event.subject_id)).hex()
    return event.subject_id
