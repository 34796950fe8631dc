"""Her posts that wait for a moderator: seeing them, and taking one back."""

from fastapi import APIRouter
from starlette.responses import Response

from app.community.threads import held
from app.community.threads.held import Held
from app.core import keys
from app.oversight.moderation import cases
from app.people.subjects import SubjectRef
from app.people.viewer import Viewer
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
    taken = taken_back(session, viewer, held_id)
    hers = held.mine(session, viewer)
    return page.show("community/threads/held.html", held=hers, taken=taken)


def taken_back(session: InTransaction, viewer: Viewer, held_id: int) -> Held:
    """One of hers, which is destroyed. Raises NotFound once it stands."""
    # The case first, as whoever decides it: neither of the two waits for the other.
    cases.drop(session, SubjectRef("held", keys.base32(held_id)))
    return held.take_back(session, viewer, held_id)
