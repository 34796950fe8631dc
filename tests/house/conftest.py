"""A world in which every address leads somewhere."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.routing import RouteContext

from app.core.limits import Limiter
from tests.house import world as worlds
from tests.house.copies import Copies
from tests.house.world import World, routes
from tests.make import Make


@pytest.fixture(scope="session")
def copies(running: FastAPI) -> Copies:
    return Copies()


@pytest.fixture
def world(copies: Copies, make: Make) -> World:
    return copies.world(worlds.build, make)


@pytest.fixture
def every_form(running: FastAPI, world: World) -> Iterator[tuple[RouteContext, str]]:
    """Each route that takes a form, with an address of it, and no limit used up. All in one world:
    for what is refused, and so changes nothing. The way to all is there before the first."""
    paths = [(route, world.path(route)) for _, route in sorted(routes(running, "POST").items())]

    def each() -> Iterator[tuple[RouteContext, str]]:
        for route, path in paths:
            running.state.house = replace(world.house, limiter=Limiter())
            yield route, path

    return each()
