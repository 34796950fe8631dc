"""When an opportunity closes, in words: by the clocks of whoever reads it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.core.clocks import said_day


@dataclass(frozen=True)
class Closing:
    """As in: 15 May; in 3 days; Friday 15 May, 17:00. `machine` is the instant in UTC."""

    day: str
    left: str
    exact: str
    machine: str
    over: bool


def said(closes: datetime, now: datetime, zone: ZoneInfo) -> Closing:
    """To somebody in this zone."""
    here, today = closes.astimezone(zone), now.astimezone(zone).date()
    day = f"{here.day} {here:%B}"
    if here.year != today.year:
        day = f"{day} {here.year}"
    exact = f"{said_day(here.date(), today)}, {here:%H:%M}"
    over = now >= closes
    left = "" if over else _left((here.date() - today).days, f"{here:%H:%M}")
    return Closing(day, left, exact, f"{closes:%Y-%m-%dT%H:%MZ}", over)


def _left(days: int, hour: str) -> str:
    if days == 0:
        return f"today at {hour}"
    return f"tomorrow at {hour}" if days == 1 else f"in {days} days"
