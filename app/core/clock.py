"""The only place that knows what time it is."""

from datetime import UTC, date, datetime, timedelta


def now() -> datetime:
    return datetime.now(UTC)


def minute() -> datetime:
    """Now, to the minute: the finest time that is ever stored."""
    return now().replace(second=0, microsecond=0)


def today() -> date:
    return now().date()


def week(day: date) -> date:
    """The Monday of that day's week."""
    return day - timedelta(days=day.weekday())
