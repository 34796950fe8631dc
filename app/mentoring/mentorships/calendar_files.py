"""Meetings as a file that any calendar opens (RFC 5545): in UTC, so that no rule about
daylight-saving time has to travel with them.

A calendar is often not hers alone: a phone shows it locked, an employer keeps it. So a file says as
little as she likes, never the hour at which something was done, and nothing by which her file could
be matched with that of the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from app.core import keys
from app.core.keys import Keyring
from app.core.languages import Sentence, catalogue
from app.mentoring.mentorships.meeting_contents import Meeting, State

if TYPE_CHECKING:
    from icalendar import Calendar, Event

PRODUCT = "-//Appointments//EN"
NEUTRAL, PLAIN = Sentence("Appointment"), Sentence("Mentoring meeting")
DISCREET, NAMED = Sentence("Appointments"), Sentence("Mentoring")
EVERY = timedelta(hours=12)
# Outlook and Apple ask for the name of a calendar under the older of its two names.
NAMES = ("name", "x-wr-calname")


@dataclass(frozen=True)
class Telling:
    """How much a calendar says: nothing but that there is something, where she is `discreet`; whom
    she meets and what about only where she has asked for `names`. Her `language` is a code, or ''
    for English."""

    discreet: bool = False
    names: bool = False
    language: str = ""

    @property
    def says_names(self) -> bool:
        return self.names and not self.discreet

    def said(self, words: Sentence) -> str:
        spoken = catalogue(self.language) if self.language else None
        return spoken.in_words(words) if spoken else words


@dataclass(frozen=True)
class Appointment:
    """A meeting as it goes into the calendar of one member; `other` is the other's name."""

    id: int
    owner: UUID
    meeting: Meeting
    other: str
    is_live: bool = True


def written(ring: Keyring, appointments: Iterable[Appointment], telling: Telling) -> bytes:
    """The file, in UTF-8, its lines folded and ended as RFC 5545 asks in section 3.1."""
    made: bytes = _calendar(ring, appointments, telling).to_ical()
    return made


def feed(ring: Keyring, appointments: Iterable[Appointment], telling: Telling) -> bytes:
    """The same with a name of its own, and how often to ask again (RFC 7986, section 5.7)."""
    calendar = _calendar(ring, appointments, telling)
    for name in NAMES:
        calendar.add(name, telling.said(DISCREET if telling.discreet else NAMED))
    calendar.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    made: bytes = calendar.to_ical()
    return made


def _calendar(ring: Keyring, appointments: Iterable[Appointment], telling: Telling) -> "Calendar":
    # Not for every process: its library takes memory, and calendars are asked for rarely.
    from icalendar import Calendar  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for one in appointments:
        calendar.add_component(_event(ring, one, telling))
    return calendar


def _event(ring: Keyring, one: Appointment, telling: Telling) -> "Event":
    from icalendar import Event  # noqa: PLC0415

    plan, event = one.meeting.plan, Event()
    event.add("uid", str(_uid(ring, one)))
    # The day alone: a calendar need not know at what hour she answered.
    event.add("dtstamp", datetime.combine(one.meeting.changed, time(), UTC))
    event.add("dtstart", plan.at)
    event.add("dtend", plan.end)
    event.add("sequence", one.meeting.sequence)
    event.add("status", _status(one))
    event.add("class", "PRIVATE")
    event.add("summary", _summary(one, telling))
    if not telling.discreet:
        event.add("description", _description(one, telling))
    return event


def _uid(ring: Keyring, one: Appointment) -> UUID:
    """Always the same, for her alone; from nobody else's can it be worked out."""
    key = ring.derive("calendar-uid/v1")
    return UUID(bytes=keys.blind(key, keys.number(one.id), one.owner.bytes), version=4)


def _status(one: Appointment) -> str:
    if not one.is_live and one.meeting.state is not State.HELD:
        return "CANCELLED"
    return _STATUS.get(one.meeting.state, "CANCELLED")


_STATUS = {
    State.PROPOSED: "TENTATIVE",
    State.CONFIRMED: "CONFIRMED",
    State.HELD: "CONFIRMED",
}


def _summary(one: Appointment, telling: Telling) -> str:
    if telling.discreet:
        return telling.said(NEUTRAL)
    if telling.says_names:
        return telling.said(Sentence("Mentoring meeting with {name}", name=one.other))
    return telling.said(PLAIN)


def _description(one: Appointment, telling: Telling) -> str:
    way = telling.said(one.meeting.plan.way.label)
    about = one.meeting.plan.about
    return f"{way}. {about}" if telling.says_names and about else f"{way}."
