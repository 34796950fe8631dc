"""Tables as comma-separated values, as spreadsheets write them, read line by line.

RFC 4180, and what is written instead: semicolons or tabs, any line end, a byte order mark. A line
that cannot be read is said with its number, and the next one is read.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.commands.moving.reports import Report, Unfit

# Of a line as it stands in the file, and of a cell, which may go over several of them.
LONGEST_LINE = 1_000_000
LONGEST_CELL = 400_000
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Row:
    """`line` is where it begins in the file."""

    line: int
    cells: dict[str, str]


@dataclass
class _At:
    line: int = 0


def read(
    path: Path, known: tuple[str, ...], needed: tuple[str, ...], told: Report
) -> Iterator[Row]:
    """The rows that can be read, each by the names of its columns. Raises Unfit where the first
    line does not name those that are `needed`."""
    with path.open("rb") as file:
        first = _headline(file, path.name)
        separator = max(",;\t", key=first.count)
        at = _At()
        file.seek(len(BOM) if first.startswith("\ufeff") else 0)
        where = f"{path.name}, line"
        lines = csv.reader(_lines(file, at, told, where), delimiter=separator, strict=True)
        names = _names(next(lines, []), path.name, needed)
        unknown = [name for name in names if name not in known]
        if unknown:
            told.note(where, 1, f"these columns are not known and left out: {_told(unknown)}")
        yield from _rows(lines, names, at, told, where)


def _headline(file: BinaryIO, name: str) -> str:
    first = file.readline(LONGEST_LINE)
    if first.startswith(UTF_16):
        raise Unfit(f"{name} is not in UTF-8. Save it anew as “CSV UTF-8”.")
    return first.decode("utf-8", "replace")


def _names(first: list[str], file: str, needed: tuple[str, ...]) -> list[str]:
    names = ["_".join(name.casefold().split()) for name in first]
    missing = [name for name in needed if name not in names]
    if missing:
        raise Unfit(f"{file} has no column named {_told(missing)} in its first line.")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise Unfit(f"{file} has two columns named {_told(twice)}.")
    return names


def _told(names: list[str]) -> str:
    return ", ".join(f"“{name[:40]}”" for name in names)


def _rows(
    lines: Iterator[list[str]], names: list[str], at: _At, told: Report, file: str
) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    while True:
        begins = at.line + 1
        try:
            cells = next(lines, None)
        except csv.Error:
            why = f"a quotation mark is not closed, or a cell is too long; to line {at.line}"
            told.leave_out(file, begins, why)
            continue
        if cells is None:
            return
        if not any(cells):
            continue
        if why := _unfit(cells, len(names)):
            told.leave_out(file, begins, why)
        else:
            yield Row(begins, dict(zip(names, cells, strict=True)))


def _unfit(cells: list[str], columns: int) -> str:
    if len(cells) != columns:
        return f"it has {len(cells)} cells, and the first line has {columns}"
    # What could not be decoded stands there as half a pair of surrogates.
    if any(not cell.isascii() and _is_broken(cell) for cell in cells):
        return "it is not in UTF-8"
    return ""


def _is_broken(cell: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in cell)


def _lines(file: BinaryIO, at: _At, told: Report, name: str) -> Iterator[str]:
    while raw := file.readline(LONGEST_LINE):
        at.line += 1
        if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
            told.leave_out(name, at.line, f"it is longer than {LONGEST_LINE:,} bytes")
            while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            continue
        # A lone carriage return ends a line, too, and no table knows of the sign that is nothing.
        words = raw.decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\0", "")
        yield words.replace("\r", "\n")
