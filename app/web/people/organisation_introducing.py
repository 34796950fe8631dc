"""*Introduce me* from an organisation's page: asking to be introduced to somebody who shows that
she belongs to it, and alone decides."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core.errors import NotAllowed, NotFound
from app.people.members import queries as members
from app.people.members.models import Member
from app.people.organisations import lists, queries
from app.people.organisations.queries import Found
from app.people.viewer import Viewer
from app.web import introducing
from app.web.introducing import WishForm
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

WAY = "/o/{organisation:slug}/members/{handle:slug}/introduce"


WishFilled = Annotated[Filled[WishForm], Depends(filled(WishForm))]


@router.get(WAY, name="introduce_me_there")
def begin(
    organisation: str, handle: str, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.find(session, viewer, organisation)
    return _form(page, found, _who(session, viewer, found, handle), Filled({}))


@router.post(WAY, name="introduce_me_there")
def send(
    organisation: str,
    handle: str,
    form: WishFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = queries.find(session, viewer, organisation)
    whom = _who(session, viewer, found, handle)
    with form.checking():
        link = url("organisation", organisation=found.row.slug)
        wish = introducing.wish(house, whom.id, form.data, found.row.name, link)
        here = introducing.ask(session, house, viewer, wish)
        return page.go("introduction", introduction_id=here, said="introduction-asked")
    return _form(page, found, whom, form)


def _who(session: InTransaction, viewer: Viewer, found: Found, handle: str) -> Member:
    """Raises NotFound for who does not show that she belongs, and NotAllowed for herself."""
    member = lists.who_shows(session, viewer, found.row.id, handle)
    if member is None:
        raise NotFound(introducing.GONE)
    if member.id == viewer.id:
        raise NotAllowed("This is you. An introduction is to somebody else.")
    return member


def _form(page: PageMaker, found: Found, whom: Member, form: Filled[Any]) -> Response:
    return page.show(
        "people/organisations/introduce.html",
        status=422 if form.errors else 200,
        org=found.row,
        person=members.card(whom),
        **introducing.shown(page.visit.viewer),
        form=form,
    )
