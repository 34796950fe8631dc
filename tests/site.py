"""The real application for a real browser: a server in a thread, with the demo community."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Page
from pydantic import SecretStr
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import main, wiring
from app.commands import serving
from app.core.db import Database
from app.core.errors import TooOften
from app.core.limits import Limit, Limiter
from app.core.settings import Settings
from app.people.circles.models import Circle
from app.people.house import House
from app.people.members import sessions
from app.people.members.models import Member
from app.web.kit import marks
from tests import bracketed

EXIT_URL = "http://weather.example/"
PATIENCE_SECONDS = 15
NOT_COUNTED = -1


class Spent(Limiter):
    """Everything is too often."""

    def hit(self, _limit: Limit, _who: bytes | str) -> None:
        raise TooOften(timedelta(minutes=3))


@dataclass
class Site:
    url: str
    house: House
    app: FastAPI

    def cookie(self, handle: str) -> str:
        """A session of this member, without the slow password."""
        with self.house.database.changing() as session:
            member = session.scalars(select(Member).filter_by(handle=handle)).one()
            token = sessions.start(session, self.house.ring, member)
        return self.house.ring.stamp("cookie/v1").press(token + marks.fresh())

    @contextmanager
    def changing(self) -> Iterator[Session]:
        with self.house.database.changing() as session:
            yield session

    def letter_to(self, address: str) -> EmailMessage:
        """The newest letter to this address, once the worker has written it."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            found = [mail for mail in self._letters() if mail["To"] == address]
            if found:
                return found[-1]
            time.sleep(0.05)
        raise AssertionError(f"no letter came to {address}")

    def forget_limits(self) -> None:
        self.app.state.house = replace(self.house, limiter=Limiter())

    def hears(self) -> None:
        """Whatever answers pages knows what administrators have decided."""
        self.house.site.listen(self.house.database)

    def shows(self, _page: Page, look: Callable[[], None]) -> None:
        """What she has just done shows on the page that comes."""
        look()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Whatever she does is too often."""
        with self._with(limiter=Spent()):
            yield

    @contextmanager
    def set_to(self, **settings: Any) -> Iterator[None]:
        """Some settings are others."""
        with self._with(settings=self.app.state.house.settings.model_copy(update=settings)):
            yield

    @contextmanager
    def speaking(self, place: Path) -> Iterator[None]:
        """Spanish pages come in letters of their own; `place` is a folder for that."""
        with bracketed.speaking(self.app, place):
            yield

    @contextmanager
    def without_database(self) -> Iterator[None]:
        """The database cannot be opened: a folder lies in its place."""
        away = Database(f"sqlite:///{self.house.settings.data_dir}")
        with self._with(database=away):
            yield
        away.close()

    @contextmanager
    def _with(self, **parts: Any) -> Iterator[None]:
        usual = self.app.state.house
        self.app.state.house = replace(usual, **parts)
        try:
            yield
        finally:
            self.app.state.house = usual

    def _letters(self) -> list[Any]:
        folder = self.house.settings.data_dir / "mail"
        files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


@contextmanager
def running(
    place: Path,
    database_url: str = "",
    *,
    demo: bool = True,
    exit_url: str = EXIT_URL,
    host: str = "127.0.0.1",
) -> Iterator[Site]:
    """A server on a free port, its data in `place`, stopped at the end; with a database of its own
    there, or this one. “Exit this page” leads to `exit_url`."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    url = f"http://{host}:{listener.getsockname()[1]}"
    settings = Settings(
        data_dir=place / "var",
        keyring=place / "secrets" / "keyring.json",
        database_url=SecretStr(database_url),
        base_url=url,
        demo=demo,
        staff_two_factor=False,
        exit_url=exit_url,
        link_checks=False,
    )
    house = wiring.open_house(settings)
    serving.prepare(house)
    with house.database.changing() as session:
        session.execute(update(Circle).values(crowd=NOT_COUNTED))
    app = main.build(house)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="site")
    thread.start()
    try:
        wait_for(lambda: server.started)
        # Counted once, the crowds stay for a day as the tests set them.
        wait_for(lambda: are_counted(house))
        yield Site(url, house, app)
    finally:
        house.live.stop()
        server.should_exit = True
        thread.join(timeout=30)
        listener.close()
        house.database.close()


def are_counted(house: House) -> bool:
    with house.database.reading() as session:
        return session.scalar(select(Circle.id).where(Circle.crowd == NOT_COUNTED)) is None


def wait_for(done: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not done():
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.02)
