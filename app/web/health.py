"""Whether the process lives, and whether it can serve."""

from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response

from app.people.circles import queries as circles
from app.web.kit.asking import Anyone, InTransaction
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)
lively = APIRouter()


@lively.get("/healthz", name="healthz")
async def lives() -> Response:
    """Answered on the loop, without the pool and the database: it says that the process lives."""
    return PlainTextResponse("ok\n")


@router.get("/readyz", name="readyz")
def is_ready(session: InTransaction, viewer: Anyone) -> Response:
    """Answers 503, by the page for it, while the database is away."""
    circles.visible(session, viewer)
    return PlainTextResponse("ready\n")
