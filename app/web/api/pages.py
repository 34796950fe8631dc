"""What the API is, for programs and for who writes them. Its own modules are loaded when the first
of these, or a call, is asked for: they take memory, and most processes are never asked."""

from fastapi import APIRouter
from starlette.responses import Response
from starlette.routing import Route

from app.core.limits import Limit
from app.people.members.tokens import PREFIX
from app.people.webhooks.telling import STEPS
from app.web.kit import addresses
from app.web.kit.asking import Anyone, ThisHouse
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

ROOM = "api"


@router.get(f"/{ROOM}", name="api_docs")
def page(house: ThisHouse, _viewer: Anyone, page: Page) -> Response:
    from app.web.api import describing  # noqa: PLC0415  # see above

    return page.show(
        "api/index.html",
        address=house.settings.address,
        limit=Limit.API_CALLS.times,
        minutes=int(Limit.API_CALLS.within.total_seconds()) // 60,
        prefix=PREFIX,
        problems=describing.kinds_of_problem(),
        rooms=describing.rooms(),
        steps=STEPS,
        checking=describing.CHECKING,
    )


@router.get(f"/{ROOM}/v1/openapi.json", name="api_description")
def description(house: ThisHouse, _viewer: Anyone) -> Response:
    from app.web.api import describing  # noqa: PLC0415  # see above

    words = describing.written(house.settings.address, house.settings.site_name)
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(words, headers=headers, media_type="application/json")


def calls() -> list[Route]:
    """The routes of all calls, whose names have addresses from now on."""
    from app.web.api.routers import ROUTERS  # noqa: PLC0415  # see above

    found = [route for each in ROUTERS for route in each.routes if isinstance(route, OneHop)]
    addresses.learn(found)
    return [*found]
