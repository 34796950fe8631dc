"""One look at a link: politely, one thing at a time, and no host more than once a second."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from app.community.links.policy import Look
from app.community.links.robots import Leave, Robots
from app.core.outbound import Answer, Failed, Gate, Refused, Result, Why

EVERY_SECONDS = 1.0
FOUND = range(200, 300)
MISSING = frozenset({404, 410})
# What some sites answer to HEAD alone.
SAID_TO_HEAD = frozenset({403, 405, 501}) | MISSING


class Pace:
    """Lets each host be, for a second after it was asked. `wait` waits, and says whether to stop
    altogether."""

    def __init__(self, wait: Callable[[float], bool]) -> None:
        self._wait = wait
        self._next: dict[str, float] = {}

    def turn(self, url: str) -> bool:
        """Wait until the host of this address may be asked. False: ask nothing any more."""
        host = urlsplit(url).hostname or ""
        now = time.monotonic()
        due = self._next.get(host, now)
        if due > now and self._wait(due - now):
            return False
        now = time.monotonic()
        self._next = {name: at for name, at in self._next.items() if at > now}
        self._next[host] = now + EVERY_SECONDS
        return True


class Looker:
    """Looks at links for the length of a round: what robots.txt says is asked once in it."""

    def __init__(self, gate: Gate, pace: Pace) -> None:
        self._gate, self._pace = gate, pace
        self._robots = Robots(gate, pace.turn)

    def look(self, url: str) -> Look:
        """What is there now, by HEAD, and by GET where that says little."""
        look, asked = self._ask("HEAD", url)
        if isinstance(asked, Answer) and asked.status in SAID_TO_HEAD:
            look, _ = self._ask("GET", url)
        return look

    def _ask(self, method: str, url: str) -> tuple[Look, Result]:
        leaves: list[Leave] = []

        def may(url: str) -> bool:
            leaves.append(self._robots.leave(url))
            return leaves[-1] is Leave.YES and self._pace.turn(url)

        asked = self._gate.ask(method, url, may=may)
        if asked == Refused(Why.UNWANTED) and leaves[-1] is not Leave.NO:
            return Look.UNCLEAR, asked
        return meaning(asked), asked


def meaning(asked: Result) -> Look:
    """What an answer says of a link."""
    if isinstance(asked, Refused):
        return Look.UNASKED
    if isinstance(asked, Failed):
        return Look.MISSING if asked.why is Why.NO_NAME else Look.UNCLEAR
    if asked.status in MISSING:
        return Look.MISSING
    return Look.THERE if asked.status in FOUND else Look.UNCLEAR
