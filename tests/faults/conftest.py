"""Installations that may be broken: each test has its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.faults.installation import Installation, installed
from tests.postgres import Cluster


@pytest.fixture(scope="session")
def fragile() -> Iterator[Cluster]:
    """A PostgreSQL that tests stop. Not the others' own: what they hold open would break."""
    with postgres.cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """For each database: the address of a new one, empty for SQLite in the data folder."""
    if request.param == "sqlite":
        return ""
    running: Cluster = request.getfixturevalue("fragile")
    return running.url(running.new_database())


@pytest.fixture
def here(tmp_path: Path, url: str) -> Iterator[Installation]:
    with installed(tmp_path, url) as made:
        yield made
