"""How times and numbers are said on a page."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from app.core import clock
from app.core.text import full_date

MOMENTS = 5000
WEEK = 7
HOUR = 60
LONG = 12
DAY = 24


class Waited(NamedTuple):
    """How long something waits, in words, and whether that is `long`."""

    words: str
    long: bool


class Speech:
    """Filters that speak in one time zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        # The same few moments are said again and again within a minute.
        self._kept_ago = lru_cache(MOMENTS)(self._ago)

    def when(self, at: datetime | date, zone: str = "") -> Markup:
        """The full date, and for a moment the hour: what stays true on a page that is kept.

        In the zone of this name, where one is given.
        """
        return _time(at, self._said(at, ZoneInfo(zone) if zone else self._zone))

    def ago(self, at: datetime | date) -> Markup:
        """How long since, in words; after a week the date."""
        return self._kept_ago(at, clock.minute())

    def waited(self, since: datetime | date) -> Waited:
        """How long nobody has answered what came then. Of what knows its day alone no hour is said,
        nor is it long before the second day after: on the first it may be minutes old."""
        now = clock.minute()
        if isinstance(since, datetime):
            hours = int((now - since).total_seconds()) // 60 // HOUR
            return Waited(_hours(hours), hours >= LONG)
        days = (now.astimezone(self._zone).date() - since).days
        if days <= 1:
            return Waited("Since yesterday" if days == 1 else "Since today", long=False)
        return Waited(f"{days} days {_UNANSWERED}", long=True)

    def _ago(self, at: datetime | date, now: datetime) -> Markup:
        if isinstance(at, datetime):
            past = now - at
            if past < timedelta(days=1):
                return _time(at, _short(past), relative=True)
            return _time(at, self._days(at.astimezone(self._zone).date(), now))
        return _time(at, self._days(at, now))

    def _said(self, at: datetime | date, zone: ZoneInfo) -> str:
        if isinstance(at, datetime):
            here = at.astimezone(zone)
            return f"{full_date(here.date())}, {here:%H:%M}"
        return full_date(at)

    def _days(self, day: date, now: datetime) -> str:
        today = now.astimezone(self._zone).date()
        past = (today - day).days
        if past <= 0:
            return "today"
        if past == 1:
            return "yesterday"
        if past < WEEK:
            return f"{day:%A}"
        return full_date(day) if day.year != today.year else f"{day.day} {day:%B}"


def count(n: int, one: str, many: str) -> str:
    """A number with its noun: 1 reply, 2,140 replies."""
    return f"{n:,} {one if n == 1 else many}"


_UNANSWERED = "without an answer"


def _hours(hours: int) -> str:
    if hours < 1:
        return "New within the hour"
    if hours < 2 * DAY:
        return f"{count(hours, 'hour', 'hours')} {_UNANSWERED}"
    return f"{hours // DAY} days {_UNANSWERED}"


def _short(past: timedelta) -> str:
    minutes = int(past.total_seconds()) // 60
    if minutes <= 1:
        return "just now"
    return f"{minutes} min ago" if minutes < HOUR else f"{minutes // HOUR} h ago"


def _time(at: datetime | date, said: str, *, relative: bool = False) -> Markup:
    machine = f"{at:%Y-%m-%dT%H:%MZ}" if isinstance(at, datetime) else at.isoformat()
    mark = " data-ago" if relative else ""
    return Markup(f"<time datetime={machine}{mark}>{escape(said)}</time>")  # noqa: S704


def stop(words: str) -> str:
    """What ends a sentence after these words: nothing after such as end one themselves."""
    return "" if words.rstrip('”’")').endswith((".", "!", "?", "…")) else "."
