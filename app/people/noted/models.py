"""How many times each member has been told of something."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import BY_KEY, BigRef
from app.core.db import Base


class NotedCount(Base):
    """`n` grows with each thing that is told her, and with nothing that she does."""

    __tablename__ = "noted_counts"
    __table_args__ = BY_KEY

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    n: Mapped[BigRef]
