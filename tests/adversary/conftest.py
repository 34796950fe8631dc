"""Worlds for a test, as many as it wants, each on a new database of the kind it is run with."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.adversary import worlds
from tests.adversary.worlds import World
from tests.conftest import DATABASES
from tests.postgres import MEMORY, Cluster

NewWorld = Callable[[], AbstractContextManager[World]]


@pytest.fixture(scope="module", params=DATABASES)
def new_world(request: pytest.FixtureRequest) -> NewWorld:
    @contextmanager
    def opened() -> Iterator[World]:
        # In memory where there is some: what is tried here is not whether a disk keeps its word.
        place = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        url, log = f"sqlite:///{place}/var/common-thread.db", None
        if request.param == "postgresql":
            cluster: Cluster = request.getfixturevalue("cluster")
            url, log = cluster.url(cluster.new_database()), cluster.home / "log"
        try:
            with worlds.opened(place, url, log) as world:
                yield world
        finally:
            shutil.rmtree(place)

    return opened
