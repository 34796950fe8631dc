"""Where a page is found sooner than by looking at every route before it."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send


class Signs:
    """Pure ASGI, before the framework's router: looks only among the routes that begin with the
    first word of the path. What it does not find whole, also by its method, is for the router,
    which knows what else to say."""

    def __init__(
        self,
        routes: Iterable[BaseRoute],
        router: ASGIApp,
        late: Mapping[str, Callable[[], Iterable[Route]]] | None = None,
    ) -> None:
        """`routes` in the order in which they are to be asked. More are `late`: what makes them is
        called when something that begins with that word is asked for."""
        self._router = router
        self._late, self._one_by_one = dict(late or {}), threading.Lock()
        self._anywhere: list[Route] = []
        self._by_word: dict[str, list[Route]] = defaultdict(lambda: [*self._anywhere])
        for route in routes:
            assert isinstance(route, Route), route
            self._put_up(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._late and scope["type"] == "http" and (word := _word(scope["path"])) in self._late:
            await asyncio.to_thread(self._fetch, word)
        route, found = self.route(scope)
        if route is None:
            await self._router(scope, receive, send)
            return
        scope.update(found)
        await route.app(scope, receive, send)

    def route(self, scope: Scope) -> tuple[Route | None, Scope]:
        """The first that takes this whole request, and what it makes of the path."""
        if scope["type"] == "http":
            for route in self._by_word.get(_word(scope["path"]), self._anywhere):
                match, found = route.matches(scope)
                if match is Match.FULL:
                    return route, found
        return None, {}

    def _fetch(self, word: str) -> None:
        with self._one_by_one:
            if word in self._late:
                for route in self._late[word]():
                    self._put_up(route)
                del self._late[word]

    def _put_up(self, route: Route) -> None:
        word = _word(route.path_format)
        if "{" in word:
            for each in (self._anywhere, *self._by_word.values()):
                each.append(route)
        else:
            self._by_word[word].append(route)


def _word(path: str) -> str:
    return path[1:].partition("/")[0]
