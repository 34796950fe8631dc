"""How long something outside may take, in steps and in all."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """In seconds. `total` is for a whole question, however slowly its answer drips."""

    connect: float = 5.0
    read: float = 5.0
    total: float = 15.0


class Budget:
    """The time that is left for one question."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._until = time.monotonic() + seconds

    @contextmanager
    def running(self) -> Iterator[None]:
        """Inside alone does time go by."""
        self._until = time.monotonic() + self._left
        try:
            yield
        finally:
            self._left = self._until - time.monotonic()

    def at_most(self, seconds: float) -> float:
        """So long may the next step take. Raises TimeoutError when nothing is left."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(seconds, left)
