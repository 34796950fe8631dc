"""Care for moderators: how much each has looked at today. In memory alone: nobody keeps score."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from uuid import UUID

from app.core import clock

KNOWN = 500


@dataclass(frozen=True)
class Today:
    """How many cases she has opened, how many of them heavy, and whether the last one was."""

    cases: int = 0
    heavy: int = 0
    last_was_heavy: bool = False


@dataclass
class _Day:
    day: date
    opened: dict[int, bool] = field(default_factory=dict)


class Care:
    """What moderators have opened since midnight, in this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._days: OrderedDict[UUID, _Day] = OrderedDict()

    def opened(self, member_id: UUID, case_id: int, *, heavy: bool) -> None:
        """The same case again is no other case, but it is the last one now."""
        with self._lock:
            hers = self._of_today(member_id).opened
            hers.pop(case_id, None)
            hers[case_id] = heavy

    def today(self, member_id: UUID) -> Today:
        with self._lock:
            heavy = list(self._of_today(member_id).opened.values())
        return Today(len(heavy), sum(heavy), bool(heavy) and heavy[-1])

    def _of_today(self, member_id: UUID) -> _Day:
        known = self._days.pop(member_id, None)
        if known is None or known.day != clock.today():
            known = _Day(clock.today())
        self._days[member_id] = known
        if len(self._days) > KNOWN:
            self._days.popitem(last=False)
        return known
