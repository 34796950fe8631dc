"""What a page says of an opportunity in short: when it closes, what it pays, where it is."""

from typing import Any
from zoneinfo import ZoneInfo

from app.community.opportunities import closing, drafts, saying
from app.community.opportunities.queries import Found
from app.core import clock


def of(found: Found, zone: ZoneInfo) -> dict[str, Any]:
    """For `_facts.html`, with times by the clocks of this zone."""
    row, now = found.row, clock.now()
    return {
        "one": row,
        "last": drafts.last_of(row),
        "where": saying.where(row),
        "closing": closing.said(row.closes, now, zone),
        "begins": row.begins and closing.said(row.begins, now, zone),
        "ends": row.ends and closing.said(row.ends, now, zone),
        "zone": called(zone),
    }


def called(zone: ZoneInfo) -> str:
    return zone.key.replace("_", " ")
