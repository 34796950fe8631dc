"""The browser's door: builds the ASGI application of one installation."""

import gc
import logging
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import Route
from starlette.types import ASGIApp

from app import wiring
from app.chores import Chores
from app.core import settings
from app.oversight.moderation.care import Care
from app.people.house import House, check_keys
from app.people.safety import help_lines
from app.people.safety.phrases import rules as phrases
from app.web import mailing
from app.web.community.leaf import Leaves
from app.web.kit import addresses, apologies, assets, uploads
from app.web.kit.guard import Guard
from app.web.kit.route import OneHop
from app.web.kit.signs import Signs
from app.web.kit.templating import Templates
from app.web.kit.uploads import TakesFile
from app.web.routers import ROUTERS

log = logging.getLogger("app.main")

# The longest post, all in characters that take four bytes, each of them written as %XX.
BODY_BYTES = 128 * 1024
# It would record exact times, addresses and what was typed.
NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}


class Application(FastAPI):
    """FastAPI with the guard before everything, also before what answers when all else fails."""

    def build_middleware_stack(self) -> ASGIApp:
        house: House = self.state.house
        roomy = {
            route.path: uploads.BODY_BYTES
            for route in self.router.routes
            if isinstance(route, TakesFile)
        }
        return Guard(
            super().build_middleware_stack(),
            house.settings,
            BODY_BYTES,
            roomy,
            is_indexed=lambda: self.state.house.present.settings.search_engines,
        )


def build(house: House) -> FastAPI:
    """The application. It holds the house open until it is shut down.

    Raises BadHelpLines: what is shown at the worst moment is looked at first.
    """
    app = Application(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        max_body_size=BODY_BYTES,
        telemetry=NO_TELEMETRY,
        lifespan=_open_hours,
    )
    help_lines.ours()
    phrases.load()
    app.state.house = house
    app.state.templates = Templates(house.settings)
    app.state.leaves = Leaves()
    app.state.care = Care()
    # Routes, not included routers: FastAPI matches those twice for each request.
    routes = [route for router in ROUTERS for route in router.routes]
    app.router.routes.extend([Signs(routes), *routes])
    app.router.routes.append(Route("/static/{path:path}", assets.Serving()))
    addresses.learn(route for route in routes if isinstance(route, OneHop))
    apologies.install(app)
    return app


def from_environment() -> FastAPI:
    """What a server process runs: the house of its environment. Raises BadSettings, BadKeyring."""
    return build(wiring.open_house(settings.read()))


@asynccontextmanager
async def _open_hours(app: FastAPI) -> AsyncIterator[None]:
    house: House = app.state.house
    check_keys(house.database, house.ring)
    house.site.listen(house.database)
    chores = Chores(house, mail=house.settings.worker, write=mailing.writer_for(house))
    # Before the first page: what should have ended while nobody was here must not be seen.
    chores.tend()
    chores.start()
    # What is there by now stays: nobody need look through it again for what could go.
    gc.collect()
    gc.freeze()
    house.live.start()
    with _streams_end_first(house):
        yield
    # First what would be lost: whoever stops us may not wait for a slow mail server.
    try:
        house.flush()
    except SQLAlchemyError as problem:
        log.warning("what was read is not kept: %s", type(problem).__name__)
    chores.stop()
    house.live.close()
    house.database.close()


@contextmanager
def _streams_end_first(house: House) -> Iterator[None]:
    """The server waits for every answer before it stops, and a stream has no end of its own."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    theirs = {sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)}

    def end(sign: int, frame: FrameType | None) -> None:
        house.live.stop()
        handler = theirs[signal.Signals(sign)]
        if callable(handler):
            handler(sign, frame)

    for sign in theirs:
        signal.signal(sign, end)
    try:
        yield
    finally:
        for sign, handler in theirs.items():
            signal.signal(sign, handler)
