"""A day and an hour as somebody says them, and the moments that they are.

Where clocks are put forward an hour is left out: what falls into it is refused, with the nearest
one that there is. Where they are put back one comes twice: she is asked which of the two she means,
rather than being given one. Both are found by asking the zone back and forth (PEP 495).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.core.clocks import BOTH, Which, left_out, readings, said_day
from app.core.errors import Invalid
from app.core.languages import Sentence

FURTHEST = timedelta(days=366)
_NOON = time(12)


@dataclass(frozen=True)
class Clocks:
    """The zones of the one who looks and of the other; None where the other has said none."""

    mine: ZoneInfo
    hers: ZoneInfo | None
    mine_is_known: bool = True

    def said(self, at: datetime, today: date) -> str:
        """As in: Thursday 14 May, 18:30 your time, 13:30 hers."""
        here = at.astimezone(self.mine)
        mine = {"day": said_day(here.date(), today), "time": f"{here:%H:%M}"}
        if self.hers is None:
            return Sentence("{day}, {time} your time", **mine)
        there = at.astimezone(self.hers)
        if there.replace(tzinfo=None) == here.replace(tzinfo=None):
            return Sentence("{day}, {time} for both of you", **mine)
        hers = f"{there:%H:%M}"
        if there.date() == here.date():
            return Sentence("{day}, {time} your time, {her_time} hers", **mine, her_time=hers)
        return Sentence(
            "{day}, {time} your time, {her_day}, {her_time} hers",
            **mine,
            her_day=said_day(there.date(), today),
            her_time=hers,
        )


def twice(day: date, at: time, clocks: Clocks, now: datetime) -> tuple[tuple[Which, str], ...]:
    """What there is to choose between where such an hour comes twice; nothing where it doesn’t."""
    found = readings(day, at, clocks.mine) if _is_near(day, now) else ()
    if len(found) != BOTH:
        return ()
    today = now.astimezone(clocks.mine).date()
    first, second = (clocks.said(one, today) for one in found)
    return (
        (Which.EARLIER, Sentence("Before clocks are put back: {moment}", moment=first)),
        (Which.LATER, Sentence("After clocks are put back: {moment}", moment=second)),
    )


def moment(day: date, at: time, which: Which | None, zone: ZoneInfo, now: datetime) -> datetime:
    """The moment that she means, after now and within a year. Raises Invalid on `day`, on `time`
    and, where there are two, on `which`."""
    if not _is_near(day, now):
        raise Invalid("day", "Choose a day within a year from now.")
    found = readings(day, at, zone)
    if not found:
        raise Invalid("time", left_out(day, at, zone))
    if len(found) == BOTH and which is None:
        raise Invalid(
            "which",
            Sentence("Clocks are put back that night, and {time} comes twice.", time=f"{at:%H:%M}"),
        )
    meant = found[-1] if which is Which.LATER else found[0]
    if meant <= now:
        raise Invalid("day", "That time is over. Choose one that is still to come.")
    if meant - now > FURTHEST:
        raise Invalid("day", "Choose a day within a year from now.")
    return meant


def _is_near(day: date, now: datetime) -> bool:
    """Whether it can be within a year, and is far from both ends of what dates there are, over
    which a zone could lead."""
    return abs(datetime.combine(day, _NOON, UTC) - now) <= FURTHEST + timedelta(days=2)
