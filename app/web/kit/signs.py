"""Where a page is found sooner than by looking at every route before it."""

from collections import defaultdict
from collections.abc import Iterable

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

_FOUND = "sign"


class Signs(BaseRoute):
    """Looks only among the routes that begin with the first word of the path. It stands before
    them all: what it does not find whole, also by its method, they are asked for one by one."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        """`routes` in the order in which they are to be asked."""
        self._anywhere: list[Route] = []
        self._by_word: dict[str, list[Route]] = defaultdict(lambda: [*self._anywhere])
        for route in routes:
            assert isinstance(route, Route), route
            self._put_up(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http":
            for route in self._by_word.get(_word(scope["path"]), self._anywhere):
                match, found = route.matches(scope)
                if match is Match.FULL:
                    return match, {**found, _FOUND: route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope.pop(_FOUND).handle(scope, receive, send)

    def _put_up(self, route: Route) -> None:
        word = _word(route.path_format)
        if "{" in word:
            for each in (self._anywhere, *self._by_word.values()):
                each.append(route)
        else:
            self._by_word[word].append(route)


def _word(path: str) -> str:
    return path[1:].partition("/")[0]
