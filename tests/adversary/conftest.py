"""Worlds for a test, as many as it wants, each on a new database of the kind it is run with."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests import memory
from tests.adversary import worlds
from tests.adversary.worlds import World
from tests.conftest import DATABASES
from tests.postgres import Cluster, find_programs

# For what takes minutes and compares pages, or looks for what was planted. In PostgreSQL a row that
# changes changes its place as well, and with it the order of whatever is asked for without one.
ONE = "postgresql" if find_programs() else "sqlite"
on_one_database = pytest.mark.parametrize("new_world", [ONE], indirect=True)

NewWorld = Callable[[], AbstractContextManager[World]]


@pytest.fixture(scope="module", params=DATABASES)
def new_world(request: pytest.FixtureRequest) -> NewWorld:
    @contextmanager
    def opened() -> Iterator[World]:
        with memory.folder() as place:
            url, log = f"sqlite:///{place}/var/common-thread.db", None
            if request.param == "postgresql":
                cluster: Cluster = request.getfixturevalue("cluster")
                url, log = cluster.url(cluster.new_database()), cluster.home / "log"
            with worlds.opened(place, url, log) as world:
                yield world

    return opened
