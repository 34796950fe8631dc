"""*Introduce me*: asking to be introduced to who has posted an opportunity, or to somebody who
shows that she belongs to the organisation for which it was posted. Whoever is asked decides."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.community.opportunities import policy, queries
from app.community.opportunities.queries import Found, Poster
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.verdict import require
from app.people.members.queries import MemberCard
from app.people.organisations import lists
from app.people.organisations import queries as organisations
from app.people.organisations.queries import OrganisationCard
from app.people.viewer import Viewer
from app.web import introducing
from app.web.introducing import WishForm
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


class ChoiceForm(WishForm):
    """`to` is a handle; without one it is who has posted it, where there is nobody else."""

    to: str = ""


ChoiceFilled = Annotated[Filled[ChoiceForm], Depends(filled(ChoiceForm))]


@dataclass(frozen=True)
class Offered:
    """Whom she may ask for: who has posted it, unless she keeps away from her, and those who show
    that they belong to its organisation. `more`: there are more of them than are named here."""

    poster: Poster | None
    organisation: OrganisationCard | None = None
    others: tuple[MemberCard, ...] = ()
    more: bool = False


@router.get("/opportunities/{opportunity_id:number}/introduce", name="introduce_me")
def begin(opportunity_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    found = _find(session, viewer, opportunity_id)
    return _form(session, page, found, Filled({"to": found.poster.handle}))


@router.post("/opportunities/{opportunity_id:number}/introduce", name="introduce_me")
def ask(
    opportunity_id: int,
    form: ChoiceFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = _find(session, viewer, opportunity_id)
    gone = False
    with form.checking():
        data = form.data
        whom = _chosen(session, viewer, found, data.to)
        if whom is None:
            gone = True
            raise Invalid("to", introducing.GONE)
        link = url("opportunity", opportunity_id=found.row.id)
        wish = introducing.wish(house, whom, data, found.row.title, link)
        here = introducing.ask(session, house, viewer, wish)
        return page.go("introduction", introduction_id=here, said="introduction-asked")
    return _form(session, page, found, form, gone=gone)


def _find(session: InTransaction, viewer: Viewer, opportunity_id: int) -> Found:
    found = queries.find(session, viewer, opportunity_id)
    require(policy.may_be_introduced(viewer, found.row, clock.now()))
    return found


def _chosen(session: InTransaction, viewer: Viewer, found: Found, handle: str) -> UUID | None:
    """None for who does not show any more that she works there. Raises Invalid, and NotAllowed for
    whom she keeps away from herself."""
    if not handle and _offered(session, viewer, found).others:
        raise Invalid("to", "Please choose whom you would like to know.")
    if handle in {"", found.poster.handle}:
        if found.row.poster_id in viewer.shield.blocked:
            raise NotAllowed(policy.NO_CONTACT)
        return found.row.poster_id
    place = _place(session, found)
    member = place and lists.who_shows(session, viewer, place.id, handle)
    return member.id if member else None


def _place(session: InTransaction, found: Found) -> OrganisationCard | None:
    number = found.row.organisation_id
    return organisations.by_number(session, number) if number else None


def _offered(session: InTransaction, viewer: Viewer, found: Found) -> Offered:
    poster = None if found.row.poster_id in viewer.shield.blocked else found.poster
    if (place := _place(session, found)) is None:
        return Offered(poster)
    showing, more = lists.showing(session, viewer, place.id)
    others = [one for one in showing if one.handle not in {viewer.handle, found.poster.handle}]
    return Offered(poster, place, tuple(others), more=bool(more))


def _form(
    session: InTransaction, page: PageMaker, found: Found, form: Filled[Any], *, gone: bool = False
) -> Response:
    """Raises NotAllowed where there is nobody to ask for."""
    viewer = page.visit.viewer
    offered = _offered(session, viewer, found)
    if not (offered.poster or offered.others):
        raise NotAllowed(policy.NO_CONTACT)
    status = 409 if gone else 422 if form.errors else 200
    return page.show(
        "community/opportunities/introduce.html",
        status=status,
        one=found.row,
        offered=offered,
        **introducing.shown(viewer),
        form=form,
    )
