"""Public opportunities as a calendar that any program reads (RFC 5545): events at their hours, in
UTC, and the days on which the others close."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.community.opportunities import saying
from app.community.opportunities.models import Opportunity
from app.core import keys
from app.core.languages import Sentence

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Opportunities//EN"
EVERY = timedelta(hours=12)
# Outlook and Apple ask for the name of a calendar under the older of its two names.
NAMES = ("name", "x-wr-calname")


Say = Callable[[str], str]


def written(rows: Iterable[Opportunity], name: str, address: str, host: str, say: Say) -> bytes:
    """In UTF-8, its lines folded and ended as section 3.1 asks. `address` is what stands before a
    number in the address of its page; `say` says words of ours in whichever language."""
    # Not for every process: its library takes memory, and calendars are asked for rarely.
    from icalendar import Calendar  # noqa: PLC0415

    calendar: Calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for key in NAMES:
        calendar.add(key, name)
    calendar.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    for row in rows:
        for entry in _entries(row, address, host, say):
            calendar.add_component(entry)
    made: bytes = calendar.to_ical()
    return made


def _entries(row: Opportunity, address: str, host: str, say: Say) -> "Iterable[Event]":
    """That it takes place, and that it closes, as far as it does."""
    number = keys.base32(row.id)
    if row.begins is not None:
        event = _event(row, address, f"{number}@{host}", say)
        event.add("summary", row.title)
        event.add("dtstart", row.begins)
        if row.ends is not None:
            event.add("dtend", row.ends)
        yield event
    if row.deadline:
        day = _event(row, address, f"{number}-closes@{host}", say)
        day.add("summary", say(Sentence("Closes: {title}", title=row.title)))
        # The day that a calendar on the wall says, where it was posted from.
        closes = row.closes.astimezone(ZoneInfo(row.zone)).date()
        day.add("dtstart", closes)
        day.add("dtend", closes + timedelta(days=1))
        day.add("transp", "TRANSPARENT")
        yield day


def _event(row: Opportunity, address: str, uid: str, say: Say) -> "Event":
    from icalendar import Event  # noqa: PLC0415

    event: Event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(row.checked or row.posted, time(), UTC))
    event.add("url", address + keys.base32(row.id))
    event.add("location", say(saying.where(row)))
    told = (row.giver, say(saying.pay_of(row)))
    event.add("description", "\n".join(part for part in told if part))
    return event
