"""The tables: brought to the present form at each start."""

import logging

from alembic import command
from alembic.config import Config

from app.core.db import Database
from app.core.settings import ROOT


def upgrade(database: Database, to: str = "head") -> None:
    """Apply the migrations that are missing, all or none of each."""
    with database.reshaping() as connection:
        command.upgrade(_config(connection), to)
        connection.commit()


def downgrade(database: Database, to: str) -> None:
    with database.reshaping() as connection:
        command.downgrade(_config(connection), to)
        connection.commit()


def _config(connection: object) -> Config:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = connection
    return config
