"""What two worlds left behind, compared: copies of tables first, then every line and every page.

On pages and in lines, ids and pseudonyms stand under the names that the tables give them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from app.core.keys import from_base32
from app.people.anonymity.bylines import quilt
from tests.adversary import isomorphism
from tests.adversary.isomorphism import Mark, Names, Table
from tests.adversary.worlds import World

WORD = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-z]{10,13}|[0-9a-f]{32}|[0-9a-f]{64})(?![0-9A-Za-z])")
SHOWN = 160


@dataclass(frozen=True)
class Evidence:
    """`streams` are lines in their order, under the name of what they come from."""

    copies: Mapping[str, Table]
    streams: Mapping[str, list[str]]


def of(world: World, pages: Mapping[str, str]) -> Evidence:
    """All that there is of a world, and these pages of it."""
    streams = {
        "logs": world.lines.lines,
        "the server’s log": world.server_lines(),
        "letters": world.letters(),
        "files": world.files(),
    }
    return Evidence(
        world.copies, streams | {name: page.splitlines() for name, page in pages.items()}
    )


def difference(one: Evidence, other: Evidence) -> str:
    """Where they first differ, in words; empty where nothing does."""
    left, right = (Names(_with_pseudonyms(e.copies)) for e in (one, other))
    if said := isomorphism.difference(left, right):
        return said
    return _in_streams(_named(one, left), _named(other, right))


def _in_streams(one: Mapping[str, list[str]], other: Mapping[str, list[str]]) -> str:
    if only := one.keys() ^ other.keys():
        return f"only one has {sorted(only)[0]}"
    for name, lines in one.items():
        for number, (a, b) in enumerate(zip_longest(lines, other[name]), 1):
            if a != b:
                return f"{name}, line {number}:\n  {_around(a, b)}\n  {_around(b, a)}"
    return ""


def _around(line: str | None, other: str | None) -> str:
    """The part of a long line that is not like the other."""
    if line is None or other is None:
        return (line or "(nothing)")[:SHOWN]
    same = next((n for n, (a, b) in enumerate(zip(line, other, strict=False)) if a != b), 0)
    start = max(0, same - SHOWN // 2)
    return line[start : start + SHOWN]


def _with_pseudonyms(copies: Mapping[str, Table]) -> dict[str, Table]:
    """Pseudonyms are drawn by their voices, so they are marks, wherever they stand."""
    labels = _labels(copies)
    ids = {c for t in copies.values() for row in t.rows for c in row if isinstance(c, Mark)}
    known = {label for _, label in labels} | ids
    return {
        name: replace(table, rows=tuple(tuple(_mark(c, known) for c in row) for row in table.rows))
        for name, table in copies.items()
    }


def _mark(cell: object, known: Iterable[str]) -> object:
    return Mark(cell) if isinstance(cell, str) and cell in known else cell


def _labels(copies: Mapping[str, Table]) -> set[tuple[str, str]]:
    """The thread's address and the pseudonym of every voice there ever was."""
    found = set()
    for name, table in copies.items():
        if name.endswith(": voices"):
            thread, label = (table.columns.index(c) for c in ("thread_id", "label"))
            found |= {(str(row[thread]), str(row[label])) for row in table.rows}
    return found


def _named(evidence: Evidence, names: Names) -> dict[str, list[str]]:
    """The streams, with the names of marks in their place."""
    called = {str(mark): f"«{colour}»" for mark, colour in names.colours.items()}
    pictures = {
        str(quilt(f"{from_base32(thread)}:{label}")): f"<quilt of {called[thread]} {called[label]}>"
        for thread, label in _labels(evidence.copies)
    }
    labels = sorted({label for _, label in _labels(evidence.copies)}, key=len, reverse=True)
    spoken = re.compile("|".join(map(re.escape, [*pictures, *labels])) or r"(?!)")
    said = pictures | {label: called[label] for label in labels}

    def name(line: str) -> str:
        line = spoken.sub(lambda found: said[found[0]], line)
        return WORD.sub(lambda found: called.get(found[0], found[0]), line)

    return {
        name(stream): [name(line) for line in lines] for stream, lines in evidence.streams.items()
    }
