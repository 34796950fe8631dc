"""Many at once: real threads, let go together."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import TypeVar

from app.web.kit import route
from tests.browser import Browser
from tests.client import Client

T = TypeVar("T")

HANDS = 8


@contextmanager
def many_hands(hands: int = HANDS) -> Iterator[None]:
    """Answer with more threads than one process has, as several processes would."""
    was = route._pool
    with ThreadPoolExecutor(hands) as pool:
        route._pool = pool
        try:
            yield
        finally:
            route._pool = was


def at_once(deeds: list[Callable[[], T]]) -> list[T]:
    """The results in order, after all have begun together."""
    together = Barrier(len(deeds))

    def begin(deed: Callable[[], T]) -> T:
        together.wait(timeout=30)
        return deed()

    with ThreadPoolExecutor(len(deeds)) as crowd:
        return list(crowd.map(begin, deeds))


def twin(web: Browser) -> Browser:
    """Another window of the same browser, which may be used beside it."""
    client = Client(web.client.app)
    client.cookies.update(dict(web.client.cookies))
    return Browser(client, web.house)
