"""Who belongs to an organisation and who coordinates it: inviting, appointing, taking out."""

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core.limits import Limit
from app.core.verdict import require
from app.people.members import queries as members
from app.people.organisations import actions, inviting, lists, policy, queries
from app.people.organisations.queries import Found
from app.people.viewer import Viewer
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.people.circles import Handle, PersonForm
from app.web.people.confirming import Confirmed, Proven

router = APIRouter(route_class=OneHop)

PEOPLE = "/o/{organisation:slug}/people"
CHANGED = "person-changed"


class AppointForm(Proven):
    coordinator: Handle
    change: Literal["appoint", "dismiss"] = "appoint"


PersonFilled = Annotated[Filled[PersonForm], Depends(filled(PersonForm))]
AppointFilled = Annotated[Filled[AppointForm], Depends(filled(AppointForm))]


@router.get(PEOPLE, name="organisation_people")
def people(
    organisation: str,
    session: InTransaction,
    viewer: SignedIn,
    page: Page,
    after: str = "",
    asked: str = "",
) -> Response:
    """Its two lists go on `after` a member, and after one who was `asked`."""
    found = queries.find(session, viewer, organisation)
    require(policy.may_look_after(viewer, found.place))
    return _show(session, viewer, page, found, Filled({}), after, asked)


@router.post("/o/{organisation:slug}/coordinators", name="appoint_coordinator")
def appoint(
    organisation: str, viewer: Confirmed, form: AppointFilled, session: InTransaction, page: Page
) -> Response:
    found = queries.find(session, viewer, organisation, lock=True)
    require(policy.may_open(viewer))
    with form.checking():
        member = members.by_typed_handle(session, form.data.coordinator, "coordinator")
        if form.data.change == "appoint":
            done = inviting.appoint(session, viewer, found, member)
            return _go(page, organisation, CHANGED if done else "organisation-invited")
        done = actions.dismiss(session, viewer, found, member)
        return _go(page, organisation, CHANGED if done else "")
    return _show(session, viewer, page, found, form)


@router.post("/o/{organisation:slug}/members", name="invite_affiliate")
def invite(
    organisation: str,
    form: PersonFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = _coordinated(session, viewer, organisation)
    with form.checking():
        member = members.by_typed_handle(session, form.data.handle)
        house.limiter.hit(Limit.ORGANISATION_INVITATIONS, viewer.me.limit_key())
        inviting.invite(session, house.ring, viewer, found, member)
        return _go(page, organisation, "organisation-invited")
    return _show(session, viewer, page, found, form)


@router.post("/o/{organisation:slug}/members/{handle:slug}/take-back", name="take_back_affiliate")
def take_back(
    organisation: str,
    handle: str,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    page: Page,
) -> Response:
    found = queries.find(session, viewer, organisation, lock=True)
    require(policy.may_look_after(viewer, found.place))
    inviting.take_back(session, viewer, found, members.by_handle(session, handle))
    return _go(page, organisation, "organisation-uninvited")


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
    done = actions.remove(session, found, members.by_handle(session, handle))
    return _go(page, organisation, CHANGED if done else "")


def _coordinated(session: InTransaction, viewer: Viewer, slug: str) -> Found:
    found = queries.find(session, viewer, slug, lock=True)
    require(policy.may_coordinate(found.place))
    return found


def _go(page: PageMaker, organisation: str, said: str) -> Response:
    return page.go("organisation_people", organisation=organisation, said=said)


def _show(
    session: InTransaction,
    viewer: Viewer,
    page: PageMaker,
    found: Found,
    form: Filled[Any],
    after: str = "",
    asked: str = "",
) -> Response:
    here = partial(url, "organisation_people", organisation=found.row.slug)
    belonging, more = lists.members_of(session, found, after)
    invited, more_asked = lists.invited(session, viewer, found, asked)
    return page.show(
        "people/organisations/people.html",
        status=422 if form.errors else 200,
        found=found,
        form=form,
        may_appoint=policy.may_open(viewer),
        coordinators=lists.coordinators(session, viewer, found),
        invited=invited,
        older_asked=here(asked=more_asked, at="invited") if more_asked else "",
        newer_asked=here(at="invited") if asked else "",
        members=belonging,
        domains=queries.domains_of(session, found) if found.is_coordinated else (),
        older=here(after=more, at="members") if more else "",
        newer=here(at="members") if after else "",
    )
