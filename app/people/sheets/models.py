"""The sheets of everybody: random numbers, and what opens for their owners alone."""

from sqlalchemy.orm import Mapped

from app.core.columns import RandomId, Sealed
from app.core.db import Base


class Sheet(Base):
    """One sheet in somebody's drawer. Its number is computed from her seed, so that she finds it;
    no two of hers have anything in common that could be seen without that."""

    __tablename__ = "sheets"

    id: Mapped[RandomId]
    sealed: Mapped[Sealed]
