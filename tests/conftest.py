"""The house for a test, on each database: empty, with a browser and the cast.

Amina and Bea are in one circle, which Grace hosts. Stella is a member elsewhere. Mona
moderates, Olga administers.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from app import main, wiring
from app.commands import schema
from app.core.limits import Limiter
from app.core.settings import Settings
from app.people.anonymity.bundles import Shelf
from app.people.circles.models import Circle
from app.people.house import House, check_keys
from app.people.members.models import Member, Role
from app.people.safety.shields import Shields
from app.people.site.memory import Site
from app.web.community.leaf import Leaves
from tests import memory, postgres
from tests.browser import Browser
from tests.client import Client, close_loops
from tests.make import Make
from tests.unguarded import empty

# The same examples in every run, and no stop-watch on a machine that does other things as well.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")

DATABASES = ("sqlite", "postgresql")


def pytest_collection_finish() -> None:
    """What has been imported and collected stays to the end. To search it again and again for what
    nobody needs any more took an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def loops() -> Iterator[None]:
    yield
    close_loops()


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """The worker's own PostgreSQL, started when the first test asks for it."""
    with postgres.cluster() as running:
        yield running


@pytest.fixture(scope="session", params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        with memory.folder() as folder:
            yield f"sqlite:///{folder}/house.db"
        return
    running: postgres.Cluster = request.getfixturevalue("cluster")
    yield running.url(running.new_database())


@pytest.fixture(scope="session")
def running(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """One application a worker and database; each test finds its tables empty."""
    place = tmp_path_factory.mktemp("house")
    house = wiring.open_house(settings_for(place, database_url))
    schema.upgrade(house.database)
    app = main.build(house)
    # What programs call is there once it is asked for, and some tests look through all routes.
    Client(app).get("/api/v1")
    yield app
    house.database.close()


def settings_for(place: Path, url: str) -> Settings:
    return Settings(
        data_dir=place / "var",
        keyring=place / "secrets" / "keyring.json",
        database_url=SecretStr(url),
        base_url="http://127.0.0.1:8000",
        worker=False,
        staff_two_factor=False,
    )


@pytest.fixture
def house(running: FastAPI) -> Iterator[House]:
    before: House = running.state.house
    fresh = replace(before, limiter=Limiter())
    fresh = replace(fresh, shelf=Shelf(fresh.ring), board=wiring.new_board())
    fresh = replace(fresh, shields=Shields(fresh.ring), site=Site())
    running.state.house, running.state.leaves = fresh, Leaves()
    check_keys(fresh.database, fresh.ring)
    yield fresh
    # Whatever a test has set is set for it alone.
    running.state.house = before
    with fresh.database.changing() as session:
        empty(session)


@pytest.fixture
def web(running: FastAPI, house: House) -> Browser:
    return Browser(Client(running), house)


@pytest.fixture(scope="session")
def beside(database_url: str) -> Iterator[Engine]:
    """A way to the same database beside the application's own, which takes no lock to look."""
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(house: House, beside: Engine) -> Iterator[Session]:
    """To arrange and to look."""
    with Session(beside, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def make(session: Session, house: House) -> Make:
    return Make(session, house)


@pytest.fixture
def circle(make: Make) -> Circle:
    return make.circle("New mothers")


@pytest.fixture
def amina(make: Make, circle: Circle) -> Member:
    return make.member("Amina", circle)


@pytest.fixture
def bea(make: Make, circle: Circle) -> Member:
    return make.member("Bea", circle)


@pytest.fixture
def grace(make: Make, circle: Circle) -> Member:
    return make.member("Grace", circle, host=True)


@pytest.fixture
def stella(make: Make) -> Member:
    return make.member("Stella")


@pytest.fixture
def mona(make: Make) -> Member:
    return make.member("Mona", role=Role.MODERATOR)


@pytest.fixture
def olga(make: Make) -> Member:
    return make.member("Olga", role=Role.ADMINISTRATOR)


@contextmanager
def counted(house: House) -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile, transactions' own left out."""
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.append(statement)

    engines = {house.database.engine, house.database._reader}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
