"""Doing what the database refuses, as who owns it can: to empty its tables, and to tamper."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache

from sqlalchemy.orm import Session

from app import tables
from app.oversight.audit.models import Entry


@contextmanager
def unguarded(session: Session) -> Iterator[None]:
    """Its triggers are silent meanwhile, and there again in the same transaction."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield
        connection.exec_driver_sql("SET LOCAL session_replication_role = origin")
        return
    made = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = made.all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, sql in triggers:
        connection.exec_driver_sql(sql)


def empty(session: Session) -> None:
    """Nothing is in any table. Most are empty as it is, which one question tells of all."""
    connection = session.connection()
    filled = connection.exec_driver_sql(_which_are_filled()).scalars().all()
    # In PostgreSQL it is also quicker: no row is looked for that would refer to a deleted one.
    is_guarded = connection.dialect.name != "sqlite" or Entry.__tablename__ in filled
    with unguarded(session) if is_guarded else nullcontext():
        for name in filled:
            connection.exec_driver_sql(f"DELETE FROM {name}")


@cache
def _which_are_filled() -> str:
    """Those that refer to others come first."""
    names = [tables.INDEX, *(table.name for table in reversed(tables.metadata().sorted_tables))]
    return " UNION ALL ".join(f"SELECT '{n}' WHERE EXISTS (SELECT 1 FROM {n})" for n in names)
