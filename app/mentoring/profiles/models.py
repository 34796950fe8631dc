"""Mentors as they show themselves, and the answers of those who look for one."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.columns import BY_KEY, Day, Line, Sealed, Words
from app.core.db import Base

MOST_PLACES = 8


class MentorProfile(Base):
    """What a mentor says of herself to everybody who is signed in. `topics`, `times` and
    `languages` are keys of the vocabularies, each between spaces; `known`, what she knows from
    inside, is sealed, since not all of it is for everybody. Its row is held while a place of hers
    is given away. `paused`: she takes no requests, and stands in no list."""

    __tablename__ = "mentor_profiles"
    __table_args__ = (
        CheckConstraint(f"capacity BETWEEN 1 AND {MOST_PLACES}", name="capacity"),
        BY_KEY,
    )

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    headline: Mapped[Line]
    about: Mapped[Words]
    experience: Mapped[Words]
    manner: Mapped[Words]
    topics: Mapped[Words]
    times: Mapped[Words]
    languages: Mapped[Words]
    capacity: Mapped[int]
    known: Mapped[Sealed]
    paused: Mapped[bool] = mapped_column(default=False, server_default=false())
    since: Mapped[Day] = mapped_column(default_factory=clock.today)


class MentoringAnswers(Base):
    """What somebody told us who looks for a mentor, for her alone to be shown who fits."""

    __tablename__ = "mentoring_answers"
    __table_args__ = BY_KEY

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[Sealed]
