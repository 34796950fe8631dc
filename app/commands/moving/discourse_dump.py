"""The tables in a backup of Discourse, read as they pass, without PostgreSQL.

A backup is a tar.gz with the dump of the database, itself packed, and uploads, which are not read.
A dump is what pg_dump writes as plain text: `COPY table (columns) FROM stdin;` and lines with tabs
between the values (PostgreSQL, COPY, text format). Nothing is ever unpacked onto the disk, and no
size that a file says is believed.
"""

import gzip
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from app.commands.moving.reports import Report, Unfit

DUMPS = {"dump.sql.gz", "dump.sql"}
LONGEST_LINE = 16_000_000
# Text is packed to a fifth, or a tenth; what unpacks to more than this is made to fill a disk.
MOST_TIMES, ALWAYS = 300, 200_000_000
COPY = re.compile(rb'COPY (?:public\.)?"?(\w+)"? \(([^)]*)\) FROM stdin;\s*')
COMPLETE = b"-- PostgreSQL database dump complete"
END = b"\\."
MARKS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
MARK = re.compile(r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))", re.DOTALL)
BROKEN = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile)
CUT_OFF = "{} is damaged, or not whole. Fetch it again."
NO_DUMP = (
    "{} holds no dump.sql.gz. A backup of Discourse is a file ending in .tar.gz, or in .sql.gz "
    "where it was made without uploads."
)

Values = dict[str, str | None]


def rows(
    path: Path, wanted: dict[str, tuple[str, ...]], told: Report
) -> Iterator[tuple[str, Values]]:
    """Each row of the tables that are wanted, with those of the columns that the dump has. Raises
    Unfit where the file is none, or not whole."""
    try:
        with _dump(path) as file:
            yield from _tables(_Lines(file, path), wanted, told)
    except BROKEN:
        raise Unfit(CUT_OFF.format(path.name)) from None


@contextmanager
def _dump(path: Path) -> Iterator[IO[bytes]]:
    if path.name.endswith((".sql", ".sql.gz")):
        with path.open("rb") as file:
            yield _unpacked(file, path.name)
        return
    # As it passes: no entry is looked for, and none is written anywhere.
    with tarfile.open(path, "r|*") as archive:
        for entry in archive:
            name = entry.name.removeprefix("./")
            if name in DUMPS:
                file_inside = archive.extractfile(entry) if entry.isreg() else None
                if file_inside is None:
                    raise Unfit(f"{name} in {path.name} is no file, but leads elsewhere.")
                yield _unpacked(file_inside, name)
                return
    raise Unfit(NO_DUMP.format(path.name))


def _unpacked(file: IO[bytes], name: str) -> IO[bytes]:
    return gzip.GzipFile(fileobj=file) if name.endswith(".gz") else file  # type: ignore[return-value]


class _Lines:
    """The lines of the dump, of which none takes more memory than it may."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file, self._path = file, path
        self._most = max(ALWAYS, path.stat().st_size * MOST_TIMES)
        self._read = 0

    def next(self) -> bytes:
        """Empty at the end. What is longer than a line may be comes without its end."""
        line = self._file.readline(LONGEST_LINE)
        self._count(line)
        rest = line
        while len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
            rest = self._file.readline(LONGEST_LINE)
            self._count(rest)
        return line

    def end(self) -> Unfit:
        return Unfit(CUT_OFF.format(self._path.name))

    def _count(self, line: bytes) -> None:
        self._read += len(line)
        if self._read > self._most:
            times = f"more than {MOST_TIMES} times its size"
            raise Unfit(f"{self._path.name} unpacks to {times}: that is no backup.")


def _tables(
    lines: _Lines, wanted: dict[str, tuple[str, ...]], told: Report
) -> Iterator[tuple[str, Values]]:
    begun = False
    while line := lines.next():
        begun = begun and not line.startswith(COMPLETE)
        head = COPY.fullmatch(line)
        if head is None:
            continue
        begun = True
        table = head[1].decode()
        names = [name.strip().strip('"') for name in head[2].decode().split(",")]
        asked = {n: at for at, n in enumerate(names) if n in wanted.get(table, ())}
        yield from _rows(lines, table, (asked, len(names)), told)
    if begun:
        raise lines.end()


def _rows(
    lines: _Lines, table: str, columns: tuple[dict[str, int], int], told: Report
) -> Iterator[tuple[str, Values]]:
    asked, number = columns
    at = 0
    while (line := lines.next().rstrip(b"\n")) != END:
        at += 1
        if not line:
            # Only an end that is missing, or a row without any column, has nothing in it.
            raise lines.end()
        if not asked:
            continue
        if (values := _values(line, asked, number)) is None:
            told.leave_out(f"{table}, row", at, "it is not in UTF-8, too long, or not whole")
        else:
            yield table, values


def _values(line: bytes, asked: dict[str, int], number: int) -> Values | None:
    try:
        cells = line.decode().split("\t")
    except UnicodeDecodeError:
        return None
    if len(cells) != number or len(line) >= LONGEST_LINE:
        return None
    return {name: _value(cells[at]) for name, at in asked.items()}


def _value(cell: str) -> str | None:
    if cell == "\\N":
        return None
    return MARK.sub(_sign, cell) if "\\" in cell else cell


def _sign(found: re.Match[str]) -> Any:
    octal, hexadecimal, other = found.groups()
    if octal:
        return chr(int(octal, 8) & 255)
    if hexadecimal:
        return chr(int(hexadecimal, 16))
    return MARKS.get(other, other)
