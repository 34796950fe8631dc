"""Words that the team keeps to begin a statement with."""

from sqlalchemy.orm import Mapped, mapped_column

from app.core import keys
from app.core.columns import Line, RandomId, Words
from app.core.db import Base


class StatementTemplate(Base):
    """Words to begin a statement with; `action` is the one they go with, or empty."""

    __tablename__ = "statement_templates"

    id: Mapped[RandomId] = mapped_column(default_factory=keys.random_id, init=False)
    title: Mapped[Line]
    action: Mapped[Line]
    body: Mapped[Words]
