"""Introductions, and the boxes in which each member finds hers. All that they say is sealed: a copy
tells that somebody was to be introduced to somebody, and not who, nor when, nor what came of it.
"""

from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys
from app.core.columns import BY_KEY, Blind, Day, RandomId, Sealed
from app.core.db import Base


class IntroductionBox(Base):
    """One member's. Whose it is can be read with the key alone, and so can what lies in it: no row
    joins two boxes, or a box and an introduction."""

    __tablename__ = "introduction_boxes"
    __table_args__ = BY_KEY

    owner: Mapped[Blind] = mapped_column(primary_key=True)
    sealed: Mapped[Sealed]


class IntroductionRow(Base):
    """`id` stands in no address and in no list: each of the three knows it by a number of her own.
    `submit_key` makes a form that is sent twice one offer."""

    __tablename__ = "introductions"

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    submit_key: Mapped[Blind] = mapped_column(unique=True)
    sealed: Mapped[Sealed]


class HandedIntroduction(Base):
    """Words that somebody who was asked has shown to the moderators: a copy, until a year after
    `day`. Which introduction they are from is sealed with them."""

    __tablename__ = "handed_introductions"

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    submit_key: Mapped[Blind] = mapped_column(unique=True)
    sealed: Mapped[Sealed]
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
