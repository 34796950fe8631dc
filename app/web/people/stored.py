"""What is stored and for how long, as the tables themselves say it."""

from fastapi import APIRouter
from starlette.responses import Response

from app import stored
from app.web.kit.asking import Anyone, ThisHouse
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/privacy/stored", name="stored")
def show(page: Page, house: ThisHouse, _viewer: Anyone) -> Response:
    return page.show("people/stored.html", rooms=stored.by_room(house.settings))
