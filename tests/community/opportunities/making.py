"""Opportunities as they stand in the table; only what a test names matters."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.community.opportunities import actions
from app.community.opportunities.drafts import Draft
from app.community.opportunities.models import Opportunity, State
from app.community.opportunities.words import Kind, Way
from app.core import clock
from app.people.members.models import Member
from tests.make import Make

DRAFT = Draft(
    kind=Kind.JOB,
    title="Clinic manager",
    body="Twenty-two hours, every other Friday off.",
    giver="Westgate Birth Centre",
    apply="https://westgate.example/jobs/7",
    zone="UTC",
    way=Way.ON_SITE,
    place="Bristol",
    pay_from=41_300_00,
    currency="GBP",
)


def draft(**said: Any) -> Draft:
    return replace(DRAFT, **({"closes": clock.minute() + timedelta(days=10)} | said))


def opportunity(
    make: Make, poster: Member, *, state: State = State.SHOWN, posted: Any = None, **said: Any
) -> Opportunity:
    """One of hers; `said` as for `draft`. It has been looked at unless it waits."""
    closes = said.get("closes")
    row = actions.made(draft(**said), poster.id)
    row.state = state
    row.checked = None if state is State.WAITING else clock.today()
    row.posted = posted or clock.today()
    if closes is not None:
        row.closes = closes
    return make.saved(row)
