"""The day of an entry: a date, a month where that is enough, or none; as typed and as said."""

import re
from datetime import date, timedelta

from app.core import clock, text

FIRST = date(1900, 1, 1)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


def fitting(typed: str) -> str:
    """An ISO date, an ISO month, or nothing. Raises ValueError with a sentence to her."""
    typed = typed.strip()
    if not typed:
        return ""
    try:
        day = _first(typed)
    except ValueError:
        raise ValueError("Write a day as in 2026-03-14, or a month as in 2026-03.") from None
    # Somewhere it is tomorrow already.
    if day > clock.today() + timedelta(days=1):
        raise ValueError("That day is still to come.")
    if day < FIRST:
        raise ValueError("That is very long ago. Please look at the year again.")
    return typed


def is_one(said: str) -> bool:
    """Whether it has the form of a day or a month."""
    return bool(_DAY.fullmatch(said))


def month(day: str) -> str:
    """Its month alone, where one is said."""
    return day[:7]


def spoken(day: str) -> str:
    """As in 14 March 2026, or March 2026."""
    if not day:
        return ""
    first = _first(day)
    return f"{first:%B %Y}" if day == month(day) else text.full_date(first)


def _first(said: str) -> date:
    # Python itself would also take a week, or a day without hyphens.
    if not is_one(said):
        raise ValueError
    return date.fromisoformat(said if len(said) > len("2026-03") else f"{said}-01")
