"""The first word of an address leads to the same route as asking one after the other does."""

import asyncio
import re

import pytest
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route

from app.web.kit.signs import Signs
from tests import apart

WORDS = ("new", "0123456789abc", "starting-over", "7")
METHODS = ("GET", "HEAD", "POST", "DELETE")


@pytest.fixture(scope="module")
def routes(running) -> list[BaseRoute]:
    return [each for each in running.router.routes if isinstance(each, Route)]


def first(routes, scope):
    for route in routes:
        match, found = route.matches(scope)
        if match is Match.FULL:
            return route, found["path_params"]
    return None, None


def signs_of(routes):
    return Signs(routes, nobody)


async def nobody(scope, receive, send):
    raise AssertionError((scope, receive, send))


def signed(signs, scope):
    route, found = signs.route(scope)
    return route, found.get("path_params")


@pytest.mark.parametrize("word", WORDS)
def test_it_is_the_route_that_would_have_been_found(routes, word):
    signs = signs_of(routes)
    paths = {re.sub(r"{[^}]*}", word, route.path_format) for route in routes}
    for path in paths | {f"{path}/{word}" for path in paths}:
        for method in METHODS:
            scope = {"type": "http", "path": path, "method": method, "root_path": ""}
            assert signed(signs, scope) == first(routes, scope), (method, path)


@pytest.mark.parametrize("path", ["", "/", "*", "//", "/nothing", "/t", "/é", "http://elsewhere/"])
def test_whatever_else_is_asked_for_is_no_trouble(routes, path):
    scope = {"type": "http", "path": path, "method": "GET", "root_path": ""}

    assert signed(signs_of(routes), scope) == first(routes, scope)


def test_what_is_no_page_is_left_to_others(routes):
    assert signs_of(routes).route({"type": "lifespan"}) == (None, {})


def test_routes_that_begin_with_any_word_keep_their_turn():
    async def page(request):
        raise AssertionError(request)

    routes = [Route(path, page) for path in ("/a/{x}", "/{any}/b", "/a/b", "/c/b")]
    signs = signs_of(routes)
    for path in ("/a/b", "/c/b", "/d/b"):
        scope = {"type": "http", "path": path, "method": "GET", "root_path": ""}
        assert signed(signs, scope) == first(routes, scope)


def test_what_is_late_is_made_once_and_when_it_is_asked_for():
    made, asked = [], []

    def room():
        made.append("room")
        return [Route("/late/{x}", page)]

    async def page(request):
        asked.append(request.path_params["x"])
        return Response()

    async def ask(path):
        scope = {"type": "http", "path": path, "method": "GET", "root_path": "", "headers": []}
        await signs(scope, nothing, nothing)

    async def all_at_once():
        await ask("/here")
        assert made == []
        await asyncio.gather(*(ask(f"/late/{n}") for n in range(3)))

    signs = Signs([Route("/here", lambda _: Response())], nobody, {"late": room})
    apart.run(all_at_once())

    assert made == ["room"]
    assert sorted(asked) == ["0", "1", "2"]


async def nothing(*_message):
    return {"type": "http.disconnect"}
