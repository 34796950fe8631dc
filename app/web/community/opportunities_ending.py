"""Saying of an opportunity that it is filled or withdrawn, taking that back, and prolonging it."""

from fastapi import APIRouter
from starlette.responses import Response

from app.community.opportunities import actions, drafts
from app.community.opportunities.models import Opportunity, State
from app.web.community import opportunities_composing as composing
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Pressed
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

STANDS = {
    State.WAITING: "opportunity-waits",
    State.SHOWN: "opportunity-again",
    State.FILLED: "opportunity-filled",
    State.WITHDRAWN: "opportunity-withdrawn",
}


@router.post("/opportunities/{opportunity_id:number}/filled", name="fill_opportunity")
def fill(
    opportunity_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    return _back(page, composing.fill(session, viewer, opportunity_id).row)


@router.post("/opportunities/{opportunity_id:number}/withdraw", name="withdraw_opportunity")
def withdraw(
    opportunity_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    return _back(page, composing.withdraw(session, viewer, opportunity_id).row)


@router.post("/opportunities/{opportunity_id:number}/undo", name="undo_opportunity")
def take_back(
    opportunity_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    return _back(page, composing.take_back(session, viewer, house, opportunity_id).row)


@router.post("/opportunities/{opportunity_id:number}/prolong", name="prolong_opportunity")
def prolong(
    opportunity_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = composing.hold(session, viewer, opportunity_id)
    actions.prolong(viewer, found)
    event = drafts.last_of(found.row) is not None
    said = "opportunity-until-over" if event else "opportunity-prolonged"
    return page.go("opportunity", opportunity_id=opportunity_id, said=said)


def _back(page: PageMaker, row: Opportunity) -> Response:
    """To its page, which says how it stands now: also to whoever pressed twice, or on a page from
    before."""
    return page.go("opportunity", opportunity_id=row.id, said=STANDS.get(row.state, ""))
