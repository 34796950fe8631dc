"""Sessions: to look with, which never commit, and to change things in one transaction."""

from typing import Any

from sqlalchemy import Connection, Engine, GenerativeSelect
from sqlalchemy.orm import Session

from app.core import engines
from app.core.sqlite_log import Log


class Look(Session):
    """A session that has nothing to commit. So it asks over a connection which it holds itself:
    a transaction of the session's own would take half as long as a small page."""

    def __init__(self, engine: Engine, info: dict[str, Any] | None = None) -> None:
        super().__init__(engine, expire_on_commit=False, autoflush=False, info=info)
        self._line: Connection | None = None
        self._holds_more = False

    def connection(self, *_: Any, **__: Any) -> Connection:
        if self._line is None:
            assert isinstance(self.bind, Engine)
            self._line = self.bind.connect()
            self._line.begin()
        return self._line

    def get_bind(self, *_: Any, **__: Any) -> Connection:
        self._holds_more = True
        return self.connection()

    def close(self) -> None:
        self._forget()
        self.end()

    def end(self) -> None:
        """Give the connection back."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _forget(self) -> None:
        if self._holds_more:
            super().close()
            self._holds_more = False


class LastingLook(Look):
    """In a file of our own a connection lasts: it is kept, and only the transaction ends."""

    _open = False

    def connection(self, *_: Any, **__: Any) -> Connection:
        if self._line is None:
            assert isinstance(self.bind, Engine)
            self._line = self.bind.connect()
        if not self._open:
            engines.begin(self._line)
            self._open = True
        return self._line

    def close(self) -> None:
        self._forget()
        if self._open and self._line is not None:
            # SQLAlchemy may have begun something of its own on it, which ends as well.
            self._line.rollback()
            engines.end(self._line)
            self._open = False


class OneLine(Session):
    """A session of one transaction, which has its connection at hand for the next question:
    SQLAlchemy looks for it anew each time, which takes as long as to find a small answer."""

    def __init__(self, engine: Engine, **more: Any) -> None:
        super().__init__(engine, **more)
        self._at_hand: dict[object, Connection] = {}

    def connection(self, bind_arguments: Any = None, execution_options: Any = None) -> Connection:
        engine = self.get_bind(**(bind_arguments or {}))
        line = self._at_hand.get(engine)
        if line is None:
            line = super().connection(bind_arguments, execution_options)
            self._at_hand[engine] = line
        return line


class Deed(OneLine):
    """SQLite lets one write at a time. So a deed looks around beside the others, and takes its
    turn when it first changes something or asks for a row to change: as in PostgreSQL."""

    def __init__(self, reader: Engine, log: Log, writer: Engine, **more: Any) -> None:
        super().__init__(writer, **more)
        self._reader, self._writer, self._log, self._has_turn = reader, writer, log, False

    def commit(self) -> None:
        """What it has changed is on the disk then. Raises OperationalError."""
        super().commit()
        if self._has_turn:
            self._log.settle()

    def get_bind(self, *_: Any, clause: Any = None, **__: Any) -> Engine:
        # SQLAlchemy has no public name for what `with_for_update` has noted.
        looks = isinstance(clause, GenerativeSelect) and clause._for_update_arg is None  # noqa: SLF001
        self._has_turn = self._has_turn or not looks
        return self._writer if self._has_turn else self._reader
