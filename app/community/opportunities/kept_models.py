"""What members keep of opportunities and say of them without their names.

Nothing here names a member: a copy tells how much there is, and not whose.
"""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import BIG, BY_KEY, Blind, RandomId, Sealed
from app.core.db import Base


class Watch(Base):
    """Something of which a member wants to be told: that what she saved closes, or that what she
    looks for is there. Its number is computed from whose it is and what; no two of hers have
    anything in common that could be seen."""

    __tablename__ = "opportunity_watches"

    id: Mapped[RandomId]
    sealed: Mapped[Sealed]


class Answered(Base):
    """That somebody has said whether it was real. What she said is not here, and who she is only
    she can find out."""

    __tablename__ = "opportunity_answered"
    __table_args__ = BY_KEY

    opportunity_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("opportunities.id", ondelete="CASCADE"), primary_key=True
    )
    answerer: Mapped[Blind] = mapped_column(primary_key=True)


class Reality(Base):
    """How many have said what of one opportunity: numbers alone, which no answer is kept beside."""

    __tablename__ = "opportunity_reality"
    __table_args__ = BY_KEY

    opportunity_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("opportunities.id", ondelete="CASCADE"), primary_key=True
    )
    real: Mapped[int] = mapped_column(default=0)
    not_real: Mapped[int] = mapped_column(default=0)
    unknown: Mapped[int] = mapped_column(default=0)
