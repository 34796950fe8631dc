"""Doing what the database refuses, as who owns it can: to empty its tables, and to tamper."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import tables
from app.oversight.audit.models import Entry
from app.oversight.search import index


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
    """Nothing is in any table."""
    if session.scalar(select(Entry.n).limit(1)):
        with unguarded(session):
            session.execute(delete(Entry))
    index.clear(session)
    for table in reversed(tables.metadata().sorted_tables):
        session.execute(delete(table))
