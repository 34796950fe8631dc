"""When a letter goes: pure reckoning with the hours of her own time zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.oversight.notifications.choices import Choices, Rhythm

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MONDAY = 0
DAYS_LOOKED_AT = 9


def due(now: datetime, chosen: Choices, zone: ZoneInfo, *, veiled: bool) -> datetime:
    """When it goes. What somebody without a name had a part in goes at a whole hour after it, with
    everything else of that hour, so that no mailbox tells when she wrote."""
    if chosen.rhythm is not Rhythm.AT_ONCE:
        return fixed(now, chosen, zone)
    at = after_quiet(_next_whole(now) if veiled else now, chosen, zone)
    return _whole(at) if veiled else at


def fixed(now: datetime, chosen: Choices, zone: ZoneInfo) -> datetime:
    """The next time after now of those at which her letters always go."""
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=n) for n in range(DAYS_LOOKED_AT))
    weekly = chosen.rhythm is Rhythm.WEEKLY
    times = (
        after_quiet(_at(day, chosen.hour, zone), chosen, zone)
        for day in days
        if not weekly or day.weekday() == MONDAY
    )
    return next(at for at in times if at > now)


def after_quiet(at: datetime, chosen: Choices, zone: ZoneInfo) -> datetime:
    """Then, or when the quiet hours end in which that lies. An hour that a change of the clocks
    leaves out ends when the next begins; of one that comes twice the first counts."""
    begins, ends = chosen.quiet
    here = at.astimezone(zone)
    late = here.hour >= begins
    inside = (begins <= here.hour < ends) if begins < ends else (late or here.hour < ends)
    if begins == ends or not inside:
        return at
    over = here.date() + (DAY if begins > ends and late else timedelta())
    return max(at, _at(over, ends, zone))


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(ZoneInfo("UTC"))


def _next_whole(at: datetime) -> datetime:
    return at.replace(minute=0) + HOUR


def _whole(at: datetime) -> datetime:
    """Where the hour of a zone is not a whole one elsewhere, the next that is."""
    return at if at.minute == 0 else _next_whole(at)
