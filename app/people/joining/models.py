"""Requests to join, invitations, and the questions that whoever asks to join answers."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.columns import BY_KEY, Blind, Day, Digest, Line, RandomId, Sealed, Words
from app.core.db import Base


class RequestState(StrEnum):
    """WAITS for a moderator; ASKED something by one, and has not answered; DECLINED."""

    WAITS = "waits"
    ASKED = "asked"
    DECLINED = "declined"


class JoiningRequest(Base):
    """What keeps an account waiting. It goes when she is let in, withdraws, or when a decline is
    old. What she answered, which invitation she came with and what moderators wrote is sealed."""

    __tablename__ = "joining_requests"
    __table_args__ = (Index("joining_requests_day_idx", "day"), BY_KEY)

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[Sealed]
    state: Mapped[RequestState] = mapped_column(default=RequestState.WAITS)
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
    erased: Mapped[date | None] = mapped_column(default=None)


class Invitation(Base):
    """A code, as its hash. A copy of the table says how many there are, until which day, and how
    often each was used: neither whose they are nor, in any row, who came by one. Copies of several
    nights say that one was used between two of them; with the server's key, whose it was.
    """

    __tablename__ = "joining_invitations"
    __table_args__ = (Index("joining_invitations_owner_idx", "owner"),)

    id: Mapped[RandomId]
    h: Mapped[Digest] = mapped_column(unique=True)
    owner: Mapped[Blind]
    sealed: Mapped[Sealed]
    uses: Mapped[int]
    ends: Mapped[Day]
    used: Mapped[int] = mapped_column(default=0)


class JoiningQuestion(Base):
    """What is asked of whoever wants to join, by its number from 1 on; the one numbered 0 is for
    telling people from programs, and has answers that are accepted, a line each."""

    __tablename__ = "joining_questions"
    __table_args__ = BY_KEY

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[Line]
    accepted: Mapped[Words] = mapped_column(default="")
