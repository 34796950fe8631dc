"""Organisations and who belongs to them."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core import keys
from app.core.columns import BIG, BY_KEY, Line, RandomId, Words
from app.core.db import Base


class Place(StrEnum):
    """A coordinator runs what the organisation offers, and sees who belongs to it."""

    MEMBER = "member"
    COORDINATOR = "coordinator"


class Organisation(Base):
    __tablename__ = "organisations"

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    slug: Mapped[Line] = mapped_column(unique=True)
    name: Mapped[Line]
    about: Mapped[Words] = mapped_column(default="")


class Affiliation(Base):
    """A member's place in an organisation. Of when she came nothing is kept."""

    __tablename__ = "affiliations"
    __table_args__ = BY_KEY

    organisation_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    place: Mapped[Place] = mapped_column(default=Place.MEMBER)
