"""What has been rendered and may be shown again, in this process, up to a measure of memory.

Nothing here goes stale: a key holds the version of what was rendered.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")

MOST_BYTES = 20 * 1024 * 1024


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
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        value = make()
        with self._lock:
            if key not in self._held:
                self._held[key] = value
                self._bytes += self._weigh(value)
            while self._bytes > self._most:
                _, gone = self._held.popitem(last=False)
                self._bytes -= self._weigh(gone)
        return value
