"""One step to have nothing to do with a member any more."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core.errors import NotAllowed
from app.core.limits import Limit
from app.people import blocking
from app.people.members import queries
from app.people.members.models import Member
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


class ContactForm(Form):
    contact: Literal["none", "again"]


ContactFilled = Annotated[Filled[ContactForm], Depends(filled(ContactForm))]


@router.get("/m/{handle:slug}/no-contact", name="no_contact")
def ask(handle: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    member = _another(session, viewer, handle)
    return page.show(
        "people/members/no_contact.html",
        member=queries.card(member),
        blocked=member.id in viewer.shield.blocked,
    )


@router.post("/m/{handle:slug}/no-contact", name="no_contact")
def change(
    handle: str,
    form: ContactFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    """One deed with one event: whoever keeps something between the two hears that, in the same
    transaction. What it has ended does not begin again by itself."""
    member = _another(session, viewer, handle)
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    if form.data.contact == "none":
        blocking.block(session, house.ring, viewer, member.id)
        return page.go("no_contact", handle=handle, said="no-contact")
    blocking.unblock(session, house.ring, viewer, member.id)
    return page.go("member", handle=handle, said="contact-again")


def _another(session: InTransaction, viewer: Viewer, handle: str) -> Member:
    """Raises NotFound, and NotAllowed for herself."""
    member = queries.by_handle(session, handle)
    if member.id == viewer.id:
        raise NotAllowed("This is you.")
    return member
