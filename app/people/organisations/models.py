"""Organisations, who belongs to them, whom they have invited, and the domains of their mail."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core import keys
from app.core.columns import BIG, BY_KEY, Line, RandomId, Words
from app.core.db import Base


class Place(StrEnum):
    """A coordinator runs what the organisation offers, and sees who belongs to it."""

    MEMBER = "member"
    COORDINATOR = "coordinator"


class Organisation(Base):
    """Since the day on which it is `closed` nobody belongs to it and nobody finds it."""

    __tablename__ = "organisations"

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    slug: Mapped[Line] = mapped_column(unique=True)
    name: Mapped[Line]
    about: Mapped[Words] = mapped_column(default="")
    website: Mapped[Line] = mapped_column(default="", server_default="")
    closed: Mapped[date | None] = mapped_column(default=None)


class Affiliation(Base):
    """A member's place in an organisation, and whether others may know of it. Of when she came, and
    by which way, nothing is kept."""

    __tablename__ = "affiliations"
    __table_args__ = BY_KEY

    organisation_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    place: Mapped[Place] = mapped_column(default=Place.MEMBER)
    shown: Mapped[bool] = mapped_column(default=False, server_default=false())


class Domain(Base):
    """Whoever has a confirmed address at exactly this domain may join. It is written in ASCII."""

    __tablename__ = "organisation_domains"
    __table_args__ = BY_KEY

    organisation_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    domain: Mapped[Line] = mapped_column(primary_key=True)


class Asking(StrEnum):
    """To coordinators the first two are the same: somebody who has not said yes. PASSED are those
    who said no, and those whom the question never reached because of a block. TAKEN_OUT is nobody
    who is asked: a coordinator has taken her out, and until she is asked anew her address alone
    doesn't bring her back."""

    ASKED = "asked"
    PASSED = "passed"
    TAKEN_OUT = "taken-out"


class Invitation(Base):
    """That an organisation would have somebody for a member or a coordinator. It stands `since`
    that day; None where it was taken back or has run out, and is kept because, until the day on
    which she `rests`, she is not asked again, and where she was taken out."""

    __tablename__ = "organisation_invitations"
    __table_args__ = BY_KEY

    organisation_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    place: Mapped[Place] = mapped_column(default=Place.MEMBER)
    state: Mapped[Asking] = mapped_column(default=Asking.ASKED)
    since: Mapped[date | None] = mapped_column(default=None)
    rests: Mapped[date | None] = mapped_column(default=None)
