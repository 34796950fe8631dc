"""Meetings of a mentorship, and the secret addresses of calendars."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import BIG, BY_KEY, Digest, RandomId, Sealed
from app.core.db import Base


class MeetingRow(Base):
    """That these two have one more. When, how it stands and who said so are sealed."""

    __tablename__ = "meetings"

    id: Mapped[RandomId]
    mentorship_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("mentorships.id", ondelete="CASCADE"), index=True
    )
    sealed: Mapped[Sealed]


class CalendarRow(Base):
    """How one member wants her meetings in her calendar. Of the secret in the address of her feed
    there is the hash, `h`; None while she has no feed."""

    __tablename__ = "calendars"
    __table_args__ = BY_KEY

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    h: Mapped[Digest | None] = mapped_column(unique=True)
    sealed: Mapped[Sealed]
