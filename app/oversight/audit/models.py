"""What staff did, by day."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, keys
from app.core.columns import Day, Line, RandomId
from app.core.db import Base


class Entry(Base):
    __tablename__ = "audit_entries"

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"))
    verb: Mapped[Line]
    subject_kind: Mapped[Line]
    subject_id: Mapped[Line]
    day: Mapped[Day] = mapped_column(default_factory=clock.today)
