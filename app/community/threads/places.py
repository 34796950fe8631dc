"""Where a walk through threads by their days stands."""

from datetime import date
from typing import NamedTuple

from app.core import keys


class Place(NamedTuple):
    """A thread on the walk: the day by which it is ordered, and its number."""

    day: date
    thread_id: int

    def __str__(self) -> str:
        """As an address says it."""
        return f"{self.day.isoformat()}.{keys.base32(self.thread_id)}"


def read(said: str) -> Place | None:
    """What an address says; None, which is the beginning, where it says nothing that fits."""
    day, _, thread_id = said.partition(".")
    try:
        return Place(date.fromisoformat(day), keys.from_base32(thread_id))
    except ValueError:
        return None
