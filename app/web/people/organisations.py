"""Organisations: the list of them, opening one, its page, and a member's own place in it."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.verdict import require
from app.mentoring.programmes import queries as programmes
from app.people.organisations import actions, inviting, lists, policy, queries
from app.people.organisations.queries import Found
from app.people.viewer import Viewer
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.forms import Filled, Form, Pressed, Switch, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

Slug = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, pattern=r"^[A-Za-z][A-Za-z0-9-]{2,59}$", max_length=60
    ),
]
Name = Annotated[text.ShortLine, StringConstraints(min_length=3, max_length=80)]


class OrganisationForm(Form):
    name: Name
    slug: Slug
    about: text.Paragraphs = ""


class AnswerForm(Form):
    answer: Literal["yes", "no"]


OrganisationFilled = Annotated[Filled[OrganisationForm], Depends(filled(OrganisationForm))]
AnswerFilled = Annotated[Filled[AnswerForm], Depends(filled(AnswerForm))]


@router.get("/organisations", name="organisations")
def index(session: InTransaction, viewer: SignedIn, page: Page, after: str = "") -> Response:
    return _index(session, viewer, page, Filled({}), after)


@router.post("/organisations", name="organisations")
def create(
    form: OrganisationFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    require(policy.may_open(viewer))
    with form.checking():
        data = form.data
        row = actions.create(session, viewer, data.slug, data.name, data.about)
        return page.go("organisation_people", organisation=row.slug, said="organisation-opened")
    return _index(session, viewer, page, form)


@router.get("/o/{organisation:slug}", name="organisation")
def show(
    organisation: str, session: InTransaction, viewer: SignedIn, page: Page, after: str = ""
) -> Response:
    found = queries.find(session, viewer, organisation)
    showing, more = lists.showing(session, viewer, found.row.id, after)
    return page.show(
        "people/organisations/show.html",
        found=found,
        may_join=_may_join(session, viewer, found),
        may_look_after=policy.may_look_after(viewer, found.place),
        coordinators=lists.coordinators(session, viewer, found),
        showing=showing,
        older=url("organisation", organisation=organisation, after=more) if more else "",
        newer=url("organisation", organisation=organisation) if after else "",
        programmes=programmes.to_show(session, found),
    )


@router.post("/o/{organisation:slug}/answer", name="answer_organisation")
def answer(
    organisation: str, form: AnswerFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.find(session, viewer, organisation, lock=True)
    if form.data.answer == "yes":
        inviting.say_yes(session, viewer, found)
        return page.go("organisation", organisation=organisation, said="organisation-joined")
    if found.place is not None:
        # She has said yes meanwhile, and belongs.
        return page.go("organisation", organisation=organisation)
    inviting.say_no(session, viewer, found)
    return page.go("organisation", organisation=organisation, said="organisation-declined")


@router.post("/o/{organisation:slug}/join", name="join_organisation")
def join(
    organisation: str, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.find(session, viewer, organisation, lock=True)
    inviting.join(session, viewer, found)
    return page.go("organisation", organisation=organisation, said="organisation-joined")


@router.post("/o/{organisation:slug}/show", name="show_belonging")
def show_belonging(
    organisation: str, form: Switch, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.find(session, viewer, organisation, lock=True)
    on = form.data.on == "yes"
    actions.show(session, viewer, found, on=on)
    said = "belonging-shown" if on else "belonging-hidden"
    return page.go("organisation", organisation=organisation, said=said)


@router.post("/o/{organisation:slug}/leave", name="leave_organisation")
def leave(
    organisation: str, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.find(session, viewer, organisation, lock=True)
    actions.leave(session, viewer, found)
    return page.go("organisations", said="organisation-left")


def _may_join(session: InTransaction, viewer: Viewer, found: Found) -> bool:
    """Whether to offer it to her, who has not been asked."""
    if found.place is not None or found.invited is not None:
        return False
    if not queries.has_address(session, viewer, found):
        return False
    out = queries.is_taken_out(session, viewer, found)
    return bool(policy.may_join(viewer, has_address=True, taken_out=out))


def _index(
    session: InTransaction, viewer: Viewer, page: PageMaker, form: Filled[Any], after: str = ""
) -> Response:
    may_open = policy.may_open(viewer)
    organisations, more = lists.listed(session, after)
    return page.show(
        "people/organisations/index.html",
        status=422 if form.errors else 200,
        hers=lists.hers_named(session, viewer),
        organisations=organisations,
        older=url("organisations", after=more) if more else "",
        newer=url("organisations") if after else "",
        may_open=may_open,
        closed=lists.closed(session) if may_open else (),
        form=form,
    )
