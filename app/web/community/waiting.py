"""Her posts that wait to be published: seeing them, and taking one back."""

from fastapi import APIRouter
from starlette.responses import Response

from app.community.threads import waiting
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Pressed
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/settings/waiting", name="waiting_posts")
def show(session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page) -> Response:
    hers = waiting.mine(session, viewer, house.ring)
    return page.show("community/threads/waiting.html", waiting=hers, taken=None)


@router.post("/settings/waiting/{waiting_id:number}/take-back", name="take_back_waiting")
def take_back(
    waiting_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    taken = waiting.take_back(session, viewer, house.ring, waiting_id)
    hers = waiting.mine(session, viewer, house.ring)
    return page.show("community/threads/waiting.html", waiting=hers, taken=taken)
