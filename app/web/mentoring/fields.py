"""Fields that forms about mentoring have in common."""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from app.core import text

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LAST = 2200


def _day(typed: object) -> date | None:
    """Raises ValueError with a sentence to her."""
    said = str(typed).strip()
    if not said:
        return None
    if _DAY.fullmatch(said):
        try:
            day = date.fromisoformat(said)
        except ValueError:
            day = date.max
        if day.year < _LAST:
            return day
    raise ValueError("Write a day as in 2026-03-14.")


# A day, or none.
Day = Annotated[date | None, BeforeValidator(_day)]
# Some words, of a paragraph or a page; and the same where there need not be any.
Sentences = Annotated[text.Body, StringConstraints(max_length=400)]
Words = Annotated[text.Paragraphs, StringConstraints(max_length=2000)]
