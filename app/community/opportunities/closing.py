"""When an opportunity closes: as it is typed, as a reader’s clocks say it, as a place in lists."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.core import clock, keys
from app.core.clocks import left_out, readings, said_day
from app.core.days import SaidDay
from app.core.errors import Invalid
from app.core.languages import Sentence, several

_MINUTE = timedelta(minutes=1)
_EPOCH = datetime.fromisoformat("1970-01-01T00:00+00:00")
_DIGITS = 10
_FAR = timedelta(days=400)
FAR = Sentence("Choose a day within a year from now.")


@dataclass(frozen=True)
class Clocks:
    """By which somebody reads times: those of a zone or, where she has chosen none and a script can
    ask them, those of her device."""

    zone: ZoneInfo
    device: bool = False


@dataclass(frozen=True)
class Closing:
    """As in: 15 May; in 3 days; Friday 15 May, 17:00. `machine` is the instant in UTC, with a T
    where the script may say it by the clocks of her device."""

    day: Sentence
    left: str
    exact: Sentence
    machine: str
    over: bool


def said(closes: datetime, now: datetime, clocks: Clocks) -> Closing:
    """To somebody who reads times by these."""
    return _said(closes, now.astimezone(clocks.zone).date(), clocks, over=now >= closes)


@lru_cache(4096)
def _said(closes: datetime, today: date, clocks: Clocks, *, over: bool) -> Closing:
    here = closes.astimezone(clocks.zone)
    on, hour = here.date(), f"{here:%H:%M}"
    day = Sentence("{day}", day=SaidDay(on, year=on.year != today.year))
    exact = Sentence("{day}, {time}", day=said_day(on, today), time=hour)
    left = "" if over else _left((on - today).days, hour)
    # With a space, as HTML allows, the script leaves it alone.
    between = "T" if clocks.device else " "
    return Closing(day, left, exact, f"{closes:%Y-%m-%d}{between}{closes:%H:%MZ}", over)


def _left(days: int, hour: str) -> str:
    if days == 0:
        return Sentence("today at {hour}", hour=hour)
    if days == 1:
        return Sentence("tomorrow at {hour}", hour=hour)
    return several("in {n} day", "in {n} days", days)


def moment(day: date, at: time, zone: ZoneInfo, field: str, *, latest: bool) -> datetime:
    """What clocks there show as an instant in UTC; of an hour that comes twice the `latest`, or the
    first. Raises Invalid on the field’s `_day`, and on its `_time` where there is no such hour."""
    # Far from both ends of what dates there are, over which a zone could lead.
    if abs(datetime.combine(day, at, UTC) - clock.now()) > _FAR:
        raise Invalid(f"{field}_day", FAR)
    found = readings(day, at, zone)
    if not found:
        raise Invalid(f"{field}_time", left_out(day, at, zone))
    return found[-1 if latest else 0]


def spot(closes: datetime, number: int) -> str:
    """Where in a list it stands, for the address of what follows it."""
    return f"{(closes - _EPOCH) // _MINUTE}.{keys.base32(number)}"


def read_spot(said: str) -> tuple[datetime, int] | None:
    """What `spot` said, or None for what it never says."""
    minutes, _, number = said.partition(".")
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) <= _DIGITS):
        return None
    try:
        return _EPOCH + int(minutes) * _MINUTE, keys.from_base32(number)
    except OverflowError:
        return None
