"""The index in PostgreSQL: a column of tsvector, made of words that come folded already, so that
no dictionary or locale of the server has a say."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from app.core.db import Database
from app.oversight.search import lines
from app.oversight.search.rows import Asked, Match, Matches, Row
from app.oversight.search.wishes import Phrase

LAST_POSITION = 16_383
# So many rows are looked at one by one, the newest: about 8 ms.
WALK = 10_000
# So many, the newest, say how common words are: about 2 ms. One that more than so few of them have
# is too common to read all its rows.
SAMPLE, COMMON = 3000, 18

_PUT = "INSERT INTO search (place, thing, words) VALUES (%s, %s, CAST(%s AS tsvector))"
_TAKE = "DELETE FROM search WHERE thing = ANY(%s)"
_NEWEST = (
    "(SELECT place, thing, words FROM search WHERE place >= %s AND place < %s"
    " ORDER BY place DESC LIMIT %s) AS newest"
)
_WALK = (
    f"SELECT place, thing FROM {_NEWEST} WHERE words @@ CAST(%s AS tsquery)"  # noqa: S608
    " ORDER BY place DESC LIMIT %s"
)
_SAMPLE = (
    "SELECT count(*) FILTER (WHERE words @@ CAST(%s AS tsquery)),"  # noqa: S608
    f" count(*) FILTER (WHERE words @@ CAST(%s AS tsquery)) FROM {_NEWEST}"
)
_BOTTOM = f"SELECT min(place), count(*) FROM {_NEWEST}"  # noqa: S608
# Its last condition is asked of the rows alone: the words that many have would be read whole.
_ALL = (
    "WITH found AS MATERIALIZED (SELECT place, thing FROM search"
    " WHERE words @@ CAST(%s AS tsquery) AND place >= %s AND place < %s"
    " AND (words @@ CAST(%s AS tsquery)) IS TRUE)"
    " SELECT place, thing FROM found ORDER BY place DESC LIMIT %s"
)


def put(session: Session, rows: Sequence[Row]) -> None:
    if rows:
        given = [(row.place, row.thing, _vector(row)) for row in rows]
        lines.to_change(session).exec_driver_sql(_PUT, given)


def remove(session: Session, things: Sequence[str]) -> None:
    if things:
        lines.to_change(session).exec_driver_sql(_TAKE, (list(things),))


def find(session: Session, asked: Asked) -> Matches:
    """A walk from the newest on finds what many rows have; the index of words finds the rest.

    The server would often choose the wrong one of both: of words that are not among the thousand
    commonest it knows nothing. So the newest rows are asked first how common the words are. Where
    many rows have the words, and few have them as they were asked for, the walk's end is where to
    go on.
    """
    if asked.seldom:
        return _all(session, asked, _words(asked))
    within, bare = (asked.since, asked.before), _words(asked)
    loose = _expression(replace(asked, none_of=(), phrases=_each(asked)))
    [(spoken, fitting)] = _ask(session, _SAMPLE, (bare, loose, *within, SAMPLE))
    # A walk is worth its way where it finds half of what is wanted.
    if 2 * (fitting * WALK // SAMPLE) <= asked.most:
        return _all(session, asked, bare if bare and spoken <= COMMON else loose)
    newest = _matches(session, _WALK, (*within, WALK, _expression(asked), asked.most))
    if len(newest) == asked.most:
        return Matches(newest, newest[-1].place)
    [(bottom, seen)] = _ask(session, _BOTTOM, (*within, WALK))
    return Matches(newest, bottom if seen == WALK else None)


def _all(session: Session, asked: Asked, core: str) -> Matches:
    """By the index of words: those of `core` are in few rows, which are looked at one by one."""
    given = (core, asked.since, asked.before, _expression(asked), asked.most)
    found = _matches(session, _ALL, given)
    onward = found[-1].place if len(found) == asked.most else None
    return Matches(found, onward, seldom=True)


def clear(session: Session) -> None:
    lines.to_change(session).exec_driver_sql("DELETE FROM search")


def is_empty(session: Session) -> bool:
    return not _ask(session, "SELECT place FROM search LIMIT 1", ())


def forget(_database: Database) -> None:
    """What was deleted goes when the server tidies up, as in every table."""


def _ask(session: Session, statement: str, given: tuple[Any, ...]) -> list[Any]:
    """Planned anew each time: whether a word is in a third of all rows or in ten decides the way,
    and a plan that the driver has kept would not look."""
    connection = lines.to_look(session)
    cursor = connection.connection.cursor()
    try:
        for hear in connection.dispatch.before_cursor_execute:
            hear(connection, cursor, statement, given, None, False)  # noqa: FBT003  # as SQLAlchemy does
        cursor.execute(statement, given, prepare=False)  # type: ignore[call-arg]
        return list(cursor.fetchall())
    finally:
        cursor.close()


def _vector(row: Row) -> str:
    at: dict[str, list[str]] = {}
    title, body = row.texts
    # A gap between both: a phrase does not reach from one into the other.
    for start, said in ((1, title), (len(title) + 2, body)):
        for place, word in enumerate(said, start):
            if place <= LAST_POSITION:
                at.setdefault(word, []).append(str(place))
    spoken = [f"'{word}':{','.join(places)}" for word, places in at.items()]
    return " ".join([*spoken, *(f"'{mark}'" for mark in row.marks)])


def _matches(session: Session, statement: str, given: tuple[Any, ...]) -> list[Match]:
    return [Match(*row) for row in _ask(session, statement, given)]


def _each(asked: Asked) -> tuple[Phrase, ...]:
    """The words of the phrases, wherever they stand."""
    return tuple((word,) for phrase in asked.phrases for word in phrase)


def _words(asked: Asked) -> str:
    return " & ".join(map(_quoted, _each(asked)))


def _expression(asked: Asked) -> str:
    parts = [_quoted(phrase) for phrase in asked.phrases]
    parts += [_either((each,) for each in some) for some in asked.any_of]
    if asked.none_of:
        parts.append(f"!{_either(asked.none_of)}")
    return " & ".join(parts)


def _either(phrases: Iterable[Phrase]) -> str:
    return f"({' | '.join(map(_quoted, phrases))})"


def _quoted(phrase: Phrase) -> str:
    # A word has no sign of its own that could end the quotation.
    return "('" + "' <-> '".join(phrase) + "')"
