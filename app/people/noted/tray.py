"""The tray: what there is for a member, as numbers, in the memory of this process.

So the bell above every page costs no question. What of it she has seen is in her bundles, so that
the bell falls silent the moment she has.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from math import inf
from uuid import UUID

KEPT = 5000


@dataclass(frozen=True)
class Told:
    """What there was when it was last looked for: each thing's number, and how far it goes.

    `noted` is the number of the newest thing in her list that is among them. `listed` are the
    things there, `threads` those that she follows, with their circles, `openings` the newest thread
    of each circle that she follows, `words` the kind words on what she wrote without her name,
    `talks` her conversations. `at` is when, in seconds.
    """

    noted: int = 0
    listed: tuple[tuple[int, int], ...] = ()
    threads: tuple[tuple[int, int, int], ...] = ()
    openings: tuple[tuple[int, int], ...] = ()
    words: tuple[tuple[int, int], ...] = ()
    talks: tuple[tuple[int, int], ...] = ()
    at: float = field(default=-inf, compare=False)

    @property
    def circles(self) -> Collection[int]:
        """The circles of which her bundles are needed to say what she has seen."""
        return {circle_id for circle_id, *_ in (*self.threads, *self.openings)}


NOTHING = Told()


class Tray:
    """What this process knows of the members who are here."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[UUID, Told] = OrderedDict()

    def of(self, member_id: UUID) -> Told:
        with self._lock:
            return self._kept.get(member_id, NOTHING)

    def put(self, member_id: UUID, told: Told) -> None:
        with self._lock:
            self._kept[member_id] = told
            self._kept.move_to_end(member_id)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
