"""A client that has the application answer where it is asked: in the same thread.

The library's own begins two threads for each request and crosses between them ten times, which
takes longer than most of our pages.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
from fastapi import FastAPI

WHO = ("testclient", 50000)

# As many as were ever wanted at once: of several threads that ask, each has its own.
_resting: deque[asyncio.AbstractEventLoop] = deque()


class Client(httpx2.Client):
    """A browser's cookies and its way to `app`. An answer comes when it is whole, and what the
    application raises is raised here, unless it `shows_what_breaks` as a page."""

    def __init__(
        self,
        app: FastAPI,
        base_url: str = "http://127.0.0.1:8000",
        *,
        shows_what_breaks: bool = False,
        client: tuple[str, int] = WHO,
        **more: Any,
    ) -> None:
        self.app = app
        self._way = httpx2.ASGITransport(app=app, client=client)
        self.shows_what_breaks = shows_what_breaks
        super().__init__(transport=_Straight(self._way), base_url=base_url, **more)

    @property
    def shows_what_breaks(self) -> bool:
        return not self._way.raise_app_exceptions

    @shows_what_breaks.setter
    def shows_what_breaks(self, shows: bool) -> None:
        self._way.raise_app_exceptions = not shows


class _Straight(httpx2.BaseTransport):
    def __init__(self, way: httpx2.ASGITransport) -> None:
        self._way = way

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        with _loop() as loop:
            return loop.run_until_complete(self._answer(request))

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._way.handle_async_request(request)
        body = httpx2.ByteStream(b"".join([piece async for piece in answer.stream]))
        return httpx2.Response(answer.status_code, headers=answer.headers, stream=body)


@contextmanager
def _loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = _resting.pop() if _resting else asyncio.new_event_loop()
    # A browser that this process has open for other tests leaves its loop marked as running.
    others = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield loop
    finally:
        asyncio._set_running_loop(others)
        _resting.append(loop)


def close_loops() -> None:
    while _resting:
        _resting.pop().close()
