"""A world that is built once for each database, and then put back as often as it is wanted: to
build it takes ten times as long."""

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from app import tables
from app.people.anonymity.models import KeyCheck
from app.people.members.models import Member
from tests.house.world import World
from tests.make import Make
from tests.unguarded import unguarded

W = TypeVar("W", bound=World)
Rows = dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]]

# Some of what stands in it is about the hour.
FRESH_SECONDS = 120


@dataclass(frozen=True)
class _Copy:
    world: World
    people: dict[str, UUID]
    rows: Rows
    until: float


class Copies:
    """What one database held when each kind of world had just been built in it."""

    def __init__(self) -> None:
        self._copies: dict[Callable[[Make], World], _Copy] = {}

    def world(self, build: Callable[[Make], W], make: Make) -> W:
        """What `build` makes in an empty house, with people that are the test's own to change.

        Nothing that only a process knows is put back: it is as after a new start.
        """
        copy = self._copies.get(build)
        if copy is None or copy.until < time.monotonic():
            world = build(make)
            self._copies[build] = _copied(world, make)
            return world
        _put_back(make, copy.rows)
        people = {
            name: make.session.get_one(Member, number) for name, number in copy.people.items()
        }
        return replace(copy.world, house=make.house, values=copy.world.values.copy(), **people)


def _copied(world: World, make: Make) -> _Copy:
    parts = {field.name: getattr(world, field.name) for field in fields(world)}
    people = {name: part.id for name, part in parts.items() if isinstance(part, Member)}
    connection = make.session.connection()
    names = [table.name for table in tables.metadata().sorted_tables]
    rows = {name: _rows(connection, name) for name in [*names, tables.INDEX]}
    make.session.rollback()
    # The keys were noted before anything was built.
    del rows[KeyCheck.__tablename__]
    still = replace(world, values=world.values.copy())
    return _Copy(still, people, rows, time.monotonic() + FRESH_SECONDS)


def _rows(connection: Connection, name: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    hidden = "rowid, " if name == tables.INDEX and connection.dialect.name == "sqlite" else ""
    found = connection.exec_driver_sql(f"SELECT {hidden}* FROM {name}")
    return tuple(found.keys()), [tuple(row) for row in found]


def _put_back(make: Make, rows: Rows) -> None:
    with make.house.database.changing() as session:
        connection = session.connection()
        is_sqlite = connection.dialect.name == "sqlite"
        sign = "?" if is_sqlite else "%s"
        with nullcontext() if is_sqlite else unguarded(session):
            for name, (columns, found) in rows.items():
                signs = ", ".join(sign for _ in columns)
                if found:
                    statement = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({signs})"
                    connection.exec_driver_sql(statement, found)
