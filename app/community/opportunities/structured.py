"""Public opportunities as search engines read them: JSON-LD in the words of schema.org.

Sources: schema.org/JobPosting, schema.org/Event and schema.org/MonetaryGrant. What has no type of
its own there has no such data.
"""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.community.opportunities.models import Opportunity
from app.community.opportunities.words import Hours, Kind, Per, Way
from app.core import text

CONTEXT = "https://schema.org"
HUNDREDTHS = 100
# In the spelling of schema.org's examples for JobPosting.
_UNITS = {Per.HOUR: "HOUR", Per.DAY: "DAY", Per.MONTH: "MONTH", Per.YEAR: "YEAR"}
_EMPLOYMENT = {Hours.FULL: "FULL_TIME", Hours.PART: "PART_TIME"}
_ATTENDANCE = {
    Way.ON_SITE: "OfflineEventAttendanceMode",
    Way.HYBRID: "MixedEventAttendanceMode",
    Way.HOME: "OnlineEventAttendanceMode",
}
Thing = dict[str, Any]


def of(row: Opportunity, address: str) -> Thing | None:
    """What is said of it; `address` is that of its page."""
    if row.kind in {Kind.JOB, Kind.VOLUNTEERING}:
        return _job(row, address)
    if row.kind in {Kind.EVENT, Kind.SPEAKING} and row.begins is not None:
        return _event(row, address, row.begins)
    if row.kind is Kind.SCHOLARSHIP:
        return _grant(row, address)
    return None


def _job(row: Opportunity, address: str) -> Thing:
    said: Thing = {
        "@context": CONTEXT,
        "@type": "JobPosting",
        "title": row.title,
        "description": row.html,
        "url": address,
        "datePosted": (row.checked or row.posted).isoformat(),
        "validThrough": _instant(row.closes),
        "hiringOrganization": {"@type": "Organization", "name": row.giver},
    }
    volunteers = row.kind is Kind.VOLUNTEERING
    if employment := "VOLUNTEER" if volunteers else _EMPLOYMENT.get(row.hours):
        said["employmentType"] = employment
    if row.place:
        said["jobLocation"] = _place(row.place)
    if row.way is Way.HOME:
        said["jobLocationType"] = "TELECOMMUTE"
    if row.pay_from is not None:
        said["baseSalary"] = _salary(row, row.pay_from)
    return said


def _event(row: Opportunity, address: str, begins: datetime) -> Thing:
    online = {"@type": "VirtualLocation", "url": address}
    places = {
        Way.ON_SITE: _place(row.place),
        Way.HYBRID: [_place(row.place), online],
        Way.HOME: online,
    }
    said: Thing = {
        "@context": CONTEXT,
        "@type": "Event",
        "name": row.title,
        "description": _plain(row),
        "url": address,
        "startDate": _local(begins, row.zone),
        "eventStatus": f"{CONTEXT}/EventScheduled",
        "eventAttendanceMode": f"{CONTEXT}/{_ATTENDANCE[row.way]}",
        "location": places[row.way],
        "organizer": {"@type": "Organization", "name": row.giver},
    }
    if row.ends is not None:
        said["endDate"] = _local(row.ends, row.zone)
    return said


def _grant(row: Opportunity, address: str) -> Thing:
    said: Thing = {
        "@context": CONTEXT,
        "@type": "MonetaryGrant",
        "name": row.title,
        "description": _plain(row),
        "url": address,
        "funder": {"@type": "Organization", "name": row.giver},
    }
    if row.pay_from is not None:
        said["amount"] = _amount(row, row.pay_from)
    return said


def _place(place: str) -> Thing:
    # All that is known of it: whether a town, a street or a building.
    return {"@type": "Place", "name": place, "address": place}


def _salary(row: Opportunity, low: int) -> Thing:
    value: Thing = {"@type": "QuantitativeValue"} | _range(low, row.pay_to)
    if unit := _UNITS.get(row.per):
        value["unitText"] = unit
    return {"@type": "MonetaryAmount", "currency": row.currency, "value": value}


def _amount(row: Opportunity, low: int) -> Thing:
    return {"@type": "MonetaryAmount", "currency": row.currency} | _range(low, row.pay_to)


def _range(low: int, high: int | None) -> Thing:
    if high is None or high == low:
        return {"value": _number(low)}
    return {"minValue": _number(low), "maxValue": _number(high)}


def _number(hundredths: int) -> int | float:
    whole, rest = divmod(hundredths, HUNDREDTHS)
    return hundredths / HUNDREDTHS if rest else whole


def _plain(row: Opportunity) -> str:
    return text.trusted(row.html).striptags()


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _local(at: datetime, zone: str) -> str:
    """By the clocks of the place, with their distance from UTC."""
    return at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")
