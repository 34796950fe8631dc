"""Sanctions, on a member or on a voice, never joined; and the bell that says that something is new.

A voice's sanction is hers in every circle: in her own request each is asked whether it is hers.
"""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import BIG, BY_KEY, BigRef, Blind, Day, Line, RandomId
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


class Bell(Base):
    """`rung` grows with everything that a board holds for somebody: who knows it knows all."""

    __tablename__ = "bells"
    __table_args__ = BY_KEY

    name: Mapped[Line] = mapped_column(primary_key=True)
    rung: Mapped[BigRef]
