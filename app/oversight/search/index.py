"""The index: which words stand in what, and nothing else of it. One interface, two databases.

A row has the words, the thing's kind and number, and a place: its day and within the day a random
number. So the newest come first without a sorting, days are a stretch of places, and the place of
what a pseudonym wrote tells no more of its time than the post does.
"""

from collections.abc import Collection
from types import ModuleType

from sqlalchemy.orm import Session

from app.core.db import Database
from app.oversight.search import lines, postgresql, rows, sqlite
from app.oversight.search.rows import Asked, Matches
from app.people.searchable import Entry


def put(session: Session, kind: str, entries: Collection[Entry]) -> None:
    """Add them; none of them is there."""
    _way(session).put(session, rows.rows(kind, entries))


def remove(session: Session, kind: str, ids: Collection[str]) -> None:
    """Take them out, those that are there."""
    _way(session).remove(session, [rows.thing(kind, each) for each in ids])


def find(session: Session, asked: Asked) -> Matches:
    """The newest first."""
    found: Matches = _way(session).find(session, asked)
    return found


def clear(session: Session) -> None:
    _way(session).clear(session)


def is_empty(session: Session) -> bool:
    return bool(_way(session).is_empty(session))


def forget(database: Database) -> None:
    """Leave nothing in the index's file of what is not in the index any more."""
    (sqlite if database.is_sqlite else postgresql).forget(database)


def _way(session: Session) -> ModuleType:
    return sqlite if lines.to_look(session).dialect.name == "sqlite" else postgresql
