"""Saying of an opportunity that it is filled or withdrawn, taking that back, and prolonging it."""

from fastapi import APIRouter
from starlette.responses import Response

from app.community.opportunities import actions, drafts
from app.community.opportunities.events import NEW
from app.community.opportunities.models import Opportunity, State
from app.core import keys
from app.oversight.moderation import cases
from app.people.subjects import SubjectRef
from app.web.community.opportunities_posting import WHY_NEW, bring, hold
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
    found = hold(session, viewer, opportunity_id)
    actions.mark_filled(session, viewer, found)
    return _back(page, found.row)


@router.post("/opportunities/{opportunity_id:number}/withdraw", name="withdraw_opportunity")
def withdraw(
    opportunity_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = hold(session, viewer, opportunity_id)
    actions.withdraw(session, viewer, found)
    cases.drop(session, SubjectRef(NEW, keys.base32(opportunity_id)))
    return _back(page, found.row)


@router.post("/opportunities/{opportunity_id:number}/undo", name="undo_opportunity")
def take_back(
    opportunity_id: int,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = hold(session, viewer, opportunity_id)
    if actions.take_back(session, viewer, found):
        bring(session, house, found.row, WHY_NEW)
    return _back(page, found.row)


@router.post("/opportunities/{opportunity_id:number}/prolong", name="prolong_opportunity")
def prolong(
    opportunity_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = hold(session, viewer, opportunity_id)
    actions.prolong(viewer, found)
    event = drafts.last_of(found.row) is not None
    said = "opportunity-until-over" if event else "opportunity-prolonged"
    return page.go("opportunity", opportunity_id=opportunity_id, said=said)


def _back(page: PageMaker, row: Opportunity) -> Response:
    """To its page, which says how it stands now: also to whoever pressed twice, or on a page from
    before."""
    return page.go("opportunity", opportunity_id=row.id, said=STANDS.get(row.state, ""))
