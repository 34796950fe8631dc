"""A day as one remembers it: last spring, in autumn three years ago."""

from datetime import date

from app.core.languages import Sentence, phrases, words

SEASONS = phrases({0: "winter", 1: "spring", 2: "summer", 3: "autumn"})
THIS = phrases({0: "this winter", 1: "this spring", 2: "this summer", 3: "this autumn"})
LAST = phrases({0: "last winter", 1: "last spring", 2: "last summer", 3: "last autumn"})
AGO = phrases(
    {
        2: "two years ago",
        3: "three years ago",
        4: "four years ago",
        5: "five years ago",
        6: "six years ago",
        7: "seven years ago",
        8: "eight years ago",
        9: "nine years ago",
        10: "ten years ago",
    }
)
HALF_A_YEAR, YEAR = 6, 12
LONG_AGO = max(AGO)


def of(month: int, *, is_south: bool) -> Sentence:
    return SEASONS[_count(0, month, is_south=is_south) % 4]


def since(year: int, month: int, today: date, *, is_south: bool) -> tuple[Sentence, bool]:
    """The words for a month, seen from today, and whether they need an "in" before them."""
    then = _count(year, month, is_south=is_south)
    now = _count(today.year, today.month, is_south=is_south)
    at, years = then % 4, now // 4 - then // 4
    if then > now:
        return words("later this year" if year == today.year else "another year"), False
    if years == 0 or (years == 1 and now - then <= len(SEASONS)):
        return (LAST if years else THIS)[at], False
    if years == 1:
        return Sentence("{season} last year", season=SEASONS[at]), True
    if years <= LONG_AGO:
        return Sentence("{season} {ago}", season=SEASONS[at], ago=AGO[years]), True
    return Sentence("many years ago"), False


def _count(year: int, month: int, *, is_south: bool) -> int:
    """The number of a month's season since the year 0; December begins the next year's winter."""
    return (year * YEAR + month + (HALF_A_YEAR if is_south else 0)) // 3
