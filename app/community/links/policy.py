"""What a look at a link says of it, and on which day to look again."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.community.links.models import LinkState

WEEK = 7
# An address that was not there is asked for again before its week is over.
SOON = timedelta(days=2)
# On so many days in a row it must have been missing.
TIMES = 3


class Look(StrEnum):
    """What came of one look. MISSING is said by the site, or by there being no such name."""

    THERE = "there"
    MISSING = "missing"
    UNCLEAR = "unclear"
    UNASKED = "unasked"


@dataclass(frozen=True)
class Standing:
    """What a link's row says."""

    state: LinkState
    looked: date | None
    failures: int


def after(was: Standing, look: Look, day: date) -> Standing:
    """How a link stands once it was looked at on this day.

    Only an answer heals: a site that is down says nothing new of an address that was gone.
    """
    if look is Look.THERE:
        return Standing(LinkState.FINE, day, 0)
    if look is Look.MISSING:
        return _missing(was, day)
    if was.state is LinkState.GONE:
        return Standing(was.state, day, was.failures)
    if look is Look.UNASKED:
        return Standing(LinkState.UNASKED, was.looked, was.failures)
    return Standing(LinkState.UNSURE, day, was.failures)


def next_day(standing: Standing, day: date, key: bytes) -> date:
    """When to look again: each link has its day of the week, so that they spread over it; one that
    seems to be missing comes sooner."""
    if standing.failures and standing.state is not LinkState.GONE:
        return day + SOON
    ahead = (key[0] - day.toordinal()) % WEEK
    return day + timedelta(days=ahead or WEEK)


def _missing(was: Standing, day: date) -> Standing:
    if was.looked == day and was.failures:
        return was
    failures = was.failures + 1
    gone = was.state is LinkState.GONE or failures >= TIMES
    return Standing(LinkState.GONE if gone else LinkState.UNSURE, day, failures)
