"""How times and numbers are said on a page."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from app.core import clock
from app.core.languages import Catalogue, Sentence, full_date, several
from app.people.safety.help_lines import Country
from app.web.kit import months

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
    """Filters that speak in one time zone and in one language."""

    def __init__(self, zone: ZoneInfo, catalogue: Catalogue | None = None) -> None:
        self._zone, self._catalogue = zone, catalogue
        # The same few moments are said again and again within a minute.
        self._kept_ago = lru_cache(MOMENTS)(self._ago)

    def when(self, at: datetime | date, zone: str = "") -> Markup:
        """The full date, and for a moment the hour: what stays true on a page that is kept.

        In the zone of this name, where one is given.
        """
        return _time(at, self._said(at, ZoneInfo(zone) if zone else self._zone))

    def ago(self, at: datetime | date, now: datetime | None = None) -> Markup:
        """How long since, in words; after a week the date. `now` to the minute."""
        return self._kept_ago(at, now or clock.minute())

    def day(self, day: date) -> str:
        return self._catalogue.full_date(day) if self._catalogue else full_date(day)

    def month(self, month: str) -> str:
        """Of an address, as in March 2028."""
        first = months.bounds(month)[0]
        return self._catalogue.day(first, "yMMMM") if self._catalogue else f"{first:%B %Y}"

    def count(self, n: int, one: str, many: str) -> str:
        """A number with its noun: 1 reply, 2,140 replies."""
        if self._catalogue is None:
            return count(n, one, many)
        said = self._catalogue.counted(n, f"{{n}} {one}", f"{{n}} {many}")
        return said.replace("{n}", self._catalogue.number(n))

    def capital(self, words: str) -> str:
        """Words of ours where a sentence begins."""
        said = self._in_words(words) if isinstance(words, Sentence) else words
        return said[:1].upper() + said[1:]

    def waited(self, since: datetime | date) -> Waited:
        """How long nobody has answered what came then. Of what knows its day alone no hour is said,
        nor is it long before the second day after: on the first it may be minutes old."""
        now = clock.minute()
        if isinstance(since, datetime):
            hours = int((now - since).total_seconds()) // 60 // HOUR
            return Waited(self._in_words(_hours(hours)), hours >= LONG)
        days = (now.astimezone(self._zone).date() - since).days
        if days <= 1:
            since_when = Sentence("Since yesterday") if days == 1 else Sentence("Since today")
            return Waited(self._in_words(since_when), long=False)
        return Waited(self._in_words(_unanswered_for(days)), long=True)

    def countries(self, known: Iterable[Country]) -> list[tuple[Country, str]]:
        """Each with what it is called, by which they stand in order."""
        said = self._catalogue
        if said is None:
            return [(one, one.name) for one in known]
        called = [(one, said.land(one.land)) for one in known]
        return sorted(called, key=lambda pair: pair[1].casefold())

    def _ago(self, at: datetime | date, now: datetime) -> Markup:
        if isinstance(at, datetime):
            past = now - at
            if past < timedelta(days=1):
                return _time(at, self._in_words(_short(past)), relative=True)
            return _time(at, self._days(at.astimezone(self._zone).date(), now))
        return _time(at, self._days(at, now))

    def _said(self, at: datetime | date, zone: ZoneInfo) -> str:
        if isinstance(at, datetime):
            here = at.astimezone(zone)
            return f"{self.day(here.date())}, {here:%H:%M}"
        return self.day(at)

    def _days(self, day: date, now: datetime) -> str:
        today = now.astimezone(self._zone).date()
        past = (today - day).days
        if past <= 1:
            return self._in_words(Sentence("yesterday") if past == 1 else Sentence("today"))
        if past < WEEK:
            return self._catalogue.day(day, "EEEE") if self._catalogue else f"{day:%A}"
        if day.year != today.year:
            return self.day(day)
        return self._catalogue.day(day, "MMMMd") if self._catalogue else f"{day.day} {day:%B}"

    def _in_words(self, words: Sentence) -> str:
        return self._catalogue.in_words(words) if self._catalogue else words


def count(n: int, one: str, many: str) -> str:
    """A number with its noun in English."""
    return f"{n:,} {one if n == 1 else many}"


def _hours(hours: int) -> Sentence:
    if hours < 1:
        return Sentence("New within the hour")
    if hours < 2 * DAY:
        return several("{n} hour without an answer", "{n} hours without an answer", hours)
    return _unanswered_for(hours // DAY)


def _unanswered_for(days: int) -> Sentence:
    return several("{n} day without an answer", "{n} days without an answer", days)


def _short(past: timedelta) -> Sentence:
    minutes = int(past.total_seconds()) // 60
    if minutes <= 1:
        return Sentence("just now")
    if minutes < HOUR:
        return several("{n} min ago", "{n} min ago", minutes)
    return several("{n} h ago", "{n} h ago", minutes // HOUR)


def _time(at: datetime | date, said: str, *, relative: bool = False) -> Markup:
    machine = f"{at:%Y-%m-%dT%H:%MZ}" if isinstance(at, datetime) else at.isoformat()
    mark = " data-ago" if relative else ""
    return Markup(f"<time datetime={machine}{mark}>{escape(said)}</time>")  # noqa: S704


def stop(words: str) -> str:
    """What ends a sentence after these words: nothing after such as end one themselves."""
    return "" if words.rstrip('”’")').endswith((".", "!", "?", "…")) else "."
