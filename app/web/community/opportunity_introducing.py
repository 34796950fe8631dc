"""*Introduce me*: asking to be introduced to who has posted an opportunity, who alone decides."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.community.opportunities import policy, queries
from app.community.opportunities.queries import Found
from app.core import clock, text
from app.core.limits import Limit
from app.core.verdict import require
from app.people.introductions import actions
from app.people.introductions import policy as introductions
from app.people.introductions.actions import Wish
from app.people.introductions.contents import SPAN
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

LENGTH = 500


class WishForm(Form):
    words: Annotated[text.Body, StringConstraints(max_length=LENGTH)]


WishFilled = Annotated[Filled[WishForm], Depends(filled(WishForm))]


@router.get("/opportunities/{opportunity_id:number}/introduce", name="introduce_me")
def begin(opportunity_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    found = queries.find(session, viewer, opportunity_id)
    require(policy.may_be_introduced(viewer, found.row, clock.now()))
    return _form(page, found, Filled({}))


@router.post("/opportunities/{opportunity_id:number}/introduce", name="introduce_me")
def ask(
    opportunity_id: int,
    form: WishFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = queries.find(session, viewer, opportunity_id)
    require(policy.may_be_introduced(viewer, found.row, clock.now()))
    with form.checking():
        data = form.data
        house.limiter.hit(Limit.INTRODUCTIONS, viewer.me.limit_key())
        link = house.settings.address + url("opportunity", opportunity_id=found.row.id)
        words = f"{data.words}\n\n{found.row.title}\n{link}"
        wish = Wish(found.row.poster_id, words, data.form_nonce)
        here = actions.ask(session, house.ring, viewer, wish)
        return page.go("introduction", introduction_id=here, said="introduction-asked")
    return _form(page, found, form)


def _form(page: PageMaker, found: Found, form: Filled[Any]) -> Response:
    return page.show(
        "community/opportunities/introduce.html",
        status=422 if form.errors else 200,
        one=found.row,
        poster=found.poster,
        may_offer=introductions.may_offer(page.visit.viewer),
        days=SPAN.days,
        length=LENGTH,
        form=form,
    )
