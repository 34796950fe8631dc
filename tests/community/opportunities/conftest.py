"""A house with other settings."""

from dataclasses import replace

import pytest


@pytest.fixture
def settings(running, house):
    """Change some of them, until the end of the test."""

    def change(**changed):
        other = house.settings.model_copy(update=changed)
        running.state.house = replace(house, settings=other)

    yield change
    running.state.house = house
