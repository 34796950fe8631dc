"""A whole installation as an operator runs it: its own data, keys and server processes."""

import http.client
import itertools
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2
from pydantic import SecretStr
from sqlalchemy import create_engine, select, update
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from app import wiring
from app.commands import schema
from app.community.threads.models import Post, Thread
from app.core.keys import base32
from app.core.settings import ROOT, Settings
from app.people.circles.models import Circle, Membership
from app.people.circles.policy import CROWD_LEAST
from app.people.house import House, check_keys
from app.people.members import sessions
from app.people.members.models import Member
from tests.browser import COOKIE, FormOnPage, forms_of
from tests.make import Make

PATIENCE = 30
# Made once: a client of its own for each visit would spend its time reading certificates.
UNUSED = ssl.create_default_context()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def free_ports(count: int) -> int:
    """The first of so many ports, one after the other, that are free."""
    while True:
        first = free_port()
        with ExitStack() as probes:
            for port in range(first, first + count):
                probe = probes.enter_context(socket.socket())
                try:
                    probe.bind(("127.0.0.1", port))
                except (OSError, OverflowError):
                    break
            else:
                return first


class Away(Exception):
    """The server says that its database is away; one may ask again."""


@dataclass
class Installation:
    place: Path
    settings: Settings
    house: House
    more: dict[str, str] = field(default_factory=dict)
    open: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return self.settings.address

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """Straight into the database, beside every server."""
        engine = create_engine(self.settings.database, poolclass=NullPool)
        with Session(engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def making(self) -> Iterator[Make]:
        with self.looking() as session:
            yield Make(session, self.house)

    def cookie(self, member: Member) -> str:
        with self.house.database.changing() as session:
            token = sessions.start(session, self.house.ring, session.merge(member, load=False))
        return self.house.ring.stamp("cookie/v1").press(token)

    def run(self, command: str = "serve") -> subprocess.Popen[bytes]:
        """A process of `common-thread`; its words go to `log` in the installation's folder."""
        environment = {
            "PATH": os.defpath,
            "DATA_DIR": str(self.settings.data_dir),
            "KEYRING": str(self.settings.keyring),
            "DATABASE_URL": self.settings.database_url.get_secret_value(),
            "SMTP_URL": self.settings.smtp_url.get_secret_value(),
            "LINK_CHECKS": "0",
            "PORT": str(self.settings.port),
            "PYTHONWARNINGS": "error",
        }
        with (self.place / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "app", *command.split()],
                cwd=ROOT,
                env=environment | self.more,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[bytes]]:
        process = self.run()
        try:
            self.wait_until_ready(process)
            self.open.set()
            yield process
        finally:
            self.open.clear()
            end(process)

    def wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and process.poll() is None:
            try:
                if (
                    httpx2.get(f"{self.address}/readyz", timeout=10, verify=UNUSED).status_code
                    == 200
                ):
                    return
            except httpx2.TransportError:
                time.sleep(0.05)
        raise AssertionError(f"it does not serve: {self.log()[-2000:]}")

    def log(self) -> str:
        return (self.place / "log").read_text()


def end(process: subprocess.Popen[bytes]) -> None:
    """With all that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)


@contextmanager
def installed(place: Path, url: str, *, smtp: str = "", **more: str) -> Iterator[Installation]:
    """An empty installation with tables; nothing runs yet."""
    settings = Settings(
        data_dir=place / "var",
        keyring=place / "secrets" / "keyring.json",
        database_url=SecretStr(url),
        smtp_url=SecretStr(smtp),
        port=free_port(),
    )
    house = wiring.open_house(settings)
    schema.upgrade(house.database)
    check_keys(house.database, house.ring)
    try:
        yield Installation(place, settings, house, more)
    finally:
        house.database.close()


def crowded(make: Make, name: str) -> Circle:
    """A circle in which enough people are, and have been for long, for pseudonyms to hide them."""
    circle = make.circle(name, crowd=CROWD_LEAST)
    for n in range(CROWD_LEAST):
        make.member(f"Elder{n}", circle)
    make.session.execute(update(Membership).values(joined=date(2020, 1, 1)))
    make.session.commit()
    return circle


@dataclass
class Someone:
    """A member at her browser, which talks to a server over the wire."""

    client: httpx2.Client
    cookie: str

    def get(self, path: str) -> httpx2.Response:
        return self.client.get(path, headers={"Cookie": f"{COOKIE}={self.cookie}"})

    def form(self, path: str, action: str) -> FormOnPage:
        page = self.get(path)
        if page.status_code == 503:
            raise Away
        found = [form for form in forms_of(page) if form.action == action]
        assert found, (page.status_code, page.text[:2000])
        return found[0]

    def send(self, form: FormOnPage, **typed: str) -> httpx2.Response:
        return self.client.post(
            form.action, data=form.values | typed, headers={"Cookie": f"{COOKIE}={self.cookie}"}
        )

    def begin_to_send(self, form: FormOnPage, **typed: str) -> http.client.HTTPConnection:
        """Send the form, on a connection from which the answer is still to be read."""
        address = self.client.base_url
        connection = http.client.HTTPConnection(address.host, address.port or 80, timeout=PATIENCE)
        connection.request(
            "POST",
            form.action,
            urlencode(form.values | typed),
            {
                "Cookie": f"{COOKIE}={self.cookie}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        return connection


@contextmanager
def at_browser(here: Installation, member: Member, seconds: float = PATIENCE) -> Iterator[Someone]:
    with browser(here, seconds) as client:
        yield Someone(client, here.cookie(member))


def browser(here: Installation, seconds: float) -> httpx2.Client:
    return httpx2.Client(base_url=here.address, timeout=seconds, verify=UNUSED)


class Crowd:
    """Members who reply to one thread, as fast as they can and as stubbornly as they must.

    A reply that was not acknowledged is sent again with the same form, until it is.
    """

    def __init__(self, here: Installation, writers: int, members_each: int) -> None:
        self.here = here
        with here.making() as make:
            self.circle = make.circle("Night shifts")
            grace = make.member("Grace", self.circle)
            self.thread = make.thread(self.circle, grace)
            names = [[f"W{w}x{m}" for m in range(members_each)] for w in range(writers)]
            people = [[make.member(name, self.circle) for name in row] for row in names]
        self.cookies = [[here.cookie(member) for member in row] for row in people]
        self.path = f"/t/{base32(self.thread.id)}"
        self.acknowledged: dict[str, str] = {}
        self.surprises: list[Any] = []
        self.broken = 0
        self.broken_by: set[str] = set()
        self._came = threading.Condition()
        self._enough = threading.Event()
        self._threads = [
            threading.Thread(target=self._write, args=(number,)) for number in range(writers)
        ]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Each ends with the reply that she is writing; a server has to be there for it."""
        self._enough.set()
        for thread in self._threads:
            thread.join(PATIENCE)
        assert not any(thread.is_alive() for thread in self._threads)

    def wait_for(self, more: int) -> None:
        """Until so many more replies are acknowledged."""
        with self._came:
            goal = len(self.acknowledged) + more
            came = self._came.wait_for(lambda: len(self.acknowledged) >= goal, PATIENCE)
        assert came, (len(self.acknowledged), self.surprises[:3], self.here.log()[-2000:])

    def _write(self, number: int) -> None:
        for n in itertools.count():
            if self._enough.is_set():
                return
            cookie = self.cookies[number][n % len(self.cookies[number])]
            self._reply(cookie, f"Reply {n} of writer {number}.")

    def _reply(self, cookie: str, body: str) -> None:
        """Each time on a fresh connection, as after a walk under a bridge."""
        form = None
        while not (form is None and self._enough.is_set()):
            try:
                with browser(self.here, PATIENCE) as client:
                    someone = Someone(client, cookie)
                    form = form or someone.form(self.path, f"{self.path}/replies")
                    self._settle(body, someone.send(form, body=body))
                    return
            except (httpx2.TransportError, Away) as problem:
                self.broken += 1
                self.broken_by.add(f"{type(problem).__name__}: {problem}")
                time.sleep(0.05)
                self.here.open.wait(PATIENCE)

    def _settle(self, body: str, answer: httpx2.Response) -> None:
        if answer.status_code == 303:
            with self._came:
                self.acknowledged[body] = answer.headers["location"]
                self._came.notify_all()
        elif answer.status_code == 503:
            raise Away
        elif answer.status_code != 429:
            self.surprises.append((answer.status_code, answer.text[:500]))

    def kept(self) -> list[str]:
        """The replies that the database holds, in the order of the thread."""
        with self.here.looking() as session:
            question = select(Post).filter_by(thread_id=self.thread.id).order_by(Post.seq)
            posts = session.scalars(question).all()
            thread = session.get_one(Thread, self.thread.id)
            assert [post.seq for post in posts] == list(range(1, thread.nseq + 1))
            assert thread.replies == len(posts) - 1
            return [post.body for post in posts[1:]]
