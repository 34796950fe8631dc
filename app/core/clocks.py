"""What clocks in a zone show, and the moments that it is.

Where clocks are put forward an hour is left out; where they are put back one comes twice. Both are
found by asking the zone back and forth (PEP 495).
"""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.core.days import SaidDay
from app.core.languages import Sentence

BOTH = 2


class Which(StrEnum):
    """Of an hour that comes twice."""

    EARLIER = "earlier"
    LATER = "later"


def said_day(day: date, today: date) -> Sentence:
    """As in Thursday 14 May; with its year where that is another than now."""
    return Sentence("{day}", day=SaidDay(day, weekday=True, year=day.year != today.year))


def readings(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The moments in UTC, in order, at which clocks there show this: none, one or two."""
    shown = datetime.combine(day, at)
    both = {_moment(shown, zone, fold) for fold in (0, 1)}
    return tuple(sorted(one for one in both if one.astimezone(zone).replace(tzinfo=None) == shown))


def left_out(day: date, at: time, zone: ZoneInfo) -> str:
    """What to say of a time that there is not."""
    # What the old offset makes of it is as long after the change as she asked for.
    instead = _moment(datetime.combine(day, at), zone, 0).astimezone(zone)
    return Sentence(
        "Clocks are put forward that day, and there is no {time}. "
        "Choose another time, such as {other}.",
        time=f"{at:%H:%M}",
        other=f"{instead:%H:%M}",
    )


def _moment(shown: datetime, zone: ZoneInfo, fold: int) -> datetime:
    return shown.replace(tzinfo=zone, fold=fold).astimezone(UTC)
