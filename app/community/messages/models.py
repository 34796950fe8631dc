"""Letterboxes, conversations and messages. All that they say is sealed: a copy tells that some two
people write to each other, and neither who, nor what, nor when.
"""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys
from app.core.columns import BIG, BY_KEY, Blind, Day, RandomId, Sealed
from app.core.db import Base


class LetterboxRow(Base):
    """One member's. Whose it is can be read with the key alone, and so can which conversations lie
    in it: no row joins two letterboxes."""

    __tablename__ = "letterboxes"
    __table_args__ = BY_KEY

    owner: Mapped[Blind] = mapped_column(primary_key=True)
    sealed: Mapped[Sealed]


class Conversation(Base):
    """Of two members there is one. `pair` is blind: from both the server finds it, and from the
    row nobody finds them."""

    __tablename__ = "conversations"

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    pair: Mapped[Blind] = mapped_column(unique=True)
    sealed: Mapped[Sealed]


class Message(Base):
    """`n` counts the messages of a conversation from 1; `submit_key` makes a form that is sent
    twice one message."""

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("conversation_id", "n"),)

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    conversation_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("conversations.id", ondelete="CASCADE")
    )
    n: Mapped[int]
    submit_key: Mapped[Blind] = mapped_column(unique=True)
    sealed: Mapped[Sealed]


class HandedOver(Base):
    """Copies of the messages that somebody has chosen for moderators to read, until a year after
    `day`. They stay when the conversation goes."""

    __tablename__ = "handed_messages"

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    conversation_id: Mapped[int | None] = mapped_column(
        BIG, ForeignKey("conversations.id", ondelete="SET NULL"), index=True
    )
    submit_key: Mapped[Blind] = mapped_column(unique=True)
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
    sealed: Mapped[Sealed]
