"""A world in which every address leads somewhere."""

import pytest

from tests.house import world as worlds
from tests.house.world import World
from tests.make import Make


@pytest.fixture
def world(make: Make) -> World:
    return worlds.build(make)
