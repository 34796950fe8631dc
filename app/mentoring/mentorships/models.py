"""Mentorships: who with whom, and how it stands."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys
from app.core.columns import BIG, BY_KEY, Day, RandomId, Sealed, where
from app.core.db import Base


class State(StrEnum):
    """COMPLETED with a reflection, by both; ENDED by either of the two, without a reason."""

    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    ENDED = "ended"

    @property
    def is_live(self) -> bool:
        return self in LIVE


LIVE = (State.ACTIVE, State.PAUSED)


class Mentorship(Base):
    """Two members by name, since each knows the other; whatever they say to each other is sealed,
    elsewhere. Who has left is nobody here, and the other keeps what was said. `grouped` are those
    that began with a seat in a group, which has places of its own."""

    __tablename__ = "mentorships"
    __table_args__ = (
        Index(
            "mentorships_live_idx",
            "mentor_id",
            "mentee_id",
            unique=True,
            **where("state IN ('active', 'paused')"),
        ),
        Index("mentorships_mentor_id_idx", "mentor_id", "id"),
        Index("mentorships_mentee_id_idx", "mentee_id", "id"),
    )

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    mentor_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    mentee_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    state: Mapped[State] = mapped_column(default=State.ACTIVE)
    began: Mapped[Day] = mapped_column(default_factory=clock.today)
    over: Mapped[date | None] = mapped_column(default=None)
    grouped: Mapped[bool] = mapped_column(default=False, server_default=false())

    @property
    def sides(self) -> tuple[UUID | None, UUID | None]:
        """The mentor, and the mentee."""
        return self.mentor_id, self.mentee_id


class MentorshipCourse(Base):
    """How it goes between the two: what they agreed, what each has switched on, and who has asked
    for what. From `completes` on it is completed, unless one of them takes that back."""

    __tablename__ = "mentorship_courses"
    __table_args__ = (Index("mentorship_courses_completes_idx", "completes"), BY_KEY)

    mentorship_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("mentorships.id", ondelete="CASCADE"), primary_key=True
    )
    completes: Mapped[date | None] = mapped_column(default=None)
    sealed: Mapped[Sealed]


class MentorshipEntry(Base):
    """A goal, a note, a check-in or feedback: which of these it is, by which side and from when,
    is sealed with its words."""

    __tablename__ = "mentorship_entries"

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    mentorship_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("mentorships.id", ondelete="CASCADE"), index=True
    )
    sealed: Mapped[Sealed]
