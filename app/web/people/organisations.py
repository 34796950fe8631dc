"""Organisations: opening one, who coordinates it, who belongs to it, and leaving."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.verdict import require
from app.mentoring.programmes import queries as programmes
from app.people.members import queries as members
from app.people.organisations import actions, policy, queries
from app.people.organisations.models import Place
from app.people.organisations.queries import Found
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.people.circles import Handle, PersonForm, member_to_add

router = APIRouter(route_class=OneHop)

Slug = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, pattern=r"^[A-Za-z][A-Za-z0-9-]{2,59}$", max_length=60
    ),
]


class OrganisationForm(Form):
    name: Annotated[text.ShortLine, StringConstraints(min_length=3, max_length=80)]
    slug: Slug
    about: text.Paragraphs = ""


class AppointForm(Form):
    coordinator: Handle
    change: Literal["appoint", "dismiss"] = "appoint"


OrganisationFilled = Annotated[Filled[OrganisationForm], Depends(filled(OrganisationForm))]
PersonFilled = Annotated[Filled[PersonForm], Depends(filled(PersonForm))]
AppointFilled = Annotated[Filled[AppointForm], Depends(filled(AppointForm))]


@router.get("/organisations", name="organisations")
def index(session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    return _index(session, viewer, page, Filled({}))


@router.post("/organisations", name="organisations")
def create(
    form: OrganisationFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    require(policy.may_open(viewer))
    with form.checking():
        data = form.data
        row = actions.create(session, viewer, data.slug, data.name, data.about)
        return page.go("organisation", organisation=row.slug, said="organisation-opened")
    return _index(session, viewer, page, form)


@router.get("/o/{organisation:slug}", name="organisation")
def show(organisation: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    found = queries.find(session, viewer, organisation)
    return _show(session, viewer, page, found, Filled({}))


@router.post("/o/{organisation:slug}/coordinators", name="appoint_coordinator")
def appoint(
    organisation: str, form: AppointFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.find(session, viewer, organisation, lock=True)
    require(policy.may_open(viewer))
    with form.checking():
        member = members.by_typed_handle(session, form.data.coordinator, "coordinator")
        if form.data.change == "appoint":
            actions.appoint(session, viewer, found, member)
        else:
            actions.dismiss(session, viewer, found, member)
        return page.go("organisation", organisation=organisation, said="person-changed")
    return _show(session, viewer, page, found, form)


@router.post("/o/{organisation:slug}/members", name="affiliate")
def add(
    organisation: str,
    form: PersonFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = _coordinated(session, viewer, organisation)
    with form.checking():
        member = member_to_add(session, house.ring, viewer, form.data.handle)
        actions.add(session, found, member)
        return page.go("organisation", organisation=organisation, said="affiliated")
    return _show(session, viewer, page, found, form)


@router.post("/o/{organisation:slug}/members/{handle:slug}/remove", name="take_out_affiliate")
def remove(
    organisation: str,
    handle: str,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    page: Page,
) -> Response:
    found = _coordinated(session, viewer, organisation)
    actions.remove(session, found, members.by_handle(session, handle))
    return page.go("organisation", organisation=organisation, said="person-changed")


@router.post("/o/{organisation:slug}/leave", name="leave_organisation")
def leave(
    organisation: str, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.find(session, viewer, organisation, lock=True)
    actions.leave(session, viewer, found)
    return page.go("organisations", said="organisation-left")


def _coordinated(session: InTransaction, viewer: Viewer, slug: str) -> Found:
    found = queries.find(session, viewer, slug, lock=True)
    require(policy.may_coordinate(found.place))
    return found


def _index(session: InTransaction, viewer: Viewer, page: PageMaker, form: Filled[Any]) -> Response:
    return page.show(
        "people/organisations/index.html",
        status=422 if form.errors else 200,
        organisations=queries.named(session, viewer),
        may_open=policy.may_open(viewer),
        form=form,
    )


def _show(
    session: InTransaction, viewer: Viewer, page: PageMaker, found: Found, form: Filled[Any]
) -> Response:
    return page.show(
        "people/organisations/show.html",
        status=422 if form.errors else 200,
        found=found,
        form=form,
        may_appoint=policy.may_open(viewer),
        coordinators=queries.people(session, found, Place.COORDINATOR),
        members=queries.people(session, found, Place.MEMBER),
        programmes=programmes.to_show(session, found),
    )
