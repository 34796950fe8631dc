"""The form of an opportunity: what may be typed, and what is made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from fastapi import Depends
from pydantic import AfterValidator, BeforeValidator, StringConstraints

from app.community.opportunities import applying, closing, drafts, pay
from app.community.opportunities.drafts import Draft, Told, last_of
from app.community.opportunities.models import Opportunity
from app.community.opportunities.pay import CURRENCIES
from app.community.opportunities.words import Hours, Kind, Per, Travel, Way
from app.core import text
from app.core.errors import Invalid, refuse
from app.people.organisations.models import Organisation
from app.web.kit import moments
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.zones import TimeZone

# Until the end of the day where no hour is said.
LAST_MINUTE = time(23, 59)


def _day(typed: str) -> date | None:
    return moments.day(typed) if typed.strip() else None


def _hour(typed: str) -> time | None:
    return moments.hour(typed) if typed.strip() else None


def _amount(typed: str) -> int | None:
    return pay.amount(typed) if typed.strip() else None


def _currency(code: str) -> str:
    if code and code not in CURRENCIES:
        raise ValueError("Please choose one of these.")
    return code


Giver = Annotated[text.ShortLine, StringConstraints(min_length=2, max_length=100)]
Words = Annotated[text.Body, StringConstraints(max_length=6000)]
Place = Annotated[text.ShortLine, StringConstraints(max_length=80)]
Apply = Annotated[
    text.Body, StringConstraints(max_length=applying.LONGEST), AfterValidator(applying.checked)
]
MaybeDay = Annotated[date | None, BeforeValidator(_day)]
MaybeHour = Annotated[time | None, BeforeValidator(_hour)]
MaybeAmount = Annotated[int | None, BeforeValidator(_amount)]
Ticked = Literal["", "on"]


class OpportunityForm(Form):
    kind: Kind
    title: text.Title
    giver: Giver
    organisation: str = ""
    body: Words
    way: Way
    place: Place = ""
    hours: Hours = Hours.ANY
    pay_from: MaybeAmount = None
    pay_to: MaybeAmount = None
    currency: Annotated[str, AfterValidator(_currency)] = ""
    per: Per = Per.YEAR
    unpaid: Ticked = ""
    travel: Travel = Travel.UNSAID
    begins_day: MaybeDay = None
    begins_time: MaybeHour = None
    ends_day: MaybeDay = None
    ends_time: MaybeHour = None
    closes_day: MaybeDay = None
    closes_time: MaybeHour = None
    zone: TimeZone = ""
    apply: Apply
    public: Ticked = ""
    another: Ticked = ""
    as_of: str = ""


OpportunityFilled = Annotated[Filled[OpportunityForm], Depends(filled(OpportunityForm))]


def draft_of(
    form: Filled[OpportunityForm],
    usual: ZoneInfo,
    hers: Sequence[Organisation],
    *,
    jobs_say_pay: bool,
) -> Draft:
    """In the `usual` zone where none is said. `hers` are the organisations in whose name she may
    post. Raises Invalid on all that is missing or does not fit, so that she hears of it once."""
    missing = drafts.lacking(_told(form.typed), jobs_say_pay=jobs_say_pay)
    form.errors = {**missing, **form.errors}
    with form.checking():
        draft = _made(form.data, usual, hers)
        drafts.check(draft, jobs_say_pay=jobs_say_pay)
    refuse(form.errors)
    return draft


def _told(typed: Mapping[str, Any]) -> Told:
    """Which of the things that some kinds have to say are there, as the form was typed."""

    def there(*names: str) -> bool:
        return any(str(typed.get(name, "")).strip() for name in names)

    kind, way = str(typed.get("kind", "")), str(typed.get("way", ""))
    return Told(
        Kind(kind) if kind in set(Kind) else None,
        Way(way) if way in set(Way) else None,
        place=there("place"),
        pay=there("unpaid", "pay_from"),
        amount=there("pay_from", "pay_to"),
        currency=there("currency"),
        travel=there("travel"),
        begins=there("begins_day", "begins_time"),
    )


def _made(said: OpportunityForm, usual: ZoneInfo, hers: Sequence[Organisation]) -> Draft:
    """Raises Invalid."""
    zone = ZoneInfo(said.zone) if said.zone else usual
    times = _times(said, zone)
    amounts = said.pay_from is not None or said.pay_to is not None
    made = Draft(
        kind=said.kind,
        title=said.title,
        body=said.body,
        giver=said.giver,
        apply=said.apply,
        zone=zone.key,
        way=said.way,
        place=said.place,
        hours=said.hours if said.kind.has_hours else Hours.ANY,
        unpaid=said.unpaid == "on",
        pay_from=said.pay_from,
        pay_to=said.pay_to,
        currency=said.currency if amounts else "",
        per=said.per if amounts else Per.ONCE,
        travel=said.travel,
        **times,
        public=said.public == "on",
        organisation_id=_chosen(said.organisation, hers),
    )
    return made if said.closes_time else _within(made, zone)


def _within(draft: Draft, zone: ZoneInfo) -> Draft:
    """Where no hour is said, an event that closes on its last day does so when it is over."""
    last, closes = last_of(draft), draft.closes
    if not last or not closes or closes.astimezone(zone).date() != last.astimezone(zone).date():
        return draft
    return replace(draft, closes=min(closes, last))


def _times(said: OpportunityForm, zone: ZoneInfo) -> dict[str, datetime | None]:
    """Raises Invalid on all that are none."""
    found: dict[str, datetime | None] = {}
    wrong: dict[str, str] = {}
    for name, without_hour in (("begins", None), ("ends", None), ("closes", LAST_MINUTE)):
        try:
            found[name] = _moment(said, name, zone, without_hour)
        except Invalid as refused:
            wrong |= refused.all
    refuse(wrong)
    return found


def _moment(
    said: OpportunityForm, field: str, zone: ZoneInfo, without_hour: time | None = None
) -> datetime | None:
    """Raises Invalid where a day and an hour don’t go together."""
    day: date | None = getattr(said, f"{field}_day")
    at: time | None = getattr(said, f"{field}_time")
    if at is None and day is not None:
        at = without_hour
    if day is None and at is None:
        return None
    if day is None:
        raise Invalid(f"{field}_day", "Please say on which day.")
    if at is None:
        raise Invalid(f"{field}_time", "Please say at what time.")
    return closing.moment(day, at, zone, field, latest=field != "begins")


def _chosen(slug: str, hers: Sequence[Organisation]) -> int | None:
    if not slug:
        return None
    for one in hers:
        if one.slug == slug:
            return one.id
    raise Invalid("organisation", "Please choose one of these.")


def present(row: Opportunity, hers: Sequence[Organisation]) -> dict[str, Any]:
    """What the form says of one that there is."""
    zone = ZoneInfo(row.zone)
    named = {name: getattr(row, name) for name in _AS_THEY_ARE}
    slugs = {one.id: one.slug for one in hers}
    amounts = {name: getattr(row, name) for name in ("pay_from", "pay_to")}
    times: dict[str, datetime | None] = {"begins": row.begins, "ends": row.ends}
    times["closes"] = row.closes if row.deadline else None
    return {
        **named,
        "organisation": slugs.get(row.organisation_id or 0, ""),
        **{name: "" if one is None else pay.written(one) for name, one in amounts.items()},
        "unpaid": "on" if row.unpaid else "",
        "public": "on" if row.public else "",
        **{f"{name}_day": _shown(at, zone, "%Y-%m-%d") for name, at in times.items()},
        **{f"{name}_time": _shown(at, zone, "%H:%M") for name, at in times.items()},
    }


def _shown(at: datetime | None, zone: ZoneInfo, how: str) -> str:
    return at.astimezone(zone).strftime(how) if at else ""


_AS_THEY_ARE = (
    *("kind", "title", "giver", "body", "way", "place", "hours", "currency", "per", "travel"),
    *("zone", "apply"),
)
