"""Requests: somebody asks a mentor."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys
from app.core.columns import BIG, Blind, Day, Line, RandomId, Sealed, where
from app.core.db import Base


class State(StrEnum):
    """OPEN waits for the mentor; ASKED for the asker, who was asked more; OFFERED for the asker's
    name. NO_CAPACITY is no word about anybody: there was no place, or no time to answer. REMOVED
    was ended by moderators."""

    OPEN = "open"
    ASKED = "asked"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    NO_CAPACITY = "no-capacity"
    REMOVED = "removed"

    @property
    def is_open(self) -> bool:
        return self in UNDER_WAY


UNDER_WAY = (State.OPEN, State.ASKED, State.OFFERED)


class Request(Base):
    """By a member (`asker_id`), or under a pseudonym: then `owner` is a blind value, another for
    each request, made with the key of its `epoch`, and `label` what she is called. Without a mentor
    it is over: she has left. `n` counts a mentor's requests, `passed` how often the asker was
    passed over before, `over` is the day on which it ended. All that is said is `sealed`. What one
    of the two has `reported` is kept for longer."""

    __tablename__ = "mentoring_requests"
    __table_args__ = (
        CheckConstraint("(asker_id IS NULL) <> (owner IS NULL)", name="asker"),
        UniqueConstraint("mentor_id", "n"),
        Index(
            "mentoring_requests_open_idx",
            "mentor_id",
            "asker_id",
            unique=True,
            **where("state IN ('open', 'asked', 'offered')"),
        ),
        Index("mentoring_requests_asker_id_idx", "asker_id", "state"),
        Index("mentoring_requests_state_idx", "state", "day"),
    )

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    mentor_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    asker_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), default=None
    )
    owner: Mapped[Blind | None] = mapped_column(default=None)
    epoch: Mapped[Line] = mapped_column(default="")
    label: Mapped[Line] = mapped_column(default="")
    submit_key: Mapped[Blind] = mapped_column(unique=True)
    n: Mapped[int]
    passed: Mapped[int] = mapped_column(default=0)
    state: Mapped[State] = mapped_column(default=State.OPEN)
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
    over: Mapped[date | None] = mapped_column(default=None)
    reminded: Mapped[bool] = mapped_column(default=False, server_default=false())
    reported: Mapped[bool] = mapped_column(default=False, server_default=false())
    mentorship_id: Mapped[int | None] = mapped_column(
        BIG, ForeignKey("mentorships.id", ondelete="SET NULL"), default=None
    )
    sealed: Mapped[Sealed]

    @property
    def is_veiled(self) -> bool:
        return self.owner is not None
