"""How often pages were asked for and how long that took: numbers alone.

Whoever watches a number all day sees when it moves. So of all requests together it is known at
every moment how they went; which pages were asked for is told at full hours, and which deeds were
done when the day turns, since the row of an anonymous post keeps no more than its day.
"""

import logging
import threading
import time
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import event

from app.core import clock
from app.core.db import Database
from app.core.trouble import is_away

log = logging.getLogger("app.requests")

Name = TypeVar("Name")

# Upper edges, in seconds.
STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
NO_DEEDS = frozenset({"GET", "HEAD"})


class Kind(NamedTuple):
    """What is counted together: the pattern of an address is none of its values, and `status` is
    the class of it."""

    method: str
    route: str
    status: str


@dataclass(slots=True)
class Spread:
    """How many requests took how long: `counts` between the steps, and beyond the last."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(STEPS) + 1))
    seconds: float = 0.0

    @property
    def number(self) -> int:
        return sum(self.counts)

    def most(self, part: float) -> float:
        """The step within which so large a part of them was done."""
        reached = 0
        for count, step in zip(self.counts, STEPS, strict=False):
            reached += count
            if reached >= part * self.number:
                return step
        return STEPS[-1]

    def note(self, seconds: float) -> None:
        self.counts[bisect_left(STEPS, seconds)] += 1
        self.seconds += seconds

    def add(self, other: "Spread") -> None:
        self.counts = [a + b for a, b in zip(self.counts, other.counts, strict=True)]
        self.seconds += other.seconds


class Tally:
    """The numbers of one process. Whoever looks is in another thread than whoever counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: dict[str, Spread] = {}
        self._untold: dict[Kind, Spread] = {}
        self._told: dict[Kind, Spread] = {}
        self._hour, self._day = _hour(), clock.today()
        self._beat = time.monotonic()
        self.database_errors = 0

    def note(self, kind: Kind, seconds: float) -> None:
        with self._lock:
            # Only a deed is answered by sending her on: of all together that is not told apart.
            _in(self._all, "2xx" if kind.status == "3xx" else kind.status).note(seconds)
            _in(self._untold, kind).note(seconds)

    def turn(self) -> list[tuple[Kind, Spread]]:
        """To be called often: tell what may be told now, and return that."""
        self._beat = time.monotonic()
        if self._hour == _hour():
            return []
        today = clock.today()
        with self._lock:
            day_turns, self._day, self._hour = today != self._day, today, _hour()
            now = [kind for kind in self._untold if day_turns or kind.method in NO_DEEDS]
            told = sorted((kind, self._untold.pop(kind)) for kind in now)
            for kind, spread in told:
                _in(self._told, kind).add(spread)
        return told

    def watch(self, database: Database) -> None:
        """Count how often this database could not be asked."""
        for engine in database.engines:
            event.listen(engine, "handle_error", self._note_error)

    def all(self) -> dict[str, Spread]:
        """How all requests went up to this moment, by the class of their status."""
        with self._lock:
            return {status: _copy(spread) for status, spread in self._all.items()}

    def told(self) -> dict[Kind, Spread]:
        """By pages up to the last full hour, by deeds up to the last turn of the day."""
        with self._lock:
            return {kind: _copy(spread) for kind, spread in self._told.items()}

    @property
    def silence(self) -> float:
        """The seconds since somebody called `turn`, as the chores do every few seconds."""
        return time.monotonic() - self._beat

    def _note_error(self, context: Any) -> None:
        if context.sqlalchemy_exception and is_away(context.sqlalchemy_exception):
            self.database_errors += 1


def tell(tally: Tally) -> None:
    """Log what may be told by now, a line for each kind: how many there were, how long one took on
    average, and within which step all but one of twenty were done."""
    for kind, spread in tally.turn():
        numbers = {"method": kind.method, "route": kind.route, "status": kind.status}
        times = {"ms": in_ms(spread.seconds / spread.number), "ms_95": in_ms(spread.most(0.95))}
        log.info("requests", extra={"numbers": numbers | {"requests": spread.number} | times})


def in_ms(seconds: float) -> int:
    return round(seconds * 1000)


def _in(counted: dict[Name, Spread], name: Name) -> Spread:
    found = counted.get(name)
    if found is None:
        found = counted[name] = Spread()
    return found


def _copy(spread: Spread) -> Spread:
    return Spread(list(spread.counts), spread.seconds)


def _hour() -> tuple[int, ...]:
    return clock.now().timetuple()[:4]
