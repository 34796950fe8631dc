"""Ways to PostgreSQL: how connections are opened, and how long anybody waits for an answer.

Imported where it is wanted: on SQLite the driver would take seven megabytes for nothing.
"""

import select
import time
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

CONNECT_SECONDS = 2
STATEMENT_SECONDS = 4  # PostgreSQL ends a statement itself after this, and says so
SURE_SECONDS = 1  # so long after its last use a connection is taken to live
ANSWER_SECONDS = 5  # after this we take it that nobody is there to end it


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


def engines(url: str) -> tuple[Engine, Engine]:
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
            if seen <= self._trouble or _has_ended(connection):
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


def _has_ended(connection: Any) -> bool:
    """Whether something lies there unread. Nobody has asked anything: so the server has said that
    it ends, or has cut the line. A look costs a hundredth of what it costs to ask."""
    if connection.closed:
        return True
    look = select.poll()
    look.register(connection.fileno(), select.POLLIN)
    return bool(look.poll(0))
