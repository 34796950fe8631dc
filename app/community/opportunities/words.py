"""What an opportunity can be, in the words of forms and lists."""

from enum import StrEnum

from app.core.languages import phrases


class Kind(StrEnum):
    JOB = "job"
    SPEAKING = "speaking"
    COLLABORATION = "collaboration"
    SCHOLARSHIP = "scholarship"
    EVENT = "event"
    VOLUNTEERING = "volunteering"

    @property
    def label(self) -> str:
        return KINDS[self]

    @property
    def has_hours(self) -> bool:
        """Whether it is work, of which somebody wants to know the hours."""
        return self in {Kind.JOB, Kind.COLLABORATION, Kind.VOLUNTEERING}


class Way(StrEnum):
    """Where somebody has to be."""

    ON_SITE = "on-site"
    HYBRID = "hybrid"
    HOME = "home"

    @property
    def label(self) -> str:
        return WAYS[self]


class Hours(StrEnum):
    ANY = "any"
    FULL = "full-time"
    PART = "part-time"
    EVENINGS = "evenings"

    @property
    def label(self) -> str:
        return HOURS[self]


class Per(StrEnum):
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ONCE = "once"

    @property
    def label(self) -> str:
        return PERS[self]


class Travel(StrEnum):
    """What becomes of what it costs to get there and to stay."""

    UNSAID = ""
    PAID = "paid"
    PARTLY = "partly"
    UNPAID = "unpaid"

    @property
    def label(self) -> str:
        return TRAVELS[self]


KINDS = phrases(
    {
        Kind.JOB: "Job",
        Kind.SPEAKING: "Speaking",
        Kind.COLLABORATION: "Collaboration",
        Kind.SCHOLARSHIP: "Bursary or grant",
        Kind.EVENT: "Event",
        Kind.VOLUNTEERING: "Volunteering",
    }
)
MANY = phrases(
    {
        Kind.JOB: "Jobs",
        Kind.SPEAKING: "Speaking",
        Kind.COLLABORATION: "Collaborations",
        Kind.SCHOLARSHIP: "Bursaries and grants",
        Kind.EVENT: "Events",
        Kind.VOLUNTEERING: "Volunteering",
    }
)
WAYS = phrases(
    {
        Way.ON_SITE: "On site",
        Way.HYBRID: "Partly from home",
        Way.HOME: "From home",
    }
)
HOURS = phrases(
    {
        Hours.ANY: "Hours not said",
        Hours.FULL: "Full-time",
        Hours.PART: "Part-time or job share",
        Hours.EVENINGS: "Evenings",
    }
)
PERS = phrases(
    {
        Per.HOUR: "an hour",
        Per.DAY: "a day",
        Per.MONTH: "a month",
        Per.YEAR: "a year",
        Per.ONCE: "once",
    }
)
TRAVELS = phrases(
    {
        Travel.UNSAID: "Not said",
        Travel.PAID: "Travel is paid",
        Travel.PARTLY: "Part of the travel is paid",
        Travel.UNPAID: "Travel is not paid",
    }
)
