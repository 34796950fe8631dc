"""Days and hours as browsers send them, and no other way that Python would read as one."""

from datetime import UTC, date, datetime, time


def day(typed: str) -> date:
    """Raises ValueError with what to say."""
    try:
        return datetime.strptime(typed.strip(), "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise ValueError("Please say the day as year, month and day, as in 2026-05-14.") from None


def hour(typed: str) -> time:
    """Raises ValueError with what to say."""
    try:
        return datetime.strptime(typed.strip(), "%H:%M").replace(tzinfo=UTC).time()
    except ValueError:
        raise ValueError("Please say the time in hours and minutes, as in 18:30.") from None
