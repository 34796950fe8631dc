"""The only place that knows what time it is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    return datetime.now(UTC)


def minute() -> datetime:
    """Now, to the minute: the finest time that is ever stored."""
    return now().replace(second=0, microsecond=0)


def today() -> date:
    return now().date()


def today_in(zone: ZoneInfo) -> date:
    """The day that it is there."""
    return now().astimezone(zone).date()


def week(day: date) -> date:
    """The Monday of that day's week."""
    return day - timedelta(days=day.weekday())
