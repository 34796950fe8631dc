"""Whether the process lives, and whether it can serve."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.core import migrations
from app.people.circles import queries as circles
from app.web.kit.asking import Anyone, InTransaction, ThisHouse
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)
lively = APIRouter()


async def _lives(_request: Request) -> Response:
    """Answered on the loop, without the pool and the database: it says that the process lives."""
    return PlainTextResponse("ok\n")


lively.add_route("/healthz", _lives, name="healthz")


@router.get("/readyz", name="readyz")
def is_ready(session: InTransaction, viewer: Anyone, house: ThisHouse) -> Response:
    """Answers 503 while the database is away (by the page for it) or older than the program, and
    from the moment in which the process is told to end."""
    if house.live.ending:
        return PlainTextResponse("This process ends.\n", 503)
    if migrations.are_missing(session):
        return PlainTextResponse("The database is older than the program.\n", 503)
    circles.visible(session, viewer)
    return PlainTextResponse("ready\n")
