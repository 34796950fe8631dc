"""Groups and their seats. What a group is called and what it is for says its circle."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.columns import BIG, BY_KEY, Day, RandomId
from app.core.db import Base


class Group(Base):
    """Since the day on which it is `closed` nobody new joins. Without a mentor it is one whose
    mentor has left."""

    __tablename__ = "mentoring_groups"

    id: Mapped[RandomId]
    mentor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), index=True
    )
    circle_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("circles.id", ondelete="CASCADE"), unique=True
    )
    places: Mapped[int]
    closed: Mapped[date | None] = mapped_column(default=None)


class SeatState(StrEnum):
    """To the mentor ASKED and PASSED are the same: somebody who has not said yes. PASSED are those
    who said no, and those whom the question never reached because of a block."""

    ASKED = "asked"
    PASSED = "passed"
    TAKEN = "taken"


class Seat(Base):
    """A member of a group, or whom its mentor has asked, since that day. `mentorship_id` is the
    one that began with her yes, if she and the mentor had none."""

    __tablename__ = "group_seats"
    __table_args__ = (Index("group_seats_member_id_idx", "member_id", "group_id"), BY_KEY)

    group_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("mentoring_groups.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[SeatState] = mapped_column(default=SeatState.ASKED)
    since: Mapped[Day] = mapped_column(default_factory=clock.today)
    mentorship_id: Mapped[int | None] = mapped_column(
        BIG, ForeignKey("mentorships.id", ondelete="SET NULL"), index=True, default=None
    )
