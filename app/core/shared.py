"""What several processes share and nothing may keep: a Redis, or Valkey, without persistence.

It is never needed: while it is away, everything goes on in each process by itself. Who has none
does not load this module, whose library takes six megabytes.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from app.core import keys
from app.core.keys import Keyring

log = logging.getLogger("app.shared")

T = TypeVar("T")

# So long a request may wait for it, and so long nobody asks again after it did not answer.
PATIENCE_SECONDS = 0.25
REST_SECONDS = 1.0


class Shared:
    """One Redis, asked by everybody in this process. Whatever stands there has a blind name."""

    # What a client of it raises that cannot ask.
    trouble = RedisError, OSError

    def __init__(self, url: str, ring: Keyring) -> None:
        self.ring, self._url = ring, url
        self._names = ring.derive("shared/v1")
        self._redis = self.line(PATIENCE_SECONDS)
        self._lock = threading.Lock()
        self._rests_until = 0.0
        self._is_away = False

    def line(self, seconds: float) -> "Redis":
        """A client of its own that waits so long for an answer."""
        return Redis.from_url(
            self._url,
            protocol=2,
            socket_timeout=seconds,
            socket_connect_timeout=PATIENCE_SECONDS,
            # Once more at once: after a restart every connection that was kept is broken.
            retry=Retry(NoBackoff(), 1),
        )

    def name(self, kind: str, *parts: bytes) -> bytes:
        """Under what a thing stands: it tells neither what it is nor whose."""
        return keys.blind(self._names, kind.encode(), b"\0", *parts).hex().encode()

    def ask(self, how: Callable[["Redis"], T]) -> T | None:
        """Its answer, or None while it is away."""
        if time.monotonic() < self._rests_until:
            return None
        try:
            answer = how(self._redis)
        except self.trouble as problem:
            self.note_away(problem)
            return None
        self.note_back()
        return answer

    def note_away(self, problem: Exception) -> None:
        """Log it once, and let it rest for a while."""
        with self._lock:
            self._rests_until = time.monotonic() + REST_SECONDS
            was, self._is_away = self._is_away, True
        if not was:
            log.warning("Redis is away: %s", type(problem).__name__)

    def note_back(self) -> None:
        if self._is_away:
            with self._lock:
                was, self._is_away = self._is_away, False
            if was:
                log.warning("Redis is back")

    def advice(self) -> list[str]:
        """What of its settings would undo what members are promised, a line each."""
        found = self.ask(lambda redis: redis.config_get("save", "appendonly"))
        if found is None:
            return ["REDIS_URL: it does not answer, or does not tell its settings."]
        kept = [name for name in ("save", "appendonly") if found.get(name) not in {"", "no", None}]
        return [
            f"REDIS_URL: `{name}` is on, so it writes to the disk who did what and when; switch "
            "that off (docs/operators.md)."
            for name in kept
        ]
