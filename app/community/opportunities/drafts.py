"""What somebody wants to post, whether it fits, and how a row says it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from app.community.opportunities import applying, policy
from app.community.opportunities.models import Opportunity
from app.community.opportunities.words import Hours, Kind, Per, Travel, Way
from app.core import clock, text
from app.core.errors import Invalid

SAY_PAY = "Please say what it pays, or that it is unpaid. Nobody should have to ask."


@dataclass(frozen=True)
class Draft:
    """An opportunity as it is typed: `closes` is None where nobody has named a date, and amounts
    are hundredths. `zone` is the one in which the times were typed."""

    kind: Kind
    title: str
    body: str
    giver: str
    apply: str
    zone: str
    way: Way = Way.ON_SITE
    place: str = ""
    hours: Hours = Hours.ANY
    unpaid: bool = False
    pay_from: int | None = None
    pay_to: int | None = None
    currency: str = ""
    per: Per = Per.ONCE
    travel: Travel = Travel.UNSAID
    begins: datetime | None = None
    ends: datetime | None = None
    closes: datetime | None = None
    public: bool = False
    organisation_id: int | None = None


def check(draft: Draft, *, jobs_say_pay: bool) -> None:
    """Raises Invalid on the first field that doesn't fit."""
    _check_pay(draft, jobs_say_pay=jobs_say_pay)
    _check_times(draft, clock.now())
    if draft.way is not Way.HOME and not draft.place:
        raise Invalid("place", "Please say where, if only the town.")


def _check_pay(draft: Draft, *, jobs_say_pay: bool) -> None:
    low, high = draft.pay_from, draft.pay_to
    stated = draft.unpaid or low is not None
    if draft.unpaid and (low is not None or high is not None):
        raise Invalid("unpaid", "It says what it pays, and that it is unpaid. Take one away.")
    if high is not None and (low is None or high < low):
        raise Invalid("pay_to", "The second amount should be the higher one.")
    if low is not None and not draft.currency:
        raise Invalid("currency", "Please say in which currency.")
    if draft.kind is Kind.JOB and jobs_say_pay and not stated:
        raise Invalid("pay_from", SAY_PAY)
    if draft.kind is Kind.SPEAKING and not stated:
        raise Invalid("pay_from", "Please say the fee, or that there is none.")
    if draft.kind is Kind.SPEAKING and draft.travel is Travel.UNSAID:
        raise Invalid("travel", "Please say whether travel is paid.")


def _check_times(draft: Draft, now: datetime) -> None:
    if draft.kind is Kind.EVENT and draft.begins is None:
        raise Invalid("begins_day", "Please say when it begins.")
    if draft.begins and draft.ends and draft.ends <= draft.begins:
        raise Invalid("ends_day", "It would end before it begins.")
    if draft.closes and draft.closes <= now:
        raise Invalid("closes_day", "That is over. Choose a time that is still to come.")
    if draft.closes and draft.closes - now > policy.LONGEST:
        raise Invalid("closes_day", "Choose a day within a year from now.")


def fill(row: Opportunity, draft: Draft) -> None:
    """The row says what the draft says, and how it is found by that."""
    if row.body != draft.body or not row.html:
        row.html = text.rendered(draft.body)
    for name in _COPIED:
        setattr(row, name, getattr(draft, name))
    if draft.closes is not None or row.deadline:
        row.closes = draft.closes or life_from(clock.now())
    row.deadline = draft.closes is not None
    row.link = applying.same_as(draft.apply)
    row.twin = twin_of(draft.title, draft.giver)
    row.place_key = text.plain(draft.place)
    row.folded = text.plain(f"{draft.title} {draft.giver} {draft.place} {draft.body}")


_COPIED = (
    *("kind", "title", "body", "giver", "place", "way", "hours", "unpaid", "pay_from", "pay_to"),
    *("currency", "per", "travel", "begins", "ends", "zone", "apply", "public", "organisation_id"),
)
_OF_SUBSTANCE = (
    *("kind", "title", "body", "giver", "place", "unpaid", "pay_from", "pay_to", "currency"),
    *("per", "travel", "apply", "organisation_id"),
)


def substance(row: Opportunity) -> tuple[object, ...]:
    """What moderators have looked at: if any of it is another afterwards, they look again."""
    said = (getattr(row, name) for name in _OF_SUBSTANCE)
    return tuple(" ".join(one.split()).casefold() if isinstance(one, str) else one for one in said)


def twin_of(title: str, giver: str) -> str:
    """Title and giver as two are compared."""
    return f"{text.plain(title)}|{text.plain(giver)}"


def life_from(now: datetime) -> datetime:
    """When one closes of which nobody said when: the end of a day, in which no hour is hidden."""
    day = (now + policy.LIFE).date()
    return datetime.combine(day, time(), UTC) + timedelta(days=1)
