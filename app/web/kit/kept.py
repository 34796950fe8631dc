"""What has been rendered and may be shown again, in this process, up to a measure of memory.

Nothing here goes stale: a key holds the version of what was rendered.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from markupsafe import Markup

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MOST_BYTES = 3 * 1024 * 1024


class Kept(Generic[V]):
    """The least recently shown gives way first. `weigh` says how many bytes a value takes."""

    def __init__(self, weigh: Callable[[V], int], most: int = MOST_BYTES) -> None:
        self._weigh = weigh
        self._most = most
        self._held: OrderedDict[Hashable, V] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value kept under this key, or a new one; two may make it at once."""
        value = self._find(key)
        if value is None:
            value = make()
            self._keep({key: value})
        return value

    def all(self, keys: Sequence[K], make: Callable[[Sequence[K]], Mapping[K, V]]) -> Mapping[K, V]:
        """The values under these keys, in their order; `make` makes what is missing, if it can."""
        with self._lock:
            held = {key: value for key in keys if (value := self._look_up(key)) is not None}
        # Mostly so; keys may be long, and each look for one reads all of it.
        if len(held) == len(keys):
            return held
        missing = [key for key in keys if key not in held]
        if missing:
            fresh = make(missing)
            self._keep(fresh)
            held |= fresh
        return {key: held[key] for key in keys if key in held}

    def _find(self, key: Hashable) -> V | None:
        with self._lock:
            return self._look_up(key)

    def _look_up(self, key: Hashable) -> V | None:
        value = self._held.get(key)
        if value is not None:
            self._held.move_to_end(key)
        return value

    def _keep(self, fresh: Mapping[Any, V]) -> None:
        with self._lock:
            for key, value in fresh.items():
                if key not in self._held:
                    self._held[key] = value
                    self._bytes += self._weigh(value)
            while self._bytes > self._most:
                _, gone = self._held.popitem(last=False)
                self._bytes -= self._weigh(gone)


def joined(pieces: Iterable[Markup]) -> Markup:
    """One after the other. Markup's own way looks at each of them, whether it is HTML."""
    return Markup("".join(pieces))  # noqa: S704  # each is HTML already
