"""The index in SQLite: a table of FTS5, written from code. Words come folded, so that its simplest
tokenizer, to which whatever is not ASCII is a letter, takes them as they are."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core.db import Database
from app.oversight.search import lines, words
from app.oversight.search.rows import Asked, Match, Matches, Row
from app.oversight.search.wishes import Phrase

AT_ONCE = 50
# Pages that are written anew within one transaction, for which others wait.
STEP = 300
MOST_STEPS = 20_000

_PUT = "INSERT INTO search (rowid, words, thing) VALUES (?, ?, ?)"
_PLACES = "SELECT rowid FROM search WHERE search MATCH ?"
_TAKE = "DELETE FROM search WHERE rowid = ?"
_CHANGES = "SELECT total_changes()"
_FIND = (
    "SELECT rowid, thing FROM search WHERE search MATCH ? AND rowid >= ? AND rowid < ?"
    " ORDER BY rowid DESC LIMIT ?"
)


def put(session: Session, rows: Sequence[Row]) -> None:
    if rows:
        given = [(row.place, _said(row), row.thing) for row in rows]
        lines.to_change(session).exec_driver_sql(_PUT, given)


def remove(session: Session, things: Sequence[str]) -> None:
    line = lines.to_change(session)
    for start in range(0, len(things), AT_ONCE):
        named = " OR ".join(_quoted((words.mark(t),)) for t in things[start : start + AT_ONCE])
        if places := line.exec_driver_sql(_PLACES, (named,)).all():
            line.exec_driver_sql(_TAKE, [tuple(place) for place in places])


def find(session: Session, asked: Asked) -> Matches:
    given = (_expression(asked), asked.since, asked.before, asked.most)
    found = [Match(*row) for row in _ask(session, _FIND, given)]
    return Matches(found, found[-1].place if len(found) == asked.most else None)


def clear(session: Session) -> None:
    lines.to_change(session).exec_driver_sql("DELETE FROM search")


def is_empty(session: Session) -> bool:
    return not _ask(session, "SELECT rowid FROM search LIMIT 1", ())


def forget(database: Database) -> None:
    """Write the index anew, a little at a time, so that nobody waits for long: until then, what was
    deleted stands in it as words that belong to nothing."""
    pages = -STEP
    for _ in range(MOST_STEPS):
        with database.changing() as session:
            if not _merge(session, pages):
                return
        pages = STEP


def _merge(session: Session, pages: int) -> bool:
    """One step; whether there was anything to do."""
    line = lines.to_change(session)
    before = line.exec_driver_sql(_CHANGES).scalar_one()
    line.exec_driver_sql("INSERT INTO search (search, rank) VALUES ('merge', ?)", (pages,))
    # Its own documentation: a step that does nothing changes less than two rows.
    return int(line.exec_driver_sql(_CHANGES).scalar_one() - before) > 1


def _ask(session: Session, statement: str, given: tuple[Any, ...]) -> list[Any]:
    return list(lines.to_look(session).exec_driver_sql(statement, given).all())


def _said(row: Row) -> str:
    title, body = row.texts
    return " ".join([*title, words.SIGN, *body, words.SIGN, *row.marks])


def _expression(asked: Asked) -> str:
    parts = [_quoted(phrase) for phrase in asked.phrases]
    parts += [_either((each,) for each in some) for some in asked.any_of]
    wanted = " AND ".join(parts)
    return f"({wanted}) NOT {_either(asked.none_of)}" if asked.none_of else wanted


def _either(phrases: Iterable[Phrase]) -> str:
    return f"({' OR '.join(map(_quoted, phrases))})"


def _quoted(phrase: Phrase) -> str:
    # A word has no sign of its own that could end the quotation.
    return f'"{" ".join(phrase)}"'
