"""A programme's page, and what its coordinator says of it."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import Field, StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.verdict import require
from app.mentoring.programmes import actions, firewall, gathering, outcomes, policy, queries
from app.mentoring.programmes.actions import Plan
from app.mentoring.programmes.models import OpenTo, State
from app.mentoring.programmes.queries import Found
from app.people.organisations import queries as organisations
from app.people.viewer import Viewer
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.people.organisations import Slug

router = APIRouter(route_class=OneHop)

ANY_HOURS = "any"
TICK = Literal["", "on"]


class PlanForm(Form):
    name: Annotated[text.ShortLine, StringConstraints(min_length=3, max_length=80)]
    about: text.Paragraphs = ""
    opens: date
    closes: date
    begins: date
    ends: date
    state: State
    open_to: OpenTo
    common_language: TICK = ""
    hours: Literal["any", "0", "1", "2", "3", "4", "6", "8"] = "any"
    most: Annotated[int, Field(ge=1, le=8)] = 1

    @property
    def plan(self) -> Plan:
        said = self.model_dump(exclude={"form_nonce", "slug"})
        said["common_language"] = self.common_language == "on"
        said["hours"] = None if self.hours == ANY_HOURS else int(self.hours)
        return Plan(**said)


class NewProgrammeForm(PlanForm):
    slug: Slug


class CohortForm(Form):
    cohort: Annotated[text.ShortLine, StringConstraints(min_length=3, max_length=80)]


NewProgrammeFilled = Annotated[Filled[NewProgrammeForm], Depends(filled(NewProgrammeForm))]
PlanFilled = Annotated[Filled[PlanForm], Depends(filled(PlanForm))]
CohortFilled = Annotated[Filled[CohortForm], Depends(filled(CohortForm))]


@router.get("/o/{organisation:slug}/programmes/new", name="new_programme")
def new(organisation: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    found = _organisation(session, viewer, organisation)
    present = {"state": "draft", "open_to": "organisation", "common_language": "on", "most": 1}
    return _form(page, Filled(present | {"hours": ANY_HOURS}), found, None)


@router.post("/o/{organisation:slug}/programmes/new", name="new_programme")
def create(
    organisation: str,
    form: NewProgrammeFilled,
    session: InTransaction,
    viewer: SignedIn,
    page: Page,
) -> Response:
    found = _organisation(session, viewer, organisation)
    with form.checking():
        programme = actions.create(session, found, form.data.slug, form.data.plan)
        return page.go("programme", programme=programme.slug, said="programme-opened")
    return _form(page, form, found, None)


@router.get("/programmes/{programme:slug}", name="programme")
def show(
    programme: str, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    found = queries.find(session, viewer, programme)
    return _show(session, viewer, house, page, found, Filled({}))


@router.get("/programmes/{programme:slug}/edit", name="edit_programme")
def edit(programme: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    found = queries.coordinated(session, viewer, programme)
    present = {name: getattr(found.row, name) for name in PlanForm.model_fields.keys() - _OURS}
    present["common_language"] = "on" if found.row.common_language else ""
    present["hours"] = ANY_HOURS if found.row.hours is None else found.row.hours
    return _form(page, Filled(present), None, found)


@router.post("/programmes/{programme:slug}/edit", name="edit_programme")
def change(
    programme: str, form: PlanFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.coordinated(session, viewer, programme, lock=True)
    with form.checking():
        actions.change(session, found, form.data.plan)
        return page.go("programme", programme=programme, said="saved")
    return _form(page, form, None, found)


@router.post("/programmes/{programme:slug}/cohorts", name="next_cohort")
def next_cohort(
    programme: str,
    form: CohortFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = queries.coordinated(session, viewer, programme, lock=True)
    with form.checking():
        actions.next_cohort(session, found, form.data.cohort)
        return page.go("programme", programme=programme, said="cohort-opened")
    return _show(session, viewer, house, page, found, form)


_OURS = {"form_nonce", "common_language", "hours"}


def _organisation(session: InTransaction, viewer: Viewer, slug: str) -> organisations.Found:
    found = organisations.find(session, viewer, slug)
    require(policy.may_coordinate(found.place))
    return found


def _form(
    page: PageMaker,
    form: Filled[Any],
    organisation: organisations.Found | None,
    found: Found | None,
) -> Response:
    if found:
        action, row = url("edit_programme", programme=found.row.slug), found.organisation
    else:
        assert organisation is not None
        row = organisation.row
        action = url("new_programme", organisation=row.slug)
    return page.show(
        "mentoring/programmes/form.html",
        status=422 if form.errors else 200,
        form=form,
        organisation=row,
        programme=found and found.row,
        action=action,
    )


def _show(
    session: InTransaction,
    viewer: Viewer,
    house: ThisHouse,
    page: PageMaker,
    found: Found,
    form: Filled[Any],
) -> Response:
    cards = []
    if found.is_coordinated:
        asked = queries.questions(session, found.row.id)
        everyone = gathering.everyone(session, house.ring, found.cohort)
        cards = [firewall.card(one, asked) for one in everyone]
    return page.show(
        "mentoring/programmes/show.html",
        status=422 if form.errors else 200,
        found=found,
        may_enrol=found.may_enrol(viewer),
        matches=outcomes.hers(session, viewer, found.row.id),
        cards=cards,
        cohorts=outcomes.cohorts(session, found.row.id) if found.is_coordinated else [],
        form=form,
    )
