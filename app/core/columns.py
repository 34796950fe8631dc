"""Column types that many tables share, and how coarse each of them is on purpose."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any

from sqlalchemy import BigInteger, Date, DateTime, Dialect, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator


class Minute(TypeDecorator[datetime]):
    """A moment in UTC, to the minute. Finer times are refused, so that none slips into a table."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        assert value.tzinfo is not None
        assert value == value.replace(second=0, microsecond=0)
        return value.astimezone(UTC)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None] | None:
        """SQLite keeps text without a zone: read in one step, since lists are full of it."""
        if dialect.name != "sqlite":
            return super().result_processor(dialect, coltype)
        return lambda text: text and datetime.fromisoformat(f"{text}+00:00")


# In SQLite only a column of type INTEGER is the rowid itself, so that the order in which rows
# lie on disk is the order of their random ids and tells nothing.
BIG = BigInteger().with_variant(Integer, "sqlite")

RandomId = Annotated[int, mapped_column(BIG, primary_key=True, autoincrement=False)]
BigRef = Annotated[int, mapped_column(BIG)]
Blind = Annotated[bytes, mapped_column(LargeBinary(16))]
Digest = Annotated[bytes, mapped_column(LargeBinary(32))]
Sealed = Annotated[bytes, mapped_column(LargeBinary)]
Line = Annotated[str, mapped_column(String(200))]
Words = Annotated[str, mapped_column(Text)]
Day = Annotated[date, mapped_column(Date)]
Moment = Annotated[datetime, mapped_column(Minute)]

# Rows without an address of their own are kept in the order of their key, never of their arrival.
BY_KEY: dict[str, Any] = {"sqlite_with_rowid": False}


def where(condition: str) -> dict[str, Any]:
    """For an index of no other rows, in the words of SQLite. PostgreSQL has it from the migration:
    whatever is said to it here loads its dialect, two megabytes that SQLite has no need of."""
    return {"sqlite_where": text(condition)}
