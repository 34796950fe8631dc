"""Posting an opportunity and changing it. A moderator looks at what it says before others do."""

from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import Response

from app.community.opportunities import drafts, policy, queries
from app.community.opportunities.closing import Clocks
from app.community.opportunities.models import State
from app.community.opportunities.pay import CURRENCIES
from app.community.opportunities.queries import Found
from app.community.opportunities.words import HOURS, KINDS, PERS, TRAVELS, WAYS
from app.core import clock
from app.core.verdict import require
from app.web.community import opportunities_composing as composing
from app.web.community import opportunities_forms as forms
from app.web.community import opportunity_facts
from app.web.community.opportunities_composing import Writing
from app.web.community.opportunities_forms import OpportunityFilled
from app.web.kit import zones
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

FIELDS = ("", *forms.OpportunityForm.model_fields)


@router.get("/opportunities/new", name="new_opportunity")
def ask(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    require(policy.may_post(viewer))
    writing = composing.writing(session, viewer, house)
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
    writing = composing.writing(session, viewer, house)
    with form.checking():
        row = composing.post(session, viewer, house, form, writing)
        return page.go("opportunity", opportunity_id=row.id, said="opportunity-waits")
    return _show(page, form, writing)


@router.get("/opportunities/{opportunity_id:number}/edit", name="edit_opportunity")
def ask_to_change(
    opportunity_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    found = queries.find(session, viewer, opportunity_id)
    require(policy.may_change(viewer, found.row, clock.now()))
    writing = composing.writing(session, viewer, house)
    present = forms.present(found.row, writing.hers) | {"as_of": drafts.mark(found.row)}
    return _show(page, Filled(present), writing, found)


@router.post("/opportunities/{opportunity_id:number}/edit", name="edit_opportunity")
def change(
    opportunity_id: int,
    form: OpportunityFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = composing.hold(session, viewer, opportunity_id)
    require(policy.may_change(viewer, found.row, clock.now()))
    writing = composing.writing(session, viewer, house)
    with form.checking():
        if composing.change(session, viewer, house, found, form, writing):
            return page.go("opportunity", opportunity_id=opportunity_id, said="opportunity-waits")
        # Without a word that is another, moderators have nothing to read again.
        mended = found.row.state is State.HIDDEN and found.row.checked is None
        said = "mended" if mended else "saved"
        return page.go("opportunity", opportunity_id=opportunity_id, said=said)
    return _show(page, form, writing, found)


def _show(
    page: PageMaker, form: Filled[Any], writing: Writing, found: Found | None = None
) -> Response:
    """For a new one or, where it is `found`, for other words. What does not fit is summed up in
    the order of the fields."""
    stands = found is not None and form.outdated(drafts.mark(found.row))
    # By the clocks by which she typed.
    facts = (
        opportunity_facts.of(found, Clocks(ZoneInfo(found.row.zone))) if found and stands else {}
    )
    form.errors = {name: form.errors[name] for name in FIELDS if name in form.errors}
    return page.show(
        "community/opportunities/form.html",
        status=422 if form.errors else 200,
        form=form,
        found=found,
        stands=stands,
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
        **facts,
    )
