"""What staff did, by day, one entry after the other; and where the chain of them ends."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.columns import BIG, BY_KEY, BigRef, Blind, Day, Digest, Line
from app.core.db import Base


class Entry(Base):
    """One use of power. The database itself refuses to change or delete it.

    `n` counts without a gap. `actor` is a blind value of who did it, the same in all her entries,
    so that no member's id stands here; where the subject is a member, so is `subject_id`. An
    author is never named: `subject_id` is the public address of what she wrote. `hash` is empty
    only until an entry from before the chain has been sealed.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index("audit_entries_actor_idx", "actor", "n"), BY_KEY)

    n: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    actor: Mapped[Blind]
    verb: Mapped[Line]
    subject_kind: Mapped[Line]
    subject_id: Mapped[Line]
    reason: Mapped[Line] = mapped_column(default="")
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
    hash: Mapped[Digest] = mapped_column(default=b"")


class Head(Base):
    """Where the chain ends: `n` and what `seal` says of it, with the key, show a cut end.

    Entries up to `begins` were chained with a key that is lost. `checked` is when the chain was
    last walked, `broken` the entry at which it did not fit, 0 for none.
    """

    __tablename__ = "audit_heads"
    __table_args__ = BY_KEY

    name: Mapped[Line] = mapped_column(primary_key=True)
    n: Mapped[BigRef]
    begins: Mapped[BigRef]
    seal: Mapped[Digest]
    checked: Mapped[date | None] = mapped_column(default=None)
    broken: Mapped[BigRef] = mapped_column(default=0)
