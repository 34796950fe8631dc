"""The index made from what is there: for a house that is older than it, and after a restoring."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.core.db import Database, wait_turn
from app.oversight.search import index, lines
from app.people.searchable import Searchable


def fill_if_empty(database: Database, kinds: Collection[Searchable]) -> int:
    """All or nothing, so that what is interrupted begins anew. Returns how many entries came."""
    with database.reading() as session:
        if not index.is_empty(session):
            return 0
    with database.changing() as session:
        # Another process may be at it: by its end there is something.
        wait_turn(session, "search")
        lines.to_change(session)
        return _fill(session, kinds) if index.is_empty(session) else 0


def fill_anew(database: Database, kinds: Collection[Searchable]) -> int:
    """The same whatever is there."""
    with database.changing() as session:
        index.clear(session)
        return _fill(session, kinds)


def _fill(session: Session, kinds: Collection[Searchable]) -> int:
    number = 0
    for kind in kinds:
        for entries in kind.all(session):
            index.put(session, kind.kind, entries)
            number += len(entries)
    return number
