"""Voices and read bundles: rows that say neither who nor when."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import BIG, BY_KEY, Blind, Line, Sealed
from app.core.db import Base

DESTROYED = b""


class Voice(Base):
    """The row behind a pseudonym: one author in one thread."""

    __tablename__ = "voices"
    __table_args__ = (UniqueConstraint("thread_id", "label"), BY_KEY)

    thread_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    token: Mapped[Blind] = mapped_column(primary_key=True)
    label: Mapped[Line]


class ReadBundle(Base):
    """What one member has read in one circle, sealed; all rows are sealed anew together."""

    __tablename__ = "read_bundles"
    __table_args__ = BY_KEY

    owner: Mapped[Blind] = mapped_column(primary_key=True)
    sealed: Mapped[Sealed]


class KeyCheck(Base):
    """Shows whether the keyring is the one this data belongs to, without telling its keys.

    With the value DESTROYED, that the key must never be used again, should a copy of it come back.
    """

    __tablename__ = "key_checks"
    __table_args__ = BY_KEY

    name: Mapped[Line] = mapped_column(primary_key=True)
    value: Mapped[Blind]
