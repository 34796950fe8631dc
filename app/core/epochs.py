"""Epochs: each quarter of a year has a key of its own, which is destroyed when its time is over.

An epoch is named for its quarter, such as 2026q4; a further one in the same quarter is 2026q4.2.
"""

import calendar
import re
from collections.abc import Collection
from datetime import date
from functools import lru_cache
from itertools import count

KEPT_MONTHS = 15
_NAME = re.compile(r"(\d{4})q([1-4])(\.[1-9]\d*)?")


def quarter(day: date) -> str:
    """The name of the quarter, such as 2026q4."""
    return f"{day.year}q{(day.month + 2) // 3}"


def last_day(epoch: str) -> date:
    """The last day on which threads begin with its key. Raises ValueError for what is no epoch."""
    return _end_of_month(epoch, months=0)


def kept_until(epoch: str, months: int = KEPT_MONTHS) -> date:
    """The last day on which its key may exist: so many months after the quarter's end."""
    return _end_of_month(epoch, months)


def next_name(day: date, taken: Collection[str]) -> str:
    """What a new epoch is called that begins on this day. No name is given twice."""
    name = quarter(day)
    names = (name if n == 1 else f"{name}.{n}" for n in count(1))
    return next(name for name in names if name not in taken)


@lru_cache
def _end_of_month(epoch: str, months: int) -> date:
    found = _NAME.fullmatch(epoch)
    if found is None:
        raise ValueError(f"{epoch} is no epoch")
    year, month = divmod(int(found[1]) * 12 + int(found[2]) * 3 - 1 + months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
