"""Burning: blind values are replaced by chance, so that no key, old or stolen, leads to anybody."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Column, ColumnElement, LargeBinary, Table, bindparam, select, true, update
from sqlalchemy.orm import Session

from app.core import keys
from app.core.db import Base
from app.core.keys import BLIND

# No key was ever called so.
BURNT = "burnt"


def ids_of(session: Session, epoch: str) -> list[int]:
    """The threads whose blind values take this epoch's key, and those that are still to begin."""
    found: set[int] = set()
    for table in _keyed():
        here = select(_thread_id(table)).where(table.c.key_epoch == epoch)
        found.update(session.scalars(here))
    return list(found)


def move(session: Session, to: str, *, epoch: str = "") -> None:
    """Let the threads of this epoch, or all, take another one's key from now on.

    Whoever has a pseudonym in one gets a new one with her next word, and the old one is nobody's.
    """
    for table in _keyed():
        which = table.c.key_epoch == epoch if epoch else true()
        session.execute(update(table).where(which).values(key_epoch=to))


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

    for table in _keyed():
        here = _thread_id(table) == thread_id
        session.execute(update(table).where(here).values(key_epoch=to))


def burn_apart(session: Session, epoch: str) -> None:
    """Replace what this key has made that belongs to no thread: where a row says its epoch and has
    blind values, they are nobody's from now on. No other row has the same ones."""
    for table in apart():
        here = table.c.epoch == epoch
        for key in session.execute(select(*table.primary_key.columns).where(here)).all():
            fresh = {column: keys.random_bytes(BLIND) for column in _blind(table)}
            one = [column == value for column, value in zip(table.primary_key, key, strict=True)]
            session.execute(update(table).where(*one).values(fresh | {table.c.epoch: BURNT}))


def apart() -> list[Table]:
    """The tables whose rows say themselves with which epoch's key they were made."""
    return [table for table in Base.metadata.sorted_tables if "epoch" in table.columns]


def blind_columns() -> Iterator[Column[bytes]]:
    """The columns of blind values that belong to a thread, or to a post of one."""
    for table in filter(_home, Base.metadata.sorted_tables):
        yield from _blind(table)


def _blind(table: Table) -> Iterator[Column[bytes]]:
    for column in table.columns:
        if isinstance(column.type, LargeBinary) and column.type.length == BLIND:
            yield column


def _keyed() -> list[Table]:
    """Threads, and what will open one."""
    return [table for table in Base.metadata.sorted_tables if "key_epoch" in table.columns]


def _thread_id(table: Table) -> Column[int]:
    return table.c.id if table.name == "threads" else table.c.thread_id


def _home(table: Table) -> str:
    """The column that says to which thread, or else to which post, a row belongs."""
    return next((name for name in ("thread_id", "post_id") if name in table.columns), "")


def _belongs(table: Table, thread_id: int) -> ColumnElement[bool]:
    if _home(table) == "thread_id":
        return table.c.thread_id == thread_id
    posts = Base.metadata.tables["posts"]
    return table.c.post_id.in_(select(posts.c.id).where(posts.c.thread_id == thread_id))
