"""`export PLACE`: the community in the tables that `import-csv` reads, in a folder or a zip file.

It is there whole or not at all: what is being written has another name, and nobody but its owner
may read any of it.
"""

import argparse
import csv
import io
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast

from sqlalchemy import Connection

from app.commands import schema
from app.commands.moving import going
from app.commands.moving.going import Table, Wish
from app.commands.moving.reports import Unfit, progress
from app.core import clock, keys
from app.people.house import House, check_keys

NewFile = Callable[[str], AbstractContextManager[IO[bytes]]]
FORMAT = "common-thread-community/1"
TOLD = 10_000
README = """\
{site}, as it was on {day}

Five tables as comma-separated values (RFC 4180, UTF-8), which any spreadsheet reads, and
`common-thread import-csv`. What each column means stands in docs/importing.md. manifest.json says
how many lines each has, with its SHA-256.

What is inside: members with what their pages say, circles, threads, posts, and how many said each
kind word.
{addresses}
{private}

What is not, and cannot be got from it: who wrote what stands under a pseudonym. The server itself
keeps that nowhere. Such posts have their day and no hour; a pseudonym is somebody in one thread.

What is not: passwords, messages, evidence files, bookmarks, mentoring, reports and cases, what
waits to be published, earlier versions, and who said a kind word. Posts that are to end on a day
are left out: nobody could destroy them here. So is what moderators took down.

The lines are in an order of chance. A cell may begin with = or +: open it as text, not as a
formula. Keep this as you would keep the community: it is not encrypted.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", type=Path, help="a folder that is not there yet, or a .zip")
    parser.add_argument("--with-addresses", action="store_true", help="e-mail addresses, too")
    parser.add_argument("--with-private", action="store_true", help="private circles, too")
    parser.set_defaults(run=_export)


def _export(house: House, asked: argparse.Namespace) -> int:
    schema.upgrade(house.database)
    check_keys(house.database, house.ring)
    wish = Wish(asked.with_addresses, asked.with_private)
    try:
        manifest = write(house, asked.place, wish)
    except Unfit as problem:
        print(problem, file=sys.stderr)
        return 1
    written = ", ".join(f"{one['rows']:,} {name}" for name, one in manifest["tables"].items())
    print(f"{asked.place}: {written}.")
    for what, number in manifest["left_out"].items():
        print(f"Left out: {number:,} {what}.")
    print(f"E-mail addresses are {_inside(wish.addresses)}.")
    print(f"Private circles are {_inside(wish.private)}.")
    print("Nothing in it says who wrote without her name. It is not encrypted: keep it safe.")
    return 0


def write(house: House, place: Path, wish: Wish) -> dict[str, Any]:
    """Write everything, as it is at one moment. Returns the manifest. Raises Unfit, OSError."""
    if place.exists() or place.is_symlink():
        raise Unfit(f"{place} is there already. Name one that is not.")
    part = place.with_name(f".{place.name}.{keys.base32(keys.random_id())}")
    opened = _in_zip if place.suffix == ".zip" else _in_folder
    try:
        with opened(part) as new_file, house.database.copying() as line:
            manifest = _fill(line, house, wish, new_file)
        part.rename(place)
    except BaseException:
        if part.is_dir():
            shutil.rmtree(part)
        part.unlink(missing_ok=True)
        raise
    return manifest


def _fill(line: Connection, house: House, wish: Wish, new_file: NewFile) -> dict[str, Any]:
    site, day = house.settings.site_name, clock.today().isoformat()
    manifest: dict[str, Any] = {"format": FORMAT, "site": site, "day": day}
    manifest |= {"addresses": wish.addresses, "private_circles": wish.private}
    manifest["tables"] = {t.name: _table(line, t, wish, new_file) for t in going.tables(wish)}
    progress("", end=True)
    manifest["left_out"] = going.left_out(line, wish)
    with new_file("README.txt") as file:
        addresses = f"E-mail addresses are {_inside(wish.addresses)}."
        private = f"Private circles are {_inside(wish.private)}."
        told = README.format(site=site, day=day, addresses=addresses, private=private)
        file.write(told.encode())
    with new_file("manifest.json") as file:
        file.write(json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n")
    return manifest


def _inside(it_is: bool) -> str:  # noqa: FBT001  # the only thing to say
    return "inside" if it_is else "not inside"


def _table(line: Connection, table: Table, wish: Wish, new_file: NewFile) -> dict[str, Any]:
    rows = 0
    with new_file(f"{table.name}.csv") as file:
        summed = _Summed(file)
        words = io.TextIOWrapper(
            cast(Any, summed), encoding="utf-8", newline="", write_through=True
        )
        lines = csv.writer(words, lineterminator="\r\n")
        lines.writerow(table.columns)
        for rows, row in enumerate(table.rows(line, wish), 1):  # counts them
            lines.writerow(row)
            if not rows % TOLD:
                progress(f"{rows:,} {table.name}")
        words.detach()
    return {"file": f"{table.name}.csv", "rows": rows, "sha256": summed.told}


class _Summed(io.RawIOBase):
    """Writes on, and sums up what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._sum = file, sha256()

    def writable(self) -> bool:
        return True

    def write(self, words: Any, /) -> int:
        self._sum.update(words)
        return self._file.write(words)

    @property
    def told(self) -> str:
        return self._sum.hexdigest()


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


@contextmanager
def _in_folder(part: Path) -> Iterator[NewFile]:
    part.mkdir(mode=0o700)

    @contextmanager
    def new_file(name: str) -> Iterator[IO[bytes]]:
        with _private(part / name) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())

    yield new_file


@contextmanager
def _in_zip(part: Path) -> Iterator[NewFile]:
    with _private(part) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:

            @contextmanager
            def new_file(name: str) -> Iterator[IO[bytes]]:
                # The same day for every file, and no hour.
                today = clock.today()
                entry = zipfile.ZipInfo(name, (today.year, today.month, today.day, 0, 0, 0))
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                with archive.open(entry, "w", force_zip64=True) as inside:
                    yield inside

            yield new_file
        file.flush()
        os.fsync(file.fileno())
