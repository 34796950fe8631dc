"""Where a letter's link leads by which no more of them come. Whoever has the link may: also her
mail program by itself, without our page, without her being signed in."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from app.core.errors import NotFound
from app.core.keys import Broken, Keyring
from app.oversight.notifications import unsubscribing
from app.people.noted.events import Kind
from app.web.kit.asking import Anyone, InTransaction, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

TEMPLATE = "oversight/notifications/unsubscribe.html"


class StopForm(Form):
    """`again` takes it back. The other field is all that a mail program sends (RFC 8058)."""

    again: Literal["", "yes"] = ""
    one_click: Literal["", "One-Click"] = Field("", alias="List-Unsubscribe")


StopFilled = Annotated[Filled[StopForm], Depends(filled(StopForm))]


@router.get("/unsubscribe/{token}", name="unsubscribe")
def ask(token: str, house: ThisHouse, page: Page, _viewer: Anyone) -> Response:
    """Asks, since some mail programs open links by themselves."""
    _, kind = _read(house.ring, token)
    return page.show(TEMPLATE, kind=kind, done="", token=token)


@router.post("/unsubscribe/{token}", name="unsubscribe")
def stop(
    token: str,
    form: StopFilled,
    session: InTransaction,
    house: ThisHouse,
    page: Page,
    _viewer: Anyone,
) -> Response:
    member_id, kind = _read(house.ring, token)
    if form.data.again:
        unsubscribing.begin_again(session, house.ring, member_id, kind)
    else:
        unsubscribing.end(session, house.ring, member_id, kind)
    done = "again" if form.data.again else "stopped"
    return page.show(TEMPLATE, kind=kind, done=done, token=token)


def _read(ring: Keyring, token: str) -> tuple[UUID, Kind | None]:
    try:
        return unsubscribing.read(ring, token)
    except Broken:
        raise NotFound from None
