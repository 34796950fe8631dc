"""How often somebody may do something. Counted in memory alone: who did what when is not kept.

Where several processes share a Redis it counts for all of them, and each for itself beside that:
while it is away, what it allows is not less strict than what one process knows.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from enum import Enum
from math import ceil
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from app.core import clock, keys
from app.core.errors import TooOften

if TYPE_CHECKING:
    from app.core.shared import Shared

# What `Limiter` does, in one step for all processes: the latest moments of one, the oldest first,
# gone by themselves. Returns how many there are within the time, or less than 0: the wait.
_COUNT = """
local now, within, times, how = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local held = redis.call('LRANGE', KEYS[1], 0, -1)
local left = (#held >= times) and (tonumber(held[1]) + within - now) or 0
if how ~= 'count' and left > 0 then return -left end
if how == 'check' then return 0 end
redis.call('RPUSH', KEYS[1], ARGV[1])
redis.call('LTRIM', KEYS[1], -times, -1)
redis.call('PEXPIRE', KEYS[1], within)
local seen = 1
for _, at in ipairs(held) do
  if tonumber(at) > now - within then seen = seen + 1 end
end
return math.min(seen, times)
"""


class Limit(Enum):
    """What is limited, and how often one person or one network may do it within what time."""

    SIGN_IN_FAILURES = 10, timedelta(minutes=15)
    CODE_FAILURES = 5, timedelta(minutes=15)
    # A code of an app fits for a minute and a half, a challenge for fifteen.
    CODES = 1, timedelta(minutes=2)
    CHALLENGES = 1, timedelta(minutes=16)
    RESETS = 3, timedelta(hours=1)
    JOINS = 20, timedelta(hours=1)
    JOINS_OF_BLOCK = 60, timedelta(hours=1)
    # Beyond it a question is asked, and nobody refused (people/joining/challenge.py).
    JOINS_HERE = 50, timedelta(hours=1)
    JOINING_CHALLENGES = 1, timedelta(hours=1)
    JOINING_INVITATIONS = 25, timedelta(days=1)
    JOINING_ANSWERS = 40, timedelta(hours=1)
    EXPORTS = 6, timedelta(hours=1)
    IMPORTS = 25, timedelta(hours=1)
    POSTS = 20, timedelta(minutes=10)
    REPORTS = 15, timedelta(hours=1)
    WORDS_TO_TEAM = 30, timedelta(hours=1)
    POSTS_IN_AN_HOUR = 500, timedelta(hours=1)
    MESSAGES = 20, timedelta(minutes=1)
    CONVERSATIONS = 20, timedelta(days=1)
    INTRODUCTIONS = 12, timedelta(days=1)
    FIRST_CONVERSATIONS = 3, timedelta(days=1)
    INVITATIONS = 24, timedelta(days=1)
    ORGANISATION_INVITATIONS = 100, timedelta(days=1)
    SMALL_DEEDS = 120, timedelta(minutes=1)
    SEARCHES = 40, timedelta(minutes=1)
    DRAFTS_LOOKED_AT = 60, timedelta(minutes=1)
    MENTORING_ANSWERS = 10, timedelta(days=1)
    API_CALLS = 600, timedelta(minutes=10)

    def __init__(self, times: int, within: timedelta) -> None:
        self.times = times
        self.within = within


class Left(NamedTuple):
    """How many times are left, and in how many seconds there are all of them again."""

    times: int
    seconds: int


class Limiter:
    """A moving window for everybody, by a key that only this process can make: a memory image
    names nobody. Whose last deed is out of the window is forgotten."""

    def __init__(self, shared: "Shared | None" = None) -> None:
        self._key = keys.random_bytes(32)
        self._lock = Lock()
        # The latest moments of each, which take least as a tuple; whoever did something last stands
        # last.
        self._moments: dict[Limit, OrderedDict[bytes, tuple[datetime, ...]]] = {
            limit: OrderedDict() for limit in Limit
        }
        self._shared = shared

    def hit(self, limit: Limit, who: bytes | str) -> None:
        """Count one. Raises TooOften when the measure is full."""
        everywhere = self._ask(limit, who, "hit")
        key = self._blind(who)
        with self._lock:
            if everywhere is None:
                self._require_room(limit, key)
            else:
                self._forget(limit)
            self._note(limit, key)

    def count(self, limit: Limit, who: bytes | str) -> int:
        """Count one, and return how many there were within its time, never more than its measure:
        the same moving window, for whoever draws a line of her own within it."""
        everywhere = self._ask(limit, who, "count")
        key = self._blind(who)
        with self._lock:
            moments = self._note(limit, key)
            since = self._forget(limit)
            here = sum(moment > since for moment in moments)
        return here if everywhere is None else everywhere

    def check(self, limit: Limit, who: bytes | str) -> None:
        """Raises TooOften when the measure is full, and counts nothing."""
        if self._ask(limit, who, "check") is None:
            with self._lock:
                self._require_room(limit, self._blind(who))

    def left(self, limit: Limit, who: bytes | str) -> Left:
        """What this process knows of it. Counts nothing."""
        with self._lock:
            since = self._forget(limit)
            moments = self._moments[limit].get(self._blind(who), ())
            here = sum(moment > since for moment in moments)
            last = moments[-1] - since if here else timedelta()
        return Left(limit.times - here, ceil(last.total_seconds()))

    def _ask(self, limit: Limit, who: bytes | str, how: str) -> int | None:
        """How many there are in all processes; None where they share nothing, or cannot now.

        Raises TooOften.
        """
        if self._shared is None:
            return None
        key = self._shared.name(f"limit {limit.name}", _bytes(who))
        now = int(clock.now().timestamp() * 1000)
        given = (now, int(limit.within.total_seconds() * 1000), limit.times, how)
        counted = self._shared.ask(lambda redis: redis.eval(_COUNT, 1, key, *given))
        if counted is None:
            return None
        number = int(counted)
        if number < 0:
            raise TooOften(timedelta(seconds=ceil(-number / 1000)))
        return number

    def _note(self, limit: Limit, key: bytes) -> tuple[datetime, ...]:
        """That she does it now; returns when she did it, as often as is ever asked."""
        held = self._moments[limit]
        moments = (*held.pop(key, ()), clock.now())[-limit.times :]
        held[key] = moments
        return moments

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
        return keys.blind(self._key, _bytes(who))


def _bytes(who: bytes | str) -> bytes:
    return who.encode() if isinstance(who, str) else who
