"""Ways to SQLite: how connections are opened, and how long anybody waits for anything."""

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",  # the rest, before anything is acknowledged, is `sqlite_log.Log`'s
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    # Several connections for each process, beside a system that keeps the pages as well.
    "cache_size=-1000",
)
LOCKED_SECONDS = 5
READ_SECONDS = 1  # readers wait for nobody but whoever mends a damaged log
LOOK_SECONDS = 0.001


def sqlite_writer(url: str) -> Engine:
    """One connection: the threads of a process wait for it, and only processes for each other."""
    engine = _sqlite(url, 0, pool_size=1, max_overflow=0, pool_timeout=LOCKED_SECONDS)
    event.listen(engine, "begin", _take_turn)
    return engine


def sqlite_reader(url: str) -> Engine:
    """Connections that refuse every change, and beside which others may change things."""
    engine = _sqlite(url, READ_SECONDS)

    @event.listens_for(engine, "connect")
    def _refuse_changes(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    event.listen(engine, "begin", begin)
    return engine


def begin(connection: Connection) -> None:
    """Begin to look at SQLite as it is now, where that has not begun.

    Straight to the driver: SQLAlchemy's way of asking costs as much as a small question.
    """
    driver = _driver(connection)
    if not driver.in_transaction:
        driver.execute("BEGIN")


def end(connection: Connection) -> None:
    """What was begun is over."""
    driver = _driver(connection)
    if driver.in_transaction:
        driver.execute("ROLLBACK")


def _sqlite(url: str, patience: float, **pool: int) -> Engine:
    """`patience`: the seconds that SQLite itself waits for a locked database, once connected."""
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": LOCKED_SECONDS},
        **pool,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # The driver's own transactions read first and write later, which loses updates silently.
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA busy_timeout={patience * 1000}")

    return engine


def _take_turn(connection: Connection) -> None:
    """Begin, and wait for it by looking often.

    SQLite's own way looks ever less often, so that who has waited longest is served last.
    """
    driver = _driver(connection)
    until = time.monotonic() + LOCKED_SECONDS
    while time.monotonic() < until:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                break
            time.sleep(LOOK_SECONDS)
        else:
            return
    # For the last time, and so that what is the matter is said as of any other statement.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def size(connection: Connection) -> int:
    """How many bytes the database takes on its disk."""
    if connection.dialect.name == "sqlite":
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())
    asked = "SELECT pg_database_size(current_database())"
    return int(connection.exec_driver_sql(asked).scalar_one())
