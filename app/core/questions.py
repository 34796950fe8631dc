"""Questions that nearly every page asks, and changes that every reply makes: compiled once, then
put to the driver itself.

SQLAlchemy writes them and knows the types; but its own way of asking costs four times what a
small answer takes to find.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    BindParameter,
    ClauseElement,
    Connection,
    Dialect,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    insert,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import replacement_traverse

from app.core.columns import BIG

T = TypeVar("T")
SLOT_STEP = 16
Statement = Select[*tuple[Any, ...]] | Insert | Update
Conversion = Callable[[Any], Any]


class _Prepared:
    """A statement, compiled once for each dialect."""

    def __init__(self, statement: Statement, columns: Sequence[str] | None = None) -> None:
        self._arguments = {"clause": statement}
        self._for: Callable[[Dialect], tuple[_Compiled, Conversion]] = lru_cache(4)(
            lambda dialect: self._prepared(_compiled(statement, dialect, columns))
        )

    def _prepared(self, compiled: "_Compiled") -> "tuple[_Compiled, Conversion]":
        """With what makes something of a row."""
        return compiled, compiled.read

    def _rows(self, session: Session, values: Mapping[str, Any]) -> list[Any]:
        if session.autoflush:
            session.flush()
        connection = session.connection(bind_arguments=self._arguments)
        compiled, made = self._for(connection.dialect)
        return [made(row) for row in _asked(connection, compiled, values)]


class Question(_Prepared, Generic[T]):
    """A SELECT whose rows become `make(column, column, …)`, in the order of its columns.

    What is made of a row is kept for whoever finds a row that says the same, so many things as
    `keep`: `make` looks at nothing else, and what it makes never changes.
    """

    def __init__(
        self, statement: Select[*tuple[Any, ...]], make: Callable[..., T], *, keep: int = 0
    ) -> None:
        super().__init__(statement)
        self._make, self._keep = make, keep

    def _prepared(self, compiled: "_Compiled") -> "tuple[_Compiled, Conversion]":
        def made(row: Any) -> T:
            return self._make(*compiled.read(row))

        return compiled, lru_cache(self._keep)(made) if self._keep else made

    def all(self, session: Session, **values: Any) -> list[T]:
        """What the rows make; `values` are those of the statement's parameters, by name."""
        return self._rows(session, values)

    def first(self, session: Session, **values: Any) -> T | None:
        return next(iter(self.all(session, **values)), None)


class Change(_Prepared):
    """An INSERT, or an UPDATE of one row that may say what stands there now."""

    @classmethod
    def adding(cls, table: type[DeclarativeBase]) -> "Change":
        """A row, of which every column is given: defaults are not filled in."""
        made = table.__table__
        assert isinstance(made, Table)
        return cls(insert(made), made.columns.keys())

    def make(self, session: Session, **values: Any) -> Any:
        """The one column that it returns, if it returns one; `values` as for a Question."""
        return next((value for (value,) in self._rows(session, values)), None)


def places(some: Collection[object]) -> int:
    """For how many a question that is asked about these has slots: in whole steps, so that there
    are few questions to compile."""
    return -(-len(some) // SLOT_STEP) * SLOT_STEP


def spread(name: str, ids: Collection[Any], nobody: Any = 0) -> dict[str, Any]:
    """The ids by the names of as many slots, and in the rest `nobody`, which is nothing's id."""
    many = places(ids)
    return {f"{name}{n}": each for n, each in enumerate([*ids, *[nobody] * many][:many])}


def slots(name: str, many: int) -> list[BindParameter[int]]:
    """So many parameters of a statement, `name0` and on."""
    return [bindparam(f"{name}{n}", type_=BIG) for n in range(many)]


@dataclass(frozen=True)
class _Compiled:
    """One question in one dialect. `order` is None where the driver takes names."""

    sql: str
    given: Mapping[str, Any]
    writers: Mapping[str, Conversion]
    order: tuple[str, ...] | None
    readers: tuple[tuple[int, Conversion], ...]
    answers: bool

    def write(self, values: Mapping[str, Any]) -> Any:
        writers = self.writers
        bound = {**self.given}
        for name, value in values.items():
            bound[name] = writers[name](value) if name in writers else value
        return bound if self.order is None else tuple(bound[name] for name in self.order)

    def read(self, row: Any) -> Any:
        if not self.readers:
            return row
        values = list(row)
        for at, convert in self.readers:
            values[at] = convert(values[at])
        return values


def _compiled(statement: Statement, dialect: Dialect, columns: Sequence[str] | None) -> _Compiled:
    spelt = _spelt_out(statement) if isinstance(statement, Select) else statement
    made = spelt.compile(dialect=dialect, column_keys=columns)
    writers, given = {}, {}
    for bind, name in made.bind_names.items():
        writer = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if writer:
            writers[name] = writer
        if not bind.required:
            given[name] = writer(bind.effective_value) if writer else bind.effective_value
    answered = [column.type.dialect_impl(dialect) for column in statement.exported_columns]
    readers = ((n, c.result_processor(dialect, None)) for n, c in enumerate(answered))
    return _Compiled(
        made.string,
        given,
        writers,
        tuple(made.positiontup) if made.positiontup is not None else None,
        tuple((n, convert) for n, convert in readers if convert),
        bool(answered),
    )


class _Spelt(BindParameter[Any]):
    """A value that stands in the text of a question, for good."""

    inherit_cache = True


@compiles(_Spelt)
def _literal(element: _Spelt, compiler: SQLCompiler, **kw: Any) -> str:
    return str(compiler.render_literal_bindparam(element, **kw))  # type: ignore[no-untyped-call]


def _spelt_out(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """With the words and numbers that never change standing in its text.

    PostgreSQL keeps a plan if it expects no other to do better, and of a value that it does not
    know it expects a lot: it planned such a question at each asking, longer than it took to answer.
    """

    def spell(element: ClauseElement, **_: Any) -> ClauseElement | None:
        if not isinstance(element, BindParameter) or element.required or element.callable:
            return None
        if not isinstance(element.value, str | int):
            return None
        return _Spelt(None, element.value, element.type, unique=True)

    spelt = replacement_traverse(statement, {}, spell)
    assert isinstance(spelt, Select)
    return spelt


def _asked(connection: Connection, compiled: _Compiled, values: Mapping[str, Any]) -> Any:
    """Raises the same DBAPIError as SQLAlchemy's own way, and gives up a dead connection too."""
    line, dialect = connection.connection, connection.dialect
    bound = compiled.write(values)
    cursor = line.cursor()
    for hear in connection.dispatch.before_cursor_execute:
        hear(connection, cursor, compiled.sql, bound, None, False)  # noqa: FBT003  # as SQLAlchemy does
    try:
        cursor.execute(compiled.sql, bound)
        return cursor.fetchall() if compiled.answers else ()
    except dialect.loaded_dbapi.Error as problem:
        gone = dialect.is_disconnect(problem, line, cursor)
        if gone:
            connection.invalidate(problem)
        raise DBAPIError.instance(
            compiled.sql,
            None,
            problem,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=gone,
            dialect=dialect,
        ) from problem
    finally:
        cursor.close()
