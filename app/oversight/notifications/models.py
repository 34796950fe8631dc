"""What is kept for members to be told, and how each wants to be told."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys
from app.core.columns import BIG, BY_KEY, Day, Line, RandomId, Sealed
from app.core.db import Base
from app.people.noted.events import Kind


class Notification(Base):
    """One thing that a member is told. What is gathered, such as kind words on one post, takes
    the next of her numbers each time, `n`. Whether she has seen it is in her bundle."""

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("member_id", "n"),
        UniqueConstraint("member_id", "kind", "thing_kind", "thing_id"),
        Index("notifications_day_idx", "day"),
    )

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    n: Mapped[int] = mapped_column(BIG)
    kind: Mapped[Kind]
    thing_kind: Mapped[Line]
    thing_id: Mapped[Line]
    circle_id: Mapped[int | None] = mapped_column(
        BIG, ForeignKey("circles.id", ondelete="CASCADE"), index=True
    )
    day: Mapped[Day] = mapped_column(default_factory=clock.today)


class ChoicesRow(Base):
    """How one member wants to be told: sealed, since it says when she sleeps and what she is in."""

    __tablename__ = "notification_choices"
    __table_args__ = BY_KEY

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[Sealed]
