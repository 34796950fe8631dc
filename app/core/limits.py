"""How often somebody may do something. Counted in memory alone: who did what when is not kept."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from enum import Enum
from math import ceil
from threading import Lock

from app.core import clock, keys
from app.core.errors import TooOften


class Limit(Enum):
    """What is limited, and how often one person or one network may do it within what time."""

    SIGN_IN_FAILURES = 10, timedelta(minutes=15)
    RESETS = 3, timedelta(hours=1)
    JOINS = 20, timedelta(hours=1)
    EXPORTS = 6, timedelta(hours=1)
    POSTS = 20, timedelta(minutes=10)
    REPORTS = 15, timedelta(hours=1)
    WORDS_TO_TEAM = 30, timedelta(hours=1)
    POSTS_IN_AN_HOUR = 500, timedelta(hours=1)
    MESSAGES = 20, timedelta(minutes=1)
    CONVERSATIONS = 20, timedelta(days=1)
    FIRST_CONVERSATIONS = 3, timedelta(days=1)
    SMALL_DEEDS = 120, timedelta(minutes=1)
    SEARCHES = 40, timedelta(minutes=1)
    DRAFTS_LOOKED_AT = 60, timedelta(minutes=1)

    def __init__(self, times: int, within: timedelta) -> None:
        self.times = times
        self.within = within


class Limiter:
    """A moving window for everybody, by a key that only this process can make: a memory image
    names nobody. Whose last deed is out of the window is forgotten."""

    def __init__(self) -> None:
        self._key = keys.random_bytes(32)
        self._lock = Lock()
        # The latest moments of each; whoever did something last stands last.
        self._moments: dict[Limit, OrderedDict[bytes, deque[datetime]]] = {
            limit: OrderedDict() for limit in Limit
        }

    def hit(self, limit: Limit, who: bytes | str) -> None:
        """Count one. Raises TooOften when the measure is full."""
        key, held = self._blind(who), self._moments[limit]
        with self._lock:
            self._require_room(limit, key)
            held.setdefault(key, deque(maxlen=limit.times)).append(clock.now())
            held.move_to_end(key)

    def count(self, limit: Limit, who: bytes | str) -> int:
        """Count one, and return how many there were within its time, never more than its measure:
        the same moving window, for whoever draws a line of her own within it."""
        key, held = self._blind(who), self._moments[limit]
        with self._lock:
            moments = held.setdefault(key, deque(maxlen=limit.times))
            moments.append(clock.now())
            held.move_to_end(key)
            since = self._forget(limit)
            return sum(moment > since for moment in moments)

    def check(self, limit: Limit, who: bytes | str) -> None:
        """Raises TooOften when the measure is full, and counts nothing."""
        with self._lock:
            self._require_room(limit, self._blind(who))

    def _require_room(self, limit: Limit, key: bytes) -> None:
        since = self._forget(limit)
        moments = self._moments[limit].get(key)
        if moments and len(moments) == limit.times and moments[0] > since:
            raise TooOften(timedelta(seconds=ceil((moments[0] - since).total_seconds())))

    def _forget(self, limit: Limit) -> datetime:
        """Who did nothing within its time; returns when that began."""
        held, since = self._moments[limit], clock.now() - limit.within
        while held and next(iter(held.values()))[-1] <= since:
            held.popitem(last=False)
        return since

    def _blind(self, who: bytes | str) -> bytes:
        return keys.blind(self._key, who.encode() if isinstance(who, str) else who)
