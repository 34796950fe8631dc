"""Sharing an opportunity into a circle: its title and its link in the ordinary form of a thread, in
a circle that she chooses. Nothing is posted by it."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.community.opportunities import policy as opportunities
from app.community.opportunities import queries
from app.community.opportunities.queries import Found
from app.core.verdict import require
from app.people.circles import policy
from app.people.circles import queries as circles
from app.people.circles.models import Anonymity
from app.people.circles.queries import CircleCard
from app.people.house import House
from app.web.community import new_thread
from app.web.community.new_thread import ShareFilled
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/opportunities/{opportunity_id:number}/share", name="share_opportunity")
def ask(
    opportunity_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    found = queries.find(session, viewer, opportunity_id)
    require(opportunities.may_share(found.row))
    return _ask(page, house, found, circles.joined(session, viewer), Filled({}))


@router.post("/opportunities/{opportunity_id:number}/share", name="share_opportunity")
def share(
    opportunity_id: int,
    form: ShareFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = queries.find(session, viewer, opportunity_id)
    require(opportunities.may_share(found.row))
    with form.checking():
        circle = circles.page(session, viewer, form.data.circle).row
        require(policy.may_post(viewer, circle.id))
        typed = {
            "title": found.row.title,
            "body": _link(house, found),
            "anonymous": "on" if circle.anonymity is Anonymity.ALWAYS else "",
        }
        return new_thread.shown(page, circle, Filled(typed), shared=new_thread.OPPORTUNITY)
    return _ask(page, house, found, circles.joined(session, viewer), form)


def _ask(
    page: PageMaker, house: House, found: Found, hers: list[CircleCard], form: Filled[Any]
) -> Response:
    return page.show(
        "community/opportunities/share.html",
        status=422 if form.errors else 200,
        form=form,
        one=found.row,
        is_open=found.is_open,
        link=_link(house, found),
        circles=hers,
        may_post=new_thread.may_share(page.visit.viewer, hers),
    )


def _link(house: House, found: Found) -> str:
    return house.settings.address + url("opportunity", opportunity_id=found.row.id)
