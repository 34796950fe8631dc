"""A row of the index, and what it is asked: the same for every database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.core import keys
from app.oversight.search import words
from app.oversight.search.wishes import Phrase
from app.people.searchable import Entry

TABLE = "search"
# A place is a day with so many bits of chance behind it: a million in a day hardly ever meet.
CHANCE_BITS = 48
FIRST_DAY = date(2000, 1, 1)
LAST_DAY = 2**15 - 1
LAST_PLACE = 2**63 - 1


class Row(NamedTuple):
    """`texts` are its words, of the title and of the rest; `marks` what it is chosen by."""

    place: int
    thing: str
    texts: tuple[list[str], list[str]]
    marks: list[str]


class Match(NamedTuple):
    """A row that was found: its place, its kind and the id of its thing."""

    place: int
    thing: str

    @property
    def id(self) -> str:
        return self.thing.partition(words.SIGN)[2]


class Matches(NamedTuple):
    """The newest rows that fit, and before which place to look for others, None at the end.
    `seldom`: few of all rows have the words."""

    rows: list[Match]
    onward: int | None
    seldom: bool = False


@dataclass(frozen=True)
class Asked:
    """So many of the newest rows `before` a place and not before `since` that have all `phrases`,
    one of each of `any_of`, and none of `none_of`. `seldom`: few are known to have the words."""

    phrases: tuple[Phrase, ...]
    any_of: tuple[tuple[str, ...], ...] = ()
    none_of: tuple[Phrase, ...] = ()
    since: int = 0
    before: int = LAST_PLACE
    most: int = 100
    seldom: bool = False


def row(kind: str, entry: Entry) -> Row:
    title, body = words.of(entry.title), words.of(entry.body)
    named = thing(kind, entry.id)
    titled = [words.in_title(word) for word in dict.fromkeys(title)]
    chosen = [words.mark(each) for each in (named, kind, *entry.marks)]
    return Row(_place(entry.day), named, (title, body), [*titled, *chosen])


def rows(kind: str, entries: Iterable[Entry]) -> list[Row]:
    """In the order of their places, never of their coming."""
    return sorted(row(kind, entry) for entry in entries)


def thing(kind: str, id: str) -> str:
    return f"{kind}{words.SIGN}{id}"


def first_of(day: date) -> int:
    """The first place of a day."""
    return min(max(0, (day - FIRST_DAY).days), LAST_DAY) << CHANCE_BITS


def _place(day: date) -> int:
    return first_of(day) | (keys.random_id() & ((1 << CHANCE_BITS) - 1))
