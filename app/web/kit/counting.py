"""Counts what is answered, and logs what failed: by the pattern of its address, never by more."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.tally import Kind, Tally, in_ms

log = logging.getLogger("app.requests")

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
FAILED = 500
STATIC = "/static/"
# Its failing is its answer, which whoever asks it notes herself.
PROBE = "/readyz"


class Counting:
    """Pure ASGI, around all else. The time is that until an answer begins: a stream has no end."""

    def __init__(self, app: ASGIApp, tally: Tally) -> None:
        self._app, self._tally = app, tally

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._note(scope, message["status"], time.perf_counter() - began)
            await send(message)

        await self._app(scope, receive, noted)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        kind = Kind(_method(scope), _pattern(scope), f"{status // 100}xx")
        self._tally.note(kind, seconds)
        if status >= FAILED and kind.route != PROBE:
            numbers = {"method": kind.method, "route": kind.route, "status": status}
            log.warning("a request failed", extra={"numbers": numbers | {"ms": in_ms(seconds)}})


def _method(scope: Scope) -> str:
    # Whoever asks may call it what she likes.
    return scope["method"] if scope["method"] in METHODS else "other"


def _pattern(scope: Scope) -> str:
    route = scope.get("route")
    if route is not None:
        return str(route.path_format)
    return STATIC if scope["path"].startswith(STATIC) else "none"
