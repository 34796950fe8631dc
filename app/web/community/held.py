"""Her posts that wait for a moderator: seeing them, and taking one back."""

from fastapi import APIRouter
from starlette.responses import Response

from app.community.threads import held
from app.core import keys
from app.oversight.moderation import cases
from app.people.subjects import SubjectRef
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.forms import Pressed
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/held", name="held_posts")
def show(session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    hers = held.mine(session, viewer)
    return page.show("community/threads/held.html", held=hers, taken=None)


@router.post("/held/{held_id:number}/take-back", name="take_back_held")
def take_back(
    held_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    # The case first, as whoever decides it: neither of the two waits for the other.
    cases.drop(session, SubjectRef("held", keys.base32(held_id)))
    taken = held.take_back(session, viewer, held_id)
    hers = held.mine(session, viewer)
    return page.show("community/threads/held.html", held=hers, taken=taken)
