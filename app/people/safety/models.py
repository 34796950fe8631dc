"""Sanctions, on a member or on a voice, never joined; what members keep from themselves; and the
bells that say that something is new.

A voice's sanction is hers in every circle: in her own request each is asked whether it is hers.
"""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import BIG, BY_KEY, BigRef, Blind, Day, Line, RandomId, Sealed
from app.core.db import Base


class Sanction(StrEnum):
    """A warning changes nothing by itself. A voice is never paused altogether: that its owner
    falls silent under her name as well would tell who she is."""

    WARN = "warn"
    PAUSE = "pause"
    PAUSE_ANONYMOUS = "pause-anonymous"
    SUSPEND = "suspend"


class MemberSanction(Base):
    """`until` is the last day of it; that of a warning, the last on which it counts."""

    __tablename__ = "member_sanctions"
    __table_args__ = BY_KEY

    decision_id: Mapped[RandomId]
    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[Sanction]
    until: Mapped[Day]


class VoiceSanction(Base):
    """`key_epoch` is the thread's: without its key nobody can be asked whether she is the voice."""

    __tablename__ = "voice_sanctions"
    __table_args__ = BY_KEY

    decision_id: Mapped[RandomId]
    thread_id: Mapped[int] = mapped_column(BIG, ForeignKey("threads.id", ondelete="CASCADE"))
    token: Mapped[Blind]
    kind: Mapped[Sanction]
    until: Mapped[Day]


class AskerSanction(Base):
    """On whoever asked a mentor without her name. It holds where she writes without her name, also
    once her request is gone; without the key of its `epoch` nobody can be asked whether she is."""

    __tablename__ = "asker_sanctions"
    __table_args__ = BY_KEY

    decision_id: Mapped[RandomId]
    request_id: Mapped[BigRef]
    token: Mapped[Blind]
    epoch: Mapped[Line]
    kind: Mapped[Sanction]
    until: Mapped[Day]


class Block(Base):
    """One has blocked another. `pair` is blind: the server can ask of two members whether the one
    has blocked the other, and nobody can read from the row who they are."""

    __tablename__ = "blocks"
    __table_args__ = BY_KEY

    pair: Mapped[Blind] = mapped_column(primary_key=True)


class ShieldRow(Base):
    """What one member has blocked and muted, sealed; whose it is, she alone can find out."""

    __tablename__ = "shields"
    __table_args__ = BY_KEY

    owner: Mapped[Blind] = mapped_column(primary_key=True)
    sealed: Mapped[Sealed]


class Bell(Base):
    """`rung` grows with everything that comes to the board, or to the shields, of this name: who
    knows it knows all."""

    __tablename__ = "bells"
    __table_args__ = BY_KEY

    name: Mapped[Line] = mapped_column(primary_key=True)
    rung: Mapped[BigRef]
