"""What waits to go into a letter, and where letters come back from."""

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.columns import BIG, BY_KEY, BigRef, Blind, Day, Moment, RandomId, Sealed
from app.core.db import Base


class MailNote(Base):
    """Something that goes into a letter when it is `due`. Whose it is, and what, is sealed; its
    number is a blind value of that, so that the same thing waits once."""

    __tablename__ = "mail_notes"
    __table_args__ = BY_KEY

    id: Mapped[RandomId]
    due: Mapped[Moment] = mapped_column(index=True)
    sealed: Mapped[Sealed]


class Refusal(Base):
    """An address that has refused letters for good, as a blind value: so often, the last time on
    this day. While it is `paused`, letters about notifications are not sent there."""

    __tablename__ = "mail_refusals"
    __table_args__ = BY_KEY

    address: Mapped[Blind] = mapped_column(primary_key=True)
    count: Mapped[int]
    paused: Mapped[bool] = mapped_column(default=False, server_default=false())
    day: Mapped[Day] = mapped_column(default_factory=clock.today)


class CircleCount(Base):
    """How many posts a circle had had when this day began."""

    __tablename__ = "circle_counts"
    __table_args__ = BY_KEY

    day: Mapped[Day] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("circles.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    bump: Mapped[BigRef]
