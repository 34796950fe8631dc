"""Ways to the database: how connections are opened, and how long anybody waits for anything."""

import sqlite3
import time
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL may forget acknowledged posts when the power goes
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "cache_size=-6000",
)
LOCKED_SECONDS = 5
READ_SECONDS = 1  # readers wait for nobody but whoever mends a damaged log
LOOK_SECONDS = 0.001
CONNECT_SECONDS = 2
STATEMENT_SECONDS = 4  # PostgreSQL ends a statement itself after this, and says so
SURE_SECONDS = 1  # so long after its last use a connection is taken to live
ANSWER_SECONDS = 5  # after this we take it that nobody is there to end it


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


class Impatient(psycopg.Connection[Any]):
    """Gives up on a server that holds the line and says nothing.

    Such a server (stopped, swapping, behind a dead network) ends no statement, and the kernel
    beside it goes on acknowledging: neither its own time-out nor that of TCP helps.
    """

    seconds: float | None = ANSWER_SECONDS

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, self.seconds if timeout is None else timeout)
        except psycopg.OperationalError:
            # The answer may still come; nobody must take it for that to another question.
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.close()
            raise


def postgresql(url: str) -> tuple[Engine, Engine]:
    """For deeds, and for pages.

    Each statement of a page is a transaction of its own, as far as it sees in READ COMMITTED: so
    two of the three questions that a small page would put to the server fall away.
    """
    writer = _postgresql(url)
    reader = _postgresql(
        url,
        "-c default_transaction_read_only=on",
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
    )
    news = _News()
    for engine in (writer, reader):
        news.watch(engine)
    return writer, reader


def _postgresql(url: str, option: str = "", **more: Any) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_timeout=3,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "options": f"-c statement_timeout={STATEMENT_SECONDS}s {option}",
        },
        **more,
    )

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, given: Any, named: Any) -> Any:
        return Impatient.connect(*given, **named)

    return engine


class _News:
    """When each connection was last known to live, and when one was last found dead.

    Asking before every use, as a pool does by itself, costs as much as a small question.
    """

    def __init__(self) -> None:
        self._trouble = 0.0

    def watch(self, engine: Engine) -> None:
        event.listen(engine, "connect", self._lives)
        event.listen(engine, "checkin", self._lives)
        event.listen(engine, "invalidate", self._died)

        @event.listens_for(engine, "checkout")
        def _look(connection: Any, record: Any, _holder: object) -> None:
            seen = record.info[_News]
            # Whatever killed one has killed all, of both engines.
            if seen <= self._trouble:
                raise DisconnectionError
            if time.monotonic() - seen > SURE_SECONDS:
                try:
                    engine.dialect.do_ping(connection)
                except psycopg.Error as problem:
                    self._trouble = time.monotonic()
                    raise DisconnectionError from problem

    def _lives(self, connection: Any, record: Any) -> None:
        # One that died in use comes back without its connection.
        if connection is not None:
            record.info[_News] = time.monotonic()

    def _died(self, _connection: object, _record: object, problem: BaseException | None) -> None:
        # Those that are given up because another one died are no news.
        if not isinstance(problem, DisconnectionError):
            self._trouble = time.monotonic()
