"""Circles and who belongs to them."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys
from app.core.columns import BIG, BY_KEY, Day, Line, RandomId, Words
from app.core.db import Base
from app.core.languages import phrases


class Visibility(StrEnum):
    PUBLIC = "public"
    MEMBERS = "members"
    PRIVATE = "private"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = phrases(
    {
        Visibility.PUBLIC: "Anyone can read",
        Visibility.MEMBERS: "Members only",
        Visibility.PRIVATE: "This circle only",
    }
)


class Anonymity(StrEnum):
    """Whether posts in the circle may be, may not be, or are always without a name."""

    NEVER = "never"
    ALLOWED = "allowed"
    ALWAYS = "always"


class CircleRole(StrEnum):
    """A host looks after the circle, a moderator also works its cases."""

    MEMBER = "member"
    HOST = "host"
    MODERATOR = "moderator"


class Circle(Base):
    """`bump` counts every post that it has had: the clock by which its threads are ordered.

    `crowd` is how many of its members have been in it for a month: among so many a pseudonym
    hides. It is counted once a day. `greets`: it keeps a rota of greeters. `bound`: it belongs to
    something from which follows who is in it, so that neither hosts nor staff decide that.
    `closed` is the day since when it can only be read.
    """

    __tablename__ = "circles"

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    slug: Mapped[Line] = mapped_column(unique=True)
    name: Mapped[Line]
    summary: Mapped[Line] = mapped_column(default="")
    about: Mapped[Words] = mapped_column(default="")
    guidelines: Mapped[Words] = mapped_column(default="")
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PUBLIC)
    anonymity: Mapped[Anonymity] = mapped_column(default=Anonymity.ALLOWED)
    bump: Mapped[int] = mapped_column(BIG, default=0)
    members: Mapped[int] = mapped_column(default=0)
    crowd: Mapped[int] = mapped_column(default=0)
    greets: Mapped[bool] = mapped_column(default=False, server_default=false())
    bound: Mapped[bool] = mapped_column(default=False, server_default=false())
    closed: Mapped[date | None] = mapped_column(default=None)


class Membership(Base):
    """A member's place in a circle."""

    __tablename__ = "memberships"
    __table_args__ = (Index("memberships_role_idx", "role", "circle_id"), BY_KEY)

    circle_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("circles.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[CircleRole] = mapped_column(default=CircleRole.MEMBER)
    joined: Mapped[Day] = mapped_column(default_factory=clock.today)


class Greeter(Base):
    """A member who welcomes newcomers in the week that begins on this Monday. It hangs on her place
    in the circle, and goes with that."""

    __tablename__ = "greeters"
    __table_args__ = (
        ForeignKeyConstraint(
            ["circle_id", "member_id"],
            ["memberships.circle_id", "memberships.member_id"],
            ondelete="CASCADE",
        ),
        Index("greeters_member_id_idx", "member_id", "circle_id"),
        BY_KEY,
    )

    circle_id: Mapped[int] = mapped_column(BIG, primary_key=True)
    week: Mapped[Day] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
