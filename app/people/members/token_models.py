"""Tokens by which a program of hers asks: one sealed row for each."""

from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import BY_KEY, Day, Digest, Sealed
from app.core.db import Base


class ApiToken(Base):
    """As a session, it has no owner that can be read, and no row changes while it is used. `h` is
    made of the token by a key; whose it is, what it is called and what it may are sealed."""

    __tablename__ = "api_tokens"
    __table_args__ = BY_KEY

    h: Mapped[Digest] = mapped_column(primary_key=True)
    sealed: Mapped[Sealed]
    expires_week: Mapped[Day]
