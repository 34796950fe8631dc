"""What a page says of an opportunity in short: when it closes, what it pays, where it is."""

from typing import Any

from app.community.opportunities import closing, drafts, saying
from app.community.opportunities.closing import Clocks
from app.community.opportunities.queries import Found
from app.core import clock


def of(found: Found, clocks: Clocks) -> dict[str, Any]:
    """For `_facts.html`, with times by these clocks."""
    row, now = found.row, clock.now()
    return {
        "one": row,
        "last": drafts.last_of(row),
        "where": saying.where(row),
        "closing": closing.said(row.closes, now, clocks),
        "begins": row.begins and closing.said(row.begins, now, clocks),
        "ends": row.ends and closing.said(row.ends, now, clocks),
        **whose(clocks),
    }


def whose(clocks: Clocks) -> dict[str, Any]:
    """For `_whose_times.html`."""
    return {"zone": clocks.zone.key.replace("_", " "), "device": clocks.device}
