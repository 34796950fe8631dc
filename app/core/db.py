"""The database: one declarative base, one session per request, one transaction per session.

All that differs between SQLite and PostgreSQL stands here, in `engines.py` and in `postgresql.py`.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, dataclass_transform

from sqlalchemy import Boolean, Connection, Engine, Enum, MetaData, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import IsolationLevel
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, Session, mapped_column, relationship
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.types import Text

from app.core import engines, events, live, sessions
from app.core.sqlite_log import Log

NAMES = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}

# As long as it takes to write so many (about a second), everybody who posts waits.
REWRITTEN_BYTES = 128_000_000


@dataclass_transform(kw_only_default=True, field_specifiers=(mapped_column, relationship))
class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Every table. Constructors are typed, so a forgotten column is a type error."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {
        # Kept as the words of the product: readable in the table, and a new one needs no migration.
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=40,
            values_callable=lambda kinds: [kind.value for kind in kinds],
        ),
    }


class holds(FunctionElement[bool]):  # noqa: N801  # a function in SQL
    """Whether a text holds another, letter by letter: sooner said than by a pattern."""

    type = Boolean()
    inherit_cache = True


@compiles(holds, "sqlite")
def _holds_in_sqlite(element: holds, compiler: SQLCompiler, **more: Any) -> str:
    return f"instr({compiler.process(element.clauses, **more)}) > 0"


@compiles(holds)
def _holds_elsewhere(element: holds, compiler: SQLCompiler, **more: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **more)}) > 0"


class hex_of(FunctionElement[str]):  # noqa: N801  # a function in SQL
    """A binary column as hexadecimal text, in capitals or not."""

    type = Text()
    inherit_cache = True


@compiles(hex_of)
def _hex(element: hex_of, compiler: SQLCompiler, **kw: Any) -> str:
    return f"hex({compiler.process(element.clauses, **kw)})"


@compiles(hex_of, "postgresql")
def _hex_postgresql(element: hex_of, compiler: SQLCompiler, **kw: Any) -> str:
    return f"encode({compiler.process(element.clauses, **kw)}, 'hex')"


class Database:
    """One installation's database: `reading` for pages, `changing` for deeds."""

    def __init__(self, url: str, info: dict[str, Any] | None = None) -> None:
        """Whoever is handed a session alone finds `info` in it."""
        self.is_sqlite, self._info = url.startswith("sqlite"), info or {}
        self._new_deed: Callable[..., Session]
        if self.is_sqlite:
            file = Path(url.removeprefix("sqlite:///"))
            file.parent.mkdir(parents=True, exist_ok=True)
            self.engine, self._reader = engines.sqlite_writer(url), engines.sqlite_reader(url)
            self._new_deed = partial(sessions.Deed, self._reader, Log(file), self.engine)
        else:
            # Its driver takes memory of which SQLite has no need.
            from app.core import postgresql  # noqa: PLC0415

            self.engine, self._reader = postgresql.engines(url)
            self._new_deed = partial(sessions.OneLine, self.engine)
        self.engines = (self.engine, self._reader)
        look = sessions.LastingLook if self.is_sqlite else sessions.Look
        self._new_look = partial(look, self._reader, self._info)
        # Sessions to look with, as many as were ever wanted at once: a new one takes as long as
        # a small question.
        self._resting: deque[sessions.Look] = deque()

    @contextmanager
    def reading(self, *, in_pieces: bool = False) -> Iterator[Session]:
        """A session in which the database itself refuses every change.

        An answer comes `in_pieces` only within one transaction, which PostgreSQL begins for that.
        """
        if in_pieces and not self.is_sqlite:
            with sessions.Look(self._whole("READ COMMITTED"), self._info) as session:
                yield session
            return
        look = self._resting.pop() if self._resting else self._new_look()
        try:
            yield look
        except BaseException:
            look.end()
            raise
        look.close()
        self._resting.append(look)

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """Change, tell, listen, commit; or none of it. Then open pages are poked."""
        with self._new_deed(expire_on_commit=False, info=self._info) as session:
            yield session
            events.deliver(session)
            session.commit()
            live.leave(session)

    def reshaping(self) -> AbstractContextManager[Connection]:
        """A connection that is never hurried, for migrations; what it does is theirs to commit."""
        return self._unhurried(self.engine)

    def copying(self) -> AbstractContextManager[Connection]:
        """A connection that sees one moment of the database, however long it looks."""
        whole = self._reader if self.is_sqlite else self._whole("REPEATABLE READ")
        return self._unhurried(whole)

    def _whole(self, isolation: IsolationLevel) -> Engine:
        return self._reader.execution_options(isolation_level=isolation)

    @contextmanager
    def _unhurried(self, engine: Engine) -> Iterator[Connection]:
        with engine.connect() as connection:
            if not self.is_sqlite:
                _take_time(connection)
            yield connection

    def alone(self, session: Session, table: type[Base]) -> None:
        """Let no other process change this table until the transaction ends.

        In SQLite whoever may change anything is alone.
        """
        connection = session.connection()
        if not self.is_sqlite:
            connection.exec_driver_sql(
                f"LOCK TABLE {table.__tablename__} IN SHARE ROW EXCLUSIVE MODE"
            )

    def settle(self) -> None:
        """Empty SQLite's log of changes, in which deleted words would otherwise lie on."""
        if self.is_sqlite:
            with closing(self.engine.raw_connection()) as direct:
                direct.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def rewrite(self) -> None:
        """Write SQLite's file anew: where a row has moved to another page, the first keeps a copy.

        Nobody else can change anything meanwhile, so a file that would take long stays as it is.
        """
        if not self.is_sqlite:
            return
        with self._reader.connect() as connection:
            small = engines.size(connection) <= REWRITTEN_BYTES
        if small:
            with closing(self.engine.raw_connection()) as direct:
                cursor = direct.cursor()
                cursor.execute(f"PRAGMA busy_timeout={engines.LOCKED_SECONDS * 1000}")
                try:
                    cursor.execute("VACUUM")
                finally:
                    cursor.execute("PRAGMA busy_timeout=0")
        self.settle()

    @property
    def reads_at_once(self) -> bool:
        """Whether reading waits for nobody: in a file of our own, writers hold up no reader."""
        return self.is_sqlite

    def scrub(self, tables: Iterable[str]) -> None:
        """Leave nothing on the disk of what the rows of these tables said before."""
        if self.is_sqlite:
            self.rewrite()
            return
        each_alone = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        with self._unhurried(each_alone) as connection:
            # Whoever waits for a whole table has everybody behind her wait as well.
            connection.exec_driver_sql(f"SET lock_timeout = '{engines.LOCKED_SECONDS}s'")
            for table in tables:
                connection.exec_driver_sql(f"VACUUM FULL {table}")

    def close(self) -> None:
        while self._resting:
            self._resting.pop().end()
        self.engine.dispose()
        self._reader.dispose()


def _take_time(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.seconds = None  # as `postgresql.Impatient` says it
    # It does not go back into the pool, where a page would get it.
    connection.detach()
    connection.exec_driver_sql("SET statement_timeout = 0")
    connection.commit()


def wait_turn(session: Session, deed: str) -> None:
    """Wait until whoever does the same has ended, and let others wait until the transaction ends.

    Before anything is locked; in SQLite, where one writes at a time, the first lock is the turn.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(deed))))


def add_if_free(session: Session, row: Base) -> None:
    """Add the row, unless another one already is where only one may be.

    The row itself stays a stranger to the session: ask for whichever is there now.
    """
    table = type(row).__table__
    values = {column.name: getattr(row, column.key) for column in table.columns}
    insert: Any = sqlite.insert
    if session.get_bind().dialect.name != "sqlite":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415  # takes memory, as above

        insert = postgresql.insert
    session.execute(insert(table).values(values).on_conflict_do_nothing())
