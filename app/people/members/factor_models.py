"""What shows, beside her password, that it is she: one sealed row for each who has anything."""

from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import BY_KEY, Blind, Sealed
from app.core.db import Base


class SecondFactor(Base):
    """`owner` is a blind value of hers. Sealed are whose it is, her app's secret, what recovery
    codes are left, and her passkeys: a copy shows how many have any, not who, nor which. All rows
    are sealed anew each day, so that two copies do not tell which of them was used."""

    __tablename__ = "second_factors"
    __table_args__ = BY_KEY

    owner: Mapped[Blind] = mapped_column(primary_key=True)
    sealed: Mapped[Sealed]
