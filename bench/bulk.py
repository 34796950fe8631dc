"""Rows as they come in thousands: straight to the driver, past all that is made for a few."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.orm import Session

from app.core.db import Base

Rows = dict[type[Base], list[dict[str, Any]]]
# What SQLite keeps in memory meanwhile: rows come in the order of chance, each to another page.
CACHE_KB = 2_000_000

_KEYS = """SELECT conrelid::regclass, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype IN ('p', 'u', 'f')
    AND (conrelid = ANY(%(tables)s::regclass[]) OR confrelid = ANY(%(tables)s::regclass[]))
    ORDER BY contype = 'f' DESC, conname"""
_INDICES = """SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%(tables)s::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"""


def write(session: Session, rows: Rows) -> None:
    """All of them, in the order of their tables, which are empty of them afterwards. The rows of a
    table all say the same columns."""
    connection = session.connection()
    for model, made in rows.items():
        table = model.__table__
        assert isinstance(table, Table)
        if made:
            _write(connection, table, made)
        made.clear()


def _write(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    names = [*rows[0]]
    written = [_written(connection, table, name) for name in names]
    values = (
        [write(row[name]) if write else row[name] for name, write in zip(names, written)]  # noqa: B905
        for row in rows
    )
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        marks = ",".join("?" * len(names))
        driver.executemany(f"INSERT INTO {table.name} ({','.join(names)}) VALUES ({marks})", values)
        return
    statement = f"COPY {table.name} ({','.join(names)}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for each in values:
            copy.write_row(each)


def _written(connection: Connection, table: Table, name: str) -> Callable[[Any], Any] | None:
    """How the driver wants a column's values; None where it takes them as they are."""
    dialect = connection.dialect
    return table.columns[name].type.dialect_impl(dialect).bind_processor(dialect)


@contextmanager
def filling(connection: Connection, models: Sequence[type[Base]]) -> Iterator[None]:
    """Meanwhile millions of rows come into these tables, by a connection that is not hurried.

    PostgreSQL makes their indices and keys when all is there: in the order of chance, each row
    would want other pages of each of them.
    """
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        driver.execute("PRAGMA foreign_keys=OFF")
        (kept,) = driver.execute("PRAGMA cache_size").fetchone()
        driver.execute(f"PRAGMA cache_size=-{CACHE_KB}")
        yield
        driver.execute(f"PRAGMA cache_size={kept}")
        driver.execute("PRAGMA foreign_keys=ON")
        return
    tables = {"tables": [model.__tablename__ for model in models]}
    keys = driver.execute(_KEYS, tables).fetchall()
    indices = driver.execute(_INDICES, tables).fetchall()
    for table, name, _ in keys:
        driver.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _ in indices:
        driver.execute(f"DROP INDEX {name}")
    yield
    driver.execute("SET maintenance_work_mem = '1GB'")
    # The other way round: what is foreign rests on keys.
    for table, name, how in reversed(keys):
        driver.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {how}")
    for _, how in indices:
        driver.execute(how)
    driver.commit()
