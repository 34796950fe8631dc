"""What somebody wants to post, whether it fits, and how a row says it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from app.community.opportunities import applying, closing, policy
from app.community.opportunities.models import Opportunity
from app.community.opportunities.words import Hours, Kind, Per, Travel, Way
from app.core import clock, text, versions
from app.core.errors import refuse
from app.core.languages import Sentence

OVER = Sentence("That is over. Choose a time that is still to come.")
ENDS = Sentence("It ends before that. Choose a time until then, or leave it empty.")
BEGINS = Sentence("It begins before that. Choose a time until then, or leave it empty.")
SAY_PAY = Sentence("Please say what it pays, or that it is unpaid. Nobody should have to ask.")


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


@dataclass(frozen=True)
class Told:
    """Which of the things that some kinds have to say are said at all, however well."""

    kind: Kind | None
    way: Way | None
    place: bool
    pay: bool
    amount: bool
    currency: bool
    travel: bool
    begins: bool


def lacking(told: Told, *, jobs_say_pay: bool) -> dict[str, str]:
    """What such a thing has to say and does not, with a sentence for each field."""
    speaking, event = told.kind is Kind.SPEAKING, told.kind is Kind.EVENT
    job = told.kind is Kind.JOB and jobs_say_pay
    somewhere = told.way in {Way.ON_SITE, Way.HYBRID}
    missing = {
        "place": (somewhere and not told.place, Sentence("Please say where, if only the town.")),
        "pay_from": (
            (job or speaking) and not told.pay,
            SAY_PAY if job else Sentence("Please say the fee, or that there is none."),
        ),
        "currency": (told.amount and not told.currency, Sentence("Please say in which currency.")),
        "travel": (speaking and not told.travel, Sentence("Please say whether travel is paid.")),
        "begins_day": (event and not told.begins, Sentence("Please say when it begins.")),
    }
    return {field: why for field, (lacks, why) in missing.items() if lacks}


def check(draft: Draft, *, jobs_say_pay: bool) -> None:
    """Raises Invalid on all that doesn't fit."""
    amount = draft.pay_from is not None
    told = Told(
        draft.kind,
        draft.way,
        place=bool(draft.place),
        pay=draft.unpaid or amount,
        amount=amount,
        currency=bool(draft.currency),
        travel=draft.travel is not Travel.UNSAID,
        begins=draft.begins is not None,
    )
    missing = lacking(told, jobs_say_pay=jobs_say_pay)
    refuse(missing | _odd_pay(draft) | _odd_times(draft, clock.now()))


def _odd_pay(draft: Draft) -> dict[str, str]:
    low, high = draft.pay_from, draft.pay_to
    odd: dict[str, str] = {}
    if draft.unpaid and (low is not None or high is not None):
        odd["unpaid"] = Sentence("It says what it pays, and that it is unpaid. Take one away.")
    if high is not None and (low is None or high < low):
        odd["pay_to"] = Sentence("The second amount should be the higher one.")
    return odd


def _odd_times(draft: Draft, now: datetime) -> dict[str, str]:
    odd: dict[str, str] = {}
    last = last_of(draft)
    if draft.begins and draft.ends and draft.ends <= draft.begins:
        return {"ends_day": Sentence("It would end before it begins.")}
    if last and last <= now:
        odd["ends_day" if draft.ends else "begins_day"] = OVER
    if draft.closes and draft.closes <= now:
        odd["closes_day"] = OVER
    elif draft.closes and draft.closes - now > policy.LONGEST:
        odd["closes_day"] = closing.FAR
    elif draft.closes and last and draft.closes > last:
        odd["closes_day"] = ENDS if draft.ends else BEGINS
    return odd


class Dated(Protocol):
    """A draft, or an opportunity."""

    @property
    def kind(self) -> Kind: ...
    @property
    def begins(self) -> datetime | None: ...
    @property
    def ends(self) -> datetime | None: ...


def last_of(one: Dated) -> datetime | None:
    """When an event closes at the latest: when it ends or, where it does not say that, when it
    begins. None for what is no event."""
    return (one.ends or one.begins) if one.kind is Kind.EVENT else None


def fill(row: Opportunity, draft: Draft) -> None:
    """The row says what the draft says, and how it is found by that."""
    if row.body != draft.body or not row.html:
        row.html = text.rendered(draft.body)
    for name in _COPIED:
        setattr(row, name, getattr(draft, name))
    if draft.closes is not None or row.deadline or draft.kind is Kind.EVENT:
        row.closes = draft.closes or life_of(draft, clock.now())
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


def mark(one: Draft | Opportunity) -> str:
    """Of all that it says, for a form that changes it: a row has that of the draft it says."""
    dated = one.deadline if isinstance(one, Opportunity) else True
    said = [getattr(one, name) for name in _COPIED] + [one.closes if dated else None]
    # A moment is the same in whatever zone a database gives it.
    return versions.mark(*(int(v.timestamp()) if isinstance(v, datetime) else v for v in said))


def substance(row: Opportunity) -> tuple[object, ...]:
    """What moderators have looked at: if any of it is another afterwards, they look again."""
    said = (getattr(row, name) for name in _OF_SUBSTANCE)
    return tuple(" ".join(one.split()).casefold() if isinstance(one, str) else one for one in said)


def twin_of(title: str, giver: str) -> str:
    """Title and giver as two are compared."""
    return f"{text.plain(title)}|{text.plain(giver)}"


def life_of(one: Dated, now: datetime) -> datetime:
    """When one closes of which nobody said when: the end of a day, in which no hour is hidden; or
    when an event is over before that."""
    day = (now + policy.LIFE).date()
    full, last = datetime.combine(day, time(), UTC) + timedelta(days=1), last_of(one)
    return min(full, last) if last else full
