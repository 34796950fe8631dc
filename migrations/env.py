"""How Alembic finds the tables and the database: a given connection, or the environment's."""

from alembic import context
from sqlalchemy import Connection, Enum

from app import tables
from app.core import settings
from app.core.columns import Minute
from app.core.db import Database


def _plain(kind: str, item: object, _context: object) -> str | bool:
    """Migrations name the database's own types, so that they outlive the types of the house."""
    if kind == "type" and isinstance(item, Minute):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


def _is_compared(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or name is None or not tables.is_derived(name)


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=tables.metadata(),
        render_as_batch=True,
        compare_type=True,
        render_item=_plain,
        include_name=_is_compared,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    database = Database(settings.read().database)
    with database.engine.connect() as connection:
        _run(connection)
        connection.commit()
    database.close()
