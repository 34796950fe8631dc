"""Wins: what people want to celebrate, wherever the viewer may read it."""

from fastapi import APIRouter
from starlette.responses import Response

from app.community.threads import places, wins
from app.web import news
from app.web.community.rows import rows
from app.web.kit.addresses import url
from app.web.kit.asking import Anyone, InTransaction, ThisHouse
from app.web.kit.kept import joined
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/wins", name="wins")
def show(
    session: InTransaction, viewer: Anyone, house: ThisHouse, page: Page, after: str = ""
) -> Response:
    place = places.read(after)
    found = wins.newest(session, viewer, place)
    bundles = news.bundles(house, session, viewer, found.circles)
    shown = rows(session, page, found.threads, bundles, found.circles)
    return page.show(
        "community/threads/wins.html",
        threads=joined(shown.values()),
        older=url("wins", after=found.older) if found.older else "",
        newer=url("wins") if place else "",
    )
