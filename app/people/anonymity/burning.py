"""Burning: blind values are replaced by chance, so that no key, old or stolen, leads to anybody."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Column, ColumnElement, LargeBinary, Table, bindparam, select, update
from sqlalchemy.orm import Session

from app.core import keys
from app.core.db import Base
from app.core.keys import BLIND


def threads_of(epoch: str) -> ColumnElement[bool]:
    """The condition for threads whose blind values take this epoch's key."""
    return _threads().c.key_epoch == epoch


def ids_of(session: Session, epoch: str) -> list[int]:
    return list(session.scalars(select(_threads().c.id).where(threads_of(epoch))))


def move(session: Session, threads: ColumnElement[bool], to: str) -> None:
    """Let these threads take another epoch's key from now on.

    Whoever has a pseudonym in one gets a new one with her next word, and the old one is nobody's.
    """
    session.execute(update(_threads()).where(threads).values(key_epoch=to))


def burn(session: Session, thread_id: int, to: str) -> None:
    """Replace every blind value of the thread by a random one, and move it to another epoch.

    The same value becomes the same random value wherever it stands, so that what readers see
    stays as it is: each pseudonym keeps its posts, each post its number of kind words.
    """
    fresh: defaultdict[bytes, bytes] = defaultdict(lambda: keys.random_bytes(BLIND))
    for column in blind_columns():
        table = column.table
        assert isinstance(table, Table)
        here = _belongs(table, thread_id)
        found = session.scalars(select(column).where(here, column.is_not(None)).distinct()).all()
        if found:
            session.execute(
                update(table)
                .where(here, column == bindparam("was"))
                .values({column: bindparam("now")}),
                [{"was": value, "now": fresh[value]} for value in found],
            )

    move(session, _threads().c.id == thread_id, to)


def blind_columns() -> Iterator[Column[bytes]]:
    """The columns of blind values that belong to a thread, or to a post of one."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            kind = column.type
            if isinstance(kind, LargeBinary) and kind.length == BLIND and _home(table):
                yield column


def _threads() -> Table:
    return Base.metadata.tables["threads"]


def _home(table: Table) -> str:
    """The column that says to which thread, or else to which post, a row belongs."""
    return next((name for name in ("thread_id", "post_id") if name in table.columns), "")


def _belongs(table: Table, thread_id: int) -> ColumnElement[bool]:
    if _home(table) == "thread_id":
        return table.c.thread_id == thread_id
    posts = Base.metadata.tables["posts"]
    return table.c.post_id.in_(select(posts.c.id).where(posts.c.thread_id == thread_id))
