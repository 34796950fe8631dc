"""Posting an opportunity and changing it. A moderator looks at what it says before others do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import Response

from app.community.opportunities import actions, alike, policy, queries
from app.community.opportunities.drafts import Draft
from app.community.opportunities.events import KIND, NEW
from app.community.opportunities.models import Opportunity, State
from app.community.opportunities.pay import CURRENCIES
from app.community.opportunities.queries import Card, Found
from app.community.opportunities.signs import rules as signs
from app.community.opportunities.words import HOURS, KINDS, PERS, TRAVELS, WAYS
from app.core import clock, keys
from app.core.errors import Invalid
from app.core.languages import Sentence
from app.core.limits import Limit
from app.core.verdict import require
from app.oversight.moderation import cases, mending, talks
from app.oversight.moderation.models import Reason
from app.people.house import House
from app.people.organisations.models import Organisation
from app.people.subjects import SubjectRef
from app.people.viewer import Viewer
from app.web.community import opportunities_forms as forms
from app.web.community.opportunities import zone_of
from app.web.community.opportunities_forms import OpportunityFilled
from app.web.kit import zones
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

SEEMS_HERE = Sentence("This seems to be here already. If it is another one, say so below the list.")
FIELDS = ("", *forms.OpportunityForm.model_fields)
WHY_NEW, WHY_OTHER = Sentence("It is new."), Sentence("It says something else now.")


@dataclass
class Writing:
    """Somebody who fills in the form: in whose name she may, her zone, and what seems to be the
    same as what she writes."""

    zone: ZoneInfo
    hers: Sequence[Organisation]
    alike: list[Card] = field(default_factory=list)


@router.get("/opportunities/new", name="new_opportunity")
def ask(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    require(policy.may_post(viewer))
    writing = _writing(session, viewer, house)
    usual = {"kind": "job", "way": "on-site", "per": "year", "zone": writing.zone.key}
    return _show(page, Filled(usual), writing)


@router.post("/opportunities", name="opportunities")
def post(
    form: OpportunityFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    require(policy.may_post(viewer))
    writing = _writing(session, viewer, house)
    with form.checking():
        jobs_say_pay = house.settings.jobs_say_pay
        draft = _draft(form, writing, jobs_say_pay=jobs_say_pay)
        nonce = form.data.form_nonce
        _look_for_alike(session, viewer, form, draft, writing)
        house.limiter.hit(Limit.POSTS, viewer.me.limit_key())
        row, is_new = actions.post(session, viewer, draft, nonce, jobs_say_pay=jobs_say_pay)
        if is_new:
            bring(session, house, row, WHY_NEW)
        return page.go("opportunity", opportunity_id=row.id, said="opportunity-waits")
    return _show(page, form, writing)


@router.get("/opportunities/{opportunity_id:number}/edit", name="edit_opportunity")
def ask_to_change(
    opportunity_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    found = queries.find(session, viewer, opportunity_id)
    require(policy.may_change(viewer, found.row, clock.now()))
    writing = _writing(session, viewer, house)
    return _show(page, Filled(forms.present(found.row, writing.hers)), writing, found)


@router.post("/opportunities/{opportunity_id:number}/edit", name="edit_opportunity")
def change(
    opportunity_id: int,
    form: OpportunityFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = hold(session, viewer, opportunity_id)
    require(policy.may_change(viewer, found.row, clock.now()))
    writing = _writing(session, viewer, house)
    with form.checking():
        pay = house.settings.jobs_say_pay
        draft = _draft(form, writing, jobs_say_pay=pay)
        _look_for_alike(session, viewer, form, draft, writing, found.row.id)
        house.limiter.hit(Limit.POSTS, viewer.me.limit_key())
        if actions.change(session, viewer, found, draft, pay=pay):
            bring(session, house, found.row, WHY_OTHER)
            return page.go("opportunity", opportunity_id=opportunity_id, said="opportunity-waits")
        # Without a word that is another, moderators have nothing to read again.
        mended = found.row.state is State.HIDDEN and found.row.checked is None
        said = "mended" if mended else "saved"
        return page.go("opportunity", opportunity_id=opportunity_id, said=said)
    return _show(page, form, writing, found)


def hold(session: InTransaction, viewer: Viewer, opportunity_id: int) -> Found:
    """It, to be changed. Whoever decides about it has its case first, and then the thing: in the
    other order each would wait for the other."""
    number = keys.base32(opportunity_id)
    for kind in (KIND, NEW):
        mending.wait_turn(session, SubjectRef(kind, number))
    return queries.find(session, viewer, opportunity_id, lock=True)


def bring(session: InTransaction, house: House, row: Opportunity, why: str) -> None:
    """The case in which moderators look at it. Whoever looks at its former words must not let these
    stand unread: hers is gone."""
    session.flush()
    ref = SubjectRef(NEW, keys.base32(row.id))
    cases.drop(session, ref)
    signs_found = signs.found(row.title, row.body, row.apply, row.giver)
    reason = Reason.SELLING if signs_found else Reason.OTHER
    found = house.subjects.known(session, [ref])[ref]
    case = cases.open_for(session, found, reason, held_by=why)
    notes = [sign.why for sign in signs_found]
    notes += [
        f"It seems to be the same as {url('opportunity', opportunity_id=one)}."
        for one in alike.others(session, row)
    ]
    if notes:
        talks.note(session, case, " ".join(notes), None)


def _writing(session: InTransaction, viewer: Viewer, house: House) -> Writing:
    return Writing(zone_of(session, viewer, house), queries.spoken_for(session, viewer))


def _draft(form: OpportunityFilled, writing: Writing, *, jobs_say_pay: bool) -> Draft:
    return forms.draft_of(form, writing.zone, writing.hers, jobs_say_pay=jobs_say_pay)


def _look_for_alike(
    session: InTransaction,
    viewer: Viewer,
    form: OpportunityFilled,
    draft: Draft,
    writing: Writing,
    but: int = 0,
) -> None:
    """Raises Invalid on `another` where there is one, and she has not said that hers is another."""
    if form.data.another == "on":
        return
    writing.alike = alike.shown(session, viewer, draft, but)
    if writing.alike:
        raise Invalid("another", SEEMS_HERE)


def _show(
    page: PageMaker, form: Filled[Any], writing: Writing, found: Found | None = None
) -> Response:
    """For a new one or, where it is `found`, for other words. What does not fit is summed up in
    the order of the fields."""
    form.errors = {name: form.errors[name] for name in FIELDS if name in form.errors}
    return page.show(
        "community/opportunities/form.html",
        status=422 if form.errors else 200,
        form=form,
        found=found,
        writing=writing,
        kinds=KINDS,
        ways=WAYS,
        hours=HOURS,
        pers=PERS,
        travels=TRAVELS,
        currencies=CURRENCIES,
        life=policy.LIFE.days,
        jobs_say_pay=page.visit.house.settings.jobs_say_pay,
        time_zones=sorted(
            {*zones.names(), writing.zone.key, found.row.zone if found else ""} - {""}
        ),
    )
