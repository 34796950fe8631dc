"""How often somebody may do something. Counted in memory alone: who did what when is not kept."""

import math
import time
from datetime import timedelta
from enum import Enum

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.core import keys
from app.core.errors import TooOften


class Limit(Enum):
    """What is limited, and how much of it one person or one network may do."""

    SIGN_IN_FAILURES = "10 per 15 minutes"
    RESETS = "3 per hour"
    JOINS = "20 per hour"
    POSTS = "20 per 10 minutes"
    SMALL_DEEDS = "120 per minute"

    @property
    def item(self) -> RateLimitItem:
        return _ITEMS[self]


_ITEMS = {limit: parse(limit.value) for limit in Limit}


class Limiter:
    """Counts by a key that only this process can make, so that a memory image names nobody."""

    def __init__(self) -> None:
        self._key = keys.random_bytes(32)
        self._counts = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, limit: Limit, who: bytes | str) -> None:
        """Count one. Raises TooOften when the measure is full."""
        if not self._counts.hit(limit.item, limit.name, self._blind(who)):
            raise TooOften(self._wait(limit, who))

    def check(self, limit: Limit, who: bytes | str) -> None:
        """Raises TooOften when the measure is full, and counts nothing."""
        if not self._counts.test(limit.item, limit.name, self._blind(who)):
            raise TooOften(self._wait(limit, who))

    def _wait(self, limit: Limit, who: bytes | str) -> timedelta:
        free_at = self._counts.get_window_stats(limit.item, limit.name, self._blind(who)).reset_time
        return timedelta(seconds=max(1, math.ceil(free_at - time.time())))

    def _blind(self, who: bytes | str) -> str:
        return keys.blind(self._key, who.encode() if isinstance(who, str) else who).hex()
