"""The real application in a world of its own: its clock stands still, its dice are loaded.

Two worlds play the same script; whatever chance gives is the same in both, so that what differs
between them is what somebody did. All that an adversary could come by is kept: each night a copy
of every table as it lies in the database, and all lines of logs, letters, files and pages.
"""

import base64
import logging
import random
import re
import uuid
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from unittest import mock

# Before any world is told: when it is first loaded, it says so in the log.
import alembic.command  # noqa: F401
import time_machine
from fastapi import FastAPI
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy import inspect as look_at
from sqlalchemy.orm import Session

from app import main, wiring
from app.chores import Chores
from app.commands import schema
from app.community.threads import envelopes
from app.core import clock, keys, logs
from app.people.circles.actions import add as add_to_circle
from app.people.circles.models import Circle, CircleRole
from app.people.house import House, check_keys
from app.people.members.models import Member
from app.web.kit import route
from tests.adversary.isomorphism import Mark, Table
from tests.browser import Browser
from tests.client import Client
from tests.conftest import settings_for
from tests.make import PASSWORD, Make

BEGINNING = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
HEX = re.compile(r"[0-9a-f]{32}|\$argon2.*")
TOKEN_BYTES = {16, 32}
SMALL = 2**40
HOUR = timedelta(hours=1)


class Dice:
    """Chance that falls the same way after each `load` of the same word. It stands in for what the
    application's door to chance opens on, and for what `uuid` asks of the machine."""

    def __init__(self) -> None:
        self.load("the beginning")

    def load(self, word: str) -> None:
        self._random = random.Random(word)
        self.randbits = self._random.getrandbits
        self.token_bytes = self.urandom = self._random.randbytes
        self.random, self.shuffle = self._random.random, self._random.shuffle

    def fall(self, number: int) -> None:
        """Give this number whenever one is asked for, until they are loaded again."""
        self.randbits = lambda _bits: number

    def token_urlsafe(self, length: int) -> str:
        return base64.urlsafe_b64encode(self.token_bytes(length)).rstrip(b"=").decode()


class Lines(logging.Handler):
    """Every line that anybody logs, as our own handler would write it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        plain = logs.config("text")["formatters"]["text"]
        self.setFormatter(logs.Discreet(plain["format"], plain["datefmt"]))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class Hand(Executor):
    """Answers at once, where it is asked: here nothing is done at the same time."""

    def submit(self, fn: Any, /, *given: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*given, **named))
        except BaseException as problem:  # noqa: BLE001  # whoever waits for it is told
            done.set_exception(problem)
        return done


@dataclass
class World:
    """An installation, its people, and what an adversary has collected of it."""

    house: House
    app: FastAPI
    make: Make
    engine: Engine
    dice: Dice
    clock: Any
    lines: Lines
    log: Path | None
    log_past: int
    browsers: dict[str, Browser] = field(default_factory=dict)
    copies: dict[str, Table] = field(default_factory=dict)
    morning: datetime = BEGINNING
    pace: timedelta = timedelta(minutes=7)
    nights: int = 0
    steps: int = 0

    def person(self, name: str, *circles: Circle, host: bool = False, **values: Any) -> Member:
        self.dice.load(name)
        member = self.make.member(name, **values)
        place = CircleRole.HOST if host else CircleRole.MEMBER
        for circle in circles:
            add_to_circle(self.make.session, circle, member.id, place)
        self.make.session.commit()
        return member

    def as_(self, name: str) -> Browser:
        """Her browser, a few minutes after whatever was done before. An empty name: a visitor's."""
        self.steps += 1
        self.clock.shift(self.pace)
        self.dice.load(f"step {self.steps}")
        return self.browser(name)

    def browser(self, name: str) -> Browser:
        if name not in self.browsers:
            plain = {"Accept-Encoding": "identity"}
            self.browsers[name] = Browser(Client(self.app, headers=plain), self.house)
        return self.browsers[name]

    def sign_in(self, name: str) -> None:
        browser = self.as_(name)
        page = browser.get("/sign-in")
        answer = browser.send(page, "/sign-in", login=name.lower(), password=PASSWORD)
        assert answer.status_code == 303, answer.text

    def tend(self) -> None:
        """What is done every few minutes beside answering."""
        self.dice.load(f"{clock.now()}")
        Chores(self.house, mail=True).tend()

    def hours(self, number: int) -> None:
        """So many go by in which nobody does anything."""
        for _ in range(number * HOUR // envelopes.STEP):
            self.clock.shift(envelopes.STEP)
            self.tend()

    def night(self) -> None:
        """What is done once a day, then the backup; the next step is next morning's first."""
        self.dice.load(f"night {self.nights}")
        chores = Chores(self.house, mail=True)
        chores._due = dict.fromkeys(chores._due, 0.0)
        chores._round()
        self.nights += 1
        with self.engine.connect() as connection:
            for name, table in copied(connection).items():
                self.copies[f"night {self.nights}: {name}"] = table
        self.morning += timedelta(days=1)
        self.clock.move_to(self.morning)

    def files(self) -> list[str]:
        """The files of the data folder with their sizes."""
        folder = self.house.settings.data_dir
        found = sorted(p for p in folder.rglob("*") if p.is_file())
        return [f"{p.relative_to(folder)} {p.stat().st_size}" for p in found]

    def server_lines(self) -> list[str]:
        """What the database server has logged since, but for its own housekeeping."""
        lines = self.log.read_text().splitlines()[self.log_past :] if self.log else []
        said = [line.partition("] ")[2] for line in lines]
        return [line for line in said if not line.startswith("LOG:  checkpoint")]

    def letters(self) -> list[str]:
        """The letters that were delivered: what stands on the envelope, and all that they say."""
        folder = self.house.settings.data_dir / "mail"
        files = sorted(folder.glob("*.eml"))
        found = [message_from_bytes(f.read_bytes(), policy=policy.default) for f in files]
        lines = []
        for letter in found:
            # Between its parts stands a number that the library draws for itself.
            lines += [
                f"{name}: {value}" for name, value in letter.items() if name != "Content-Type"
            ]
            for part in letter.iter_parts():
                lines += part.get_content().splitlines()
        return lines


@contextmanager
def opened(place: Path, url: str, log: Path | None = None) -> Iterator[World]:
    """A new installation at `url`, its files below `place`, in the morning of the first day.

    `log` is the database server's own.
    """
    dice, lines = Dice(), Lines()
    with ExitStack() as stack:
        hands = stack.enter_context(time_machine.travel(BEGINNING, tick=False))
        stack.enter_context(mock.patch.object(route, "_pool", Hand()))
        stack.enter_context(mock.patch.object(keys, "secrets", dice))
        stack.enter_context(mock.patch.object(keys, "_CHANCE", dice))
        stack.enter_context(mock.patch.object(uuid, "os", dice))
        stack.enter_context(listening(lines))
        house = wiring.open_house(settings_for(place, url))
        stack.callback(house.database.close)
        schema.upgrade(house.database)
        check_keys(house.database, house.ring)
        app = main.build(house)
        engine = create_engine(url)
        stack.callback(engine.dispose)
        _keep_still(engine)
        session = stack.enter_context(Session(engine, expire_on_commit=False))
        make = Make(session, house)
        past = len(log.read_text().splitlines()) if log else 0
        yield World(house, app, make, engine, dice, hands, lines, log, past)


@contextmanager
def listening(lines: Lines) -> Iterator[None]:
    """Everything is logged that anybody would log, and of libraries what is not their debugging."""
    root, ours, browsers = map(logging.getLogger, (None, "app", "httpx2"))
    before = root.level, ours.level
    browsers.disabled = True
    root.addHandler(lines)
    root.setLevel(logging.INFO)
    ours.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        browsers.disabled = False
        root.removeHandler(lines)
        root.setLevel(before[0])
        ours.setLevel(before[1])


def copied(connection: Connection) -> dict[str, Table]:
    """Every table, whether the application knows it or not, with all that its rows' places tell."""
    names = look_at(connection).get_table_names()
    found = {name: _rows(connection, name) for name in sorted(names)}
    connection.rollback()
    moments = sorted({row[0] for _, rows in found.values() for row in rows} - {None})
    ranks = {moment: rank for rank, moment in enumerate(moments)}
    return {
        name: Table(
            columns, tuple((ranks.get(row[0]), row[1], *map(_cell, row[2:])) for row in rows)
        )
        for name, (columns, rows) in found.items()
    }


def _rows(connection: Connection, name: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """When each row was written and where it lies, as far as that can be seen, and its values."""
    if connection.dialect.name == "sqlite":
        place = "rowid" if _has_hidden_rowid(connection, name) else "NULL"
        question = f'SELECT NULL AS written, {place} AS place, * FROM "{name}"'
        result = connection.exec_driver_sql(question)
        return tuple(result.keys()), [tuple(row) for row in result]
    # The transaction that wrote a row is no part of a logical copy; who watches can see it.
    question = f'SELECT xmin::text::bigint AS written, 0 AS place, * FROM "{name}" ORDER BY ctid'
    result = connection.exec_driver_sql(question)
    return tuple(result.keys()), [(row[0], n, *row[2:]) for n, row in enumerate(result)]


def _has_hidden_rowid(connection: Connection, name: str) -> bool:
    """Whether rows are numbered as they come, beside their columns."""
    keyed = text("SELECT wr FROM pragma_table_list(:name) WHERE schema = 'main'")
    if connection.execute(keyed, {"name": name}).scalar():
        return False
    keys = text("SELECT type FROM pragma_table_info(:name) WHERE pk > 0")
    return connection.execute(keys, {"name": name}).scalars().all() != ["INTEGER"]


def _cell(value: Any) -> object:
    """Random values as marks, sealed ones by their length, all others as they are."""
    if isinstance(value, uuid.UUID):
        return Mark(value.hex)
    if isinstance(value, (bytes, memoryview)):
        held = bytes(value)
        return Mark(held.hex()) if len(held) in TOKEN_BYTES else f"{len(held)} bytes"
    if isinstance(value, int) and value > SMALL:
        return Mark(keys.base32(value))
    if isinstance(value, str) and HEX.fullmatch(value):
        return Mark(value)
    return value


def _keep_still(engine: Engine) -> None:
    """Let rows lie where they were put: when PostgreSQL tidies up is a matter of its own clock."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            for name in look_at(connection).get_table_names():
                connection.execute(text(f'ALTER TABLE "{name}" SET (autovacuum_enabled = off)'))
