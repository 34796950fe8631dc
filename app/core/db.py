"""The database: one declarative base, one session per request, one transaction per session.

All that differs between SQLite and PostgreSQL stands here and in `engines.py`.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, dataclass_transform

from sqlalchemy import Connection, Engine, Enum, GenerativeSelect, MetaData
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, Session, mapped_column, relationship
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.types import Text

from app.core import engines, events

NAMES = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}
CROSSED = {
    *("23505", "23503"),  # PostgreSQL: taken already, gone meanwhile
    *(sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY),
    *(sqlite3.SQLITE_CONSTRAINT_ROWID, sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY),
}
# SQLite's answers that are no OperationalError and yet are about the file, not the question.
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


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

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
            self.engine, self._reader = engines.sqlite_writer(url), engines.sqlite_reader(url)
        else:
            self.engine = engines.postgresql(url)
            self._reader = self.engine.execution_options(postgresql_readonly=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session in which the database itself refuses every change."""
        with Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """Change, tell, listen, commit; or none of it."""
        deed = partial(_Deed, self._reader) if self.is_sqlite else Session
        with deed(self.engine, expire_on_commit=False) as session:
            yield session
            events.deliver(session)
            session.commit()

    def reshaping(self) -> AbstractContextManager[Connection]:
        """A connection that is never hurried, for migrations; what it does is theirs to commit."""
        return self._unhurried(self.engine)

    def copying(self) -> AbstractContextManager[Connection]:
        """A connection that sees one moment of the database, however long it looks."""
        whole = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        return self._unhurried(self._reader.execution_options(**whole))

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

    @property
    def reads_at_once(self) -> bool:
        """Whether reading waits for nobody: in a file of our own, writers hold up no reader."""
        return self.is_sqlite

    def scrub(self, tables: Iterable[str]) -> None:
        """Leave nothing on the disk of what the rows of these tables said before."""
        if self.is_sqlite:
            self.settle()
            return
        each_alone = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        with self._unhurried(each_alone) as connection:
            # Whoever waits for a whole table has everybody behind her wait as well.
            connection.exec_driver_sql(f"SET lock_timeout = '{engines.LOCKED_SECONDS}s'")
            for table in tables:
                connection.exec_driver_sql(f"VACUUM FULL {table}")

    def close(self) -> None:
        self.engine.dispose()
        self._reader.dispose()


class _Deed(Session):
    """SQLite lets one write at a time. So a deed looks around beside the others, and takes its
    turn when it first changes something or asks for a row to change: as in PostgreSQL."""

    def __init__(self, reader: Engine, writer: Engine, **more: Any) -> None:
        super().__init__(writer, **more)
        self._reader, self._writer, self._has_turn = reader, writer, False

    def get_bind(self, *_: Any, clause: Any = None, **__: Any) -> Engine:
        # SQLAlchemy has no public name for what `with_for_update` has noted.
        looks = isinstance(clause, GenerativeSelect) and clause._for_update_arg is None  # noqa: SLF001
        self._has_turn = self._has_turn or not looks
        return self._writer if self._has_turn else self._reader


def _take_time(connection: Connection) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, engines.Impatient)
    driver.seconds = None
    # It does not go back into the pool, where a page would get it.
    connection.detach()
    connection.exec_driver_sql("SET statement_timeout = 0")
    connection.commit()


def is_away(problem: BaseException) -> bool:
    """Whether the database could not be asked now, as opposed to having been asked nonsense."""
    if isinstance(problem, (OperationalError, InterfaceError, PoolTimeout)):
        return True
    if not isinstance(problem, DBAPIError):
        return False
    # The lower byte says what happened, the upper ones where.
    code = getattr(problem.orig, "sqlite_errorcode", 0) & 0xFF
    return problem.connection_invalidated or code in DAMAGED


def is_crossed(problem: BaseException) -> bool:
    """Whether two deeds at the same moment wanted what only one can have."""
    if not isinstance(problem, IntegrityError):
        return False
    said = getattr(problem.orig, "sqlstate", None) or getattr(problem.orig, "sqlite_errorcode", 0)
    return said in CROSSED
