"""A copy of the database as lines of JSON, the same from SQLite and from PostgreSQL.

First what it is, then table by table its columns and its rows, in the order of their keys and
never in that of their arrival, last how many there were, with a sum over each table's rows.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, DateTime, LargeBinary, MetaData, Table, text

from app import tables

FORMAT = 1
BATCH = 500
# What must not come back: letters that were sent since, sessions and tokens that were ended, links
# that were used; and that programs elsewhere are told anything by a copy, until somebody switches
# them on again. Whoever is given a copy needs none of it.
PASSING = {
    *("outbox", "mail_notes", "sessions", "account_tokens", "api_tokens", "last_done"),
    *("webhook_states", "webhook_deliveries", "webhook_news"),
}
# The columns of which the two databases give different values for the same thing.
KINDS = {DateTime: "minute", LargeBinary: "bytes", Boolean: "yes-no"}

Line = Any
Row = list[Any]


class BadCopy(Exception):
    """The copy cannot be used; the message says why."""


@dataclass(frozen=True)
class Head:
    """The line above a table's rows: its columns, each with its kind."""

    table: str
    columns: dict[str, str]

    @property
    def names(self) -> str:
        return ", ".join(self.columns)


class Sums:
    """For each table the number of its rows, and a sum of what they say, in whatever order."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, int]] = {}

    def add(self, table: str, row: Row) -> None:
        number, total = self._found.get(table, (0, 0))
        words = json.dumps(row, ensure_ascii=False).encode()
        self._found[table] = number + 1, total + int.from_bytes(sha256(words).digest(), "big")

    @property
    def counts(self) -> dict[str, int]:
        return {table: number for table, (number, _) in self._found.items()}

    def told(self, *, without: str = "") -> dict[str, list[Any]]:
        """As it stands in the last line of a copy."""
        return {
            table: [number, f"{total % 2**256:064x}"]
            for table, (number, total) in self._found.items()
            if table != without
        }


def lines(connection: Connection, revision: str, day: date) -> Iterator[Line]:
    """All lines of a copy of what this connection sees.

    The columns are those that the tables have, which may be older than the program.
    """
    yield {"common-thread": FORMAT, "revision": revision, "day": day.isoformat()}
    sums = Sums()
    for table in _present(connection):
        head = _head(table)
        yield {"table": head.table, "columns": head.columns}
        for row in _rows(connection, head, ", ".join(key.name for key in table.primary_key)):
            sums.add(head.table, row)
            yield row
    yield {"sums": sums.told()}


def read(said: Iterator[Line], sums: Sums) -> Iterator[tuple[Head, Row]]:
    """The rows of a copy, each with its head. Raises BadCopy where it is not whole."""
    head = None
    for line in said:
        match line, head:
            case {"table": str(name), "columns": dict(columns)}, _:
                head = Head(name, columns)
            case {"sums": told}, _:
                if told != sums.told() or next(said, None) is not None:
                    raise BadCopy("It is not as it was written.")
                return
            case list(row), Head(name, columns) if len(row) == len(columns):
                sums.add(name, row)
                yield Head(name, columns), row
            case _:
                raise BadCopy("A line does not belong into it.")
    raise BadCopy("Its end is missing.")


def heads(connection: Connection) -> list[Head]:
    """The heads of the tables of this database."""
    return [_head(table) for table in _present(connection)]


def put(connection: Connection, head: Head, rows: list[Row]) -> None:
    """Add rows of a copy to the table."""
    places = ", ".join(f":{name}" for name in head.columns)
    is_sqlite = connection.dialect.name == "sqlite"
    connection.execute(
        text(f"INSERT INTO {head.table} ({head.names}) VALUES ({places})"),  # noqa: S608
        [
            {
                name: _stored(kind, value, is_sqlite=is_sqlite)
                for (name, kind), value in zip(head.columns.items(), row, strict=True)
            }
            for row in rows
        ],
    )


def sums_of(connection: Connection, found: Iterable[Head]) -> Sums:
    """What a copy of these tables would say at its end."""
    sums = Sums()
    for head in found:
        for row in _rows(connection, head):
            sums.add(head.table, row)
    return sums


def _present(connection: Connection) -> list[Table]:
    wanted = tables.metadata().tables.keys() - PASSING
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in wanted)
    return found.sorted_tables


def _head(table: Table) -> Head:
    return Head(table.name, {column.name: _kind(column) for column in table.columns})


def _kind(column: Column[Any]) -> str:
    return next((kind for type_, kind in KINDS.items() if isinstance(column.type, type_)), "")


def _rows(connection: Connection, head: Head, order: str = "") -> Iterator[Row]:
    written = [_WRITTEN[kind] for kind in head.columns.values()]
    question = f"SELECT {head.names} FROM {head.table}" + (order and f" ORDER BY {order}")  # noqa: S608
    streamed = connection.execution_options(stream_results=True, yield_per=BATCH)
    for row in streamed.execute(text(question)):
        yield [
            None if value is None else write(value)
            for write, value in zip(written, row, strict=True)
        ]


def _minute(value: str | datetime) -> str:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)
    return f"{at:%Y-%m-%d %H:%M}"


def _plain(value: Any) -> Any:
    # SQLite has both as text already.
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


# From what either driver gives
_WRITTEN: dict[str, Callable[[Any], Any]] = {
    "": _plain,
    "minute": _minute,
    "bytes": lambda value: bytes(value).hex(),
    "yes-no": bool,
}


def _stored(kind: str, value: Any, *, is_sqlite: bool) -> Any:
    """For either driver."""
    if value is None:
        return None
    if kind == "bytes":
        return bytes.fromhex(value)
    if kind == "minute":
        return f"{value}:00.000000" if is_sqlite else f"{value}+00:00"
    return value
