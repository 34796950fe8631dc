"""A day as one remembers it: last spring, in autumn three years ago."""

from datetime import date

from app.community.softening.rules import ONES

SEASONS = ("winter", "spring", "summer", "autumn")
HALF_A_YEAR, YEAR = 6, 12
LONG_AGO = 10


def of(month: int, *, is_south: bool) -> str:
    return SEASONS[_count(0, month, is_south=is_south) % 4]


def since(year: int, month: int, today: date, *, is_south: bool) -> tuple[str, bool]:
    """The words for a month, seen from today, and whether they need an "in" before them."""
    then = _count(year, month, is_south=is_south)
    now = _count(today.year, today.month, is_south=is_south)
    season, years = SEASONS[then % 4], now // 4 - then // 4
    if then > now:
        return ("later this year" if year == today.year else "another year"), False
    if years == 0 or (years == 1 and now - then <= len(SEASONS)):
        return f"{'last' if years else 'this'} {season}", False
    if years == 1:
        return f"{season} last year", True
    if years <= LONG_AGO:
        return f"{season} {ONES[years]} years ago", True
    return "many years ago", False


def _count(year: int, month: int, *, is_south: bool) -> int:
    """The number of a month's season since the year 0; December begins the next year's winter."""
    return (year * YEAR + month + (HALF_A_YEAR if is_south else 0)) // 3
