"""The deeds of `backup`, `verify` and `restore`: the community in one file, without its keys."""

import gzip
import io
import json
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from itertools import filterfalse, groupby, islice
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from sqlalchemy import inspect, text

from app import tables
from app.commands import copies, schema
from app.commands.copies import BadCopy, Head
from app.core import clock, migrations, parcels
from app.core.keys import BadKeyring
from app.oversight.audit import chain
from app.oversight.audit.models import Head as EndOfLog
from app.people.anonymity import burning
from app.people.anonymity.models import KeyCheck
from app.people.house import House, note_keys, refuse_lost
from app.people.site import last_done
from app.people.site.models import Done, LastDone

NAME = re.compile(r"common-thread-(\d{4}-\d\d-\d\d)\.backup")
WITHOUT = (
    "If that keyring is lost, and no copy of it is left, say --new-keys: the posts come, and "
    "nobody owns those without a name any more."
)
KEYS = KeyCheck.__tablename__
# What a server has noted in a database before anybody has come.
NOTED = {"alembic_version", KEYS, EndOfLog.__tablename__, LastDone.__tablename__}


def write(house: House, folder: Path, to: X25519PublicKey | None = None) -> Path:
    """A backup of today, in a file that its owner alone can read. Raises BadCopy, OSError.

    What members have read is sealed again first, so that two backups do not tell who was here.
    """
    if not house.settings.backup_days:
        raise BadCopy("BACKUP_DAYS is 0: members are told that no backups are made.")
    if house.settings.keyring_file.resolve().is_relative_to(folder.resolve()):
        raise BadCopy(f"The keyring lies in {folder}: whoever copied that would have both.")
    house.flush()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"common-thread-{clock.today()}.backup"
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            _pack(house, file, to)
        except BaseException:
            part.unlink()
            raise
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    with house.database.changing() as session:
        # Before an upgrade the tables are those of the program of before.
        if inspect(session.connection()).has_table(LastDone.__tablename__):
            last_done.note(session, Done.BACKUP)
    return path


def remove_old(house: House, folder: Path) -> list[Path]:
    """Remove the backups in this folder that are older than members are told."""
    first = clock.today() - timedelta(days=house.settings.backup_days)
    found = [(NAME.fullmatch(path.name), path) for path in folder.iterdir()]
    old = [path for name, path in found if name and date.fromisoformat(name[1]) < first]
    for path in old:
        path.unlink()
    return old


def verify(path: Path, key: X25519PrivateKey | None = None) -> dict[str, int]:
    """The number of rows of each table. Raises BadCopy, BadParcel."""
    sums = copies.Sums()
    with _opened(path, key) as (_, said):
        for _row in copies.read(said, sums):
            pass
    return sums.counts


def restore(
    house: House, path: Path, key: X25519PrivateKey | None = None, *, new_keys: bool = False
) -> dict[str, int]:
    """Fill an empty database from a backup, and compare. Returns the number of rows of each table.

    With `new_keys` the keys of that time are given up: nobody owns the pseudonyms that stand.
    Raises BadCopy, BadParcel, BadKeyring; nothing has then been taken in.
    """
    _require_empty(house)
    verify(path, key)
    with _opened(path, key) as (first, said):
        _make_tables(house, str(first.get("revision")))
        heads, sums = _take_in(house, said, with_keys=not new_keys)
    with house.database.copying() as connection:
        if copies.sums_of(connection, heads).told() != sums.told(without=KEYS):
            raise BadCopy("The database is not as the backup says. Do not use it.")
    schema.upgrade(house.database)
    if new_keys:
        with house.database.changing() as session:
            burning.move(session, house.ring.current)
            chain.begin_anew(session, house.ring)
    return sums.counts


def _pack(house: House, file: BinaryIO, to: X25519PublicKey | None) -> None:
    with ExitStack() as stack:
        out: Any = stack.enter_context(parcels.Closing(file, to)) if to else file
        # No time and no name in its head.
        packed = stack.enter_context(gzip.GzipFile("", "wb", fileobj=out, mtime=0))
        connection = stack.enter_context(house.database.copying())
        revision = str(migrations.current(connection))
        for line in copies.lines(connection, revision, clock.today()):
            packed.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


@contextmanager
def _opened(
    path: Path, key: X25519PrivateKey | None
) -> Iterator[tuple[dict[str, Any], Iterator[Any]]]:
    """The first line of a backup, and the others."""
    with path.open("rb") as file:
        inner: Any = file
        if parcels.is_closed(file):
            if key is None:
                raise BadCopy("It is closed. Say with which key it opens: --with-key FILE")
            inner = io.BufferedReader(parcels.Opening(file, key))
        said = _parsed(inner)
        first = next(said, None)
        if not isinstance(first, dict) or first.get("common-thread") != copies.FORMAT:
            raise BadCopy("It is no backup of Common Thread.")
        yield first, said


def _parsed(file: Any) -> Iterator[Any]:
    try:
        with gzip.GzipFile(fileobj=file) as unpacked:
            for line in unpacked:
                yield json.loads(line)
    except (gzip.BadGzipFile, EOFError, ValueError):
        raise BadCopy("It is no backup of Common Thread, or was cut off.") from None


def _require_empty(house: House) -> None:
    with house.database.reading() as session:
        connection = session.connection()
        there = filterfalse(tables.is_derived, inspect(connection).get_table_names())
        for table in set(there) - NOTED:
            if connection.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first():  # noqa: S608
                raise BadCopy("The database is not empty. A backup is restored into an empty one.")


def _make_tables(house: House, revision: str) -> None:
    from alembic.util import CommandError  # noqa: PLC0415  # as in `schema`

    try:
        schema.downgrade(house.database, "base")
        schema.upgrade(house.database, revision)
    except CommandError:
        raise BadCopy("It was made by a newer version of Common Thread.") from None


def _take_in(
    house: House, said: Iterator[Any], *, with_keys: bool
) -> tuple[list[Head], copies.Sums]:
    """All rows or none; the tables to compare. Raises BadKeyring where they need other keys."""
    sums = copies.Sums()
    with house.database.changing() as session:
        connection = session.connection()
        heads = copies.heads(connection)
        for head, group in groupby(copies.read(said, sums), key=lambda pair: pair[0]):
            if head not in heads:
                raise BadCopy(f"Its table {head.table} is not one of this version’s.")
            if head.table == KEYS and not with_keys:
                continue
            while batch := [row for _, row in islice(group, copies.BATCH)]:
                copies.put(connection, head, batch)
        try:
            refuse_lost(note_keys(session, house.ring), house.ring)
        except BadKeyring as problem:
            raise BadKeyring(f"{problem}\n{WITHOUT}") from None
    return [head for head in heads if head.table != KEYS], sums
