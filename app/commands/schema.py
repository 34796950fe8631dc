"""The tables: brought to the present form at each start."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text

from app.core import migrations
from app.core.db import Database
from app.core.settings import ROOT

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(database: Database, to: str = "") -> None:
    """Apply the migrations that are missing, all or none of each; as far as that revision."""
    to = to or migrations.newest()
    with database.reshaping() as connection:
        if migrations.current(connection) == to:
            return
        connection.rollback()  # each migration begins its own
        from alembic import command  # noqa: PLC0415  # as below

        command.upgrade(_config(connection), to)
        connection.commit()


def downgrade(database: Database, to: str) -> None:
    from alembic import command  # noqa: PLC0415  # as below

    with database.reshaping() as connection:
        command.downgrade(_config(connection), to)
        connection.commit()


@contextmanager
def turn(database: Database) -> Iterator[None]:
    """Whoever makes an installation ready does so alone: several processes may begin at once. In
    SQLite there is one machine, and one server."""
    if database.is_sqlite:
        yield
        return
    with database.reshaping() as connection:
        # The session holds it, not the transaction; it goes with the connection.
        connection.execute(text("SELECT pg_advisory_lock(hashtext('common-thread ready'))"))
        connection.commit()
        yield


def _config(connection: object) -> "Config":
    # It takes twelve megabytes, and the processes that serve load what is imported above.
    from alembic.config import Config  # noqa: PLC0415

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = connection
    return config
