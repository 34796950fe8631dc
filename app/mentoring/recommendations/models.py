"""Recommendations: one for each mentorship, which says who wrote it and whom it is about."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core import keys
from app.core.columns import BIG, RandomId, Sealed
from app.core.db import Base


class Recommendation(Base):
    """Words, day and whether it is shown are sealed: what its mentee keeps to herself says nothing
    to whoever has a copy."""

    __tablename__ = "recommendations"

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id)
    mentorship_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("mentorships.id", ondelete="CASCADE"), unique=True
    )
    sealed: Mapped[Sealed]
