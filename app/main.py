"""The browser's door: builds the ASGI application of one installation."""

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from sqlalchemy.exc import SQLAlchemyError
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app import gathering, wiring
from app.chores import Chores
from app.core import ending, logs, process, settings
from app.oversight.moderation.care import Care
from app.people.house import House, check_keys
from app.people.safety import help_lines
from app.people.safety.phrases import rules as phrases
from app.web import mailing
from app.web.api import pages as api
from app.web.community.leaf import Leaves
from app.web.kit import addresses, apologies, assets, looks
from app.web.kit.counting import Counting
from app.web.kit.guard import Guard
from app.web.kit.route import READS, OneHop
from app.web.kit.signs import Signs
from app.web.kit.templating import Templates
from app.web.kit.uploads import TakesFile
from app.web.routers import ROUTERS

log = logging.getLogger("app.main")

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
        """Of the framework's layers those alone that we have a use for: the others close files and
        dependencies that it has opened, and ours are not opened by it."""
        house: House = self.state.house
        routes = [route for route in self.router.routes if isinstance(route, OneHop)]
        sorry = dict(self.exception_handlers)
        broken = sorry.pop(Exception)
        signs = Signs(routes, self.router, {api.ROOM: self._calls})
        found = ExceptionMiddleware(signs, sorry)
        limited = RequestBodyLimitMiddleware(found, OneHop.body_bytes)

        async def by_method(scope: Scope, receive: Receive, send: Send) -> None:
            """Nobody reads what comes with a GET."""
            reads = scope["type"] == "http" and scope["method"] in READS
            await (found if reads else limited)(scope, receive, send)

        guard = Guard(
            ServerErrorMiddleware(by_method, broken),
            house.settings,
            OneHop.body_bytes,
            {route.path: route.body_bytes for route in routes if isinstance(route, TakesFile)},
            is_indexed=lambda: self.state.house.present.settings.search_engines,
        )
        return Counting(guard, house.tally) if house.tally else guard

    def _calls(self) -> list[Route]:
        """The routes of the API, which the framework's router has to know from now on as well."""
        calls = api.calls()
        self.router.routes.extend(calls)
        return calls


def build(house: House) -> FastAPI:
    """The application. It holds the house open until it is shut down.

    Raises BadHelpLines: what is shown at the worst moment is looked at first.
    """
    app = Application(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
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
    app.router.routes.extend(routes)
    app.router.routes.append(Route("/static/{path:path}", assets.Serving()))
    app.router.routes.append(Route("/look/{name}", looks.Serving(), methods=["GET"], name="look"))
    addresses.learn(route for route in routes if isinstance(route, OneHop))
    apologies.install(app)
    return app


def from_environment() -> FastAPI:
    """What a server process runs: the house of its environment. Raises BadSettings, BadKeyring."""
    logs.watch()
    return build(wiring.open_house(settings.read()))


def answering_prometheus(house: House) -> AbstractContextManager[object]:
    """Meanwhile the numbers of this process can be read, where that is wanted."""
    if not house.settings.metrics_port:
        return nullcontext()
    from app import metrics  # noqa: PLC0415  # its library takes memory

    return metrics.serving(house)


@asynccontextmanager
async def _open_hours(app: FastAPI) -> AsyncIterator[None]:
    process.settle()
    house: House = app.state.house
    check_keys(house.database, house.ring)
    house.site.listen(house.database)
    chores = Chores(house, mail=house.settings.worker, write=mailing.writer_for(house))
    telling = gathering.rounds(house, mailing.account_writer_for(house))
    # Before the first page: what should have ended while nobody was here must not be seen.
    chores.tend()
    chores.start()
    if house.settings.worker:
        telling.start()
    # What is there by now stays: nobody need look through it again for what could go.
    gc.collect()
    gc.freeze()
    house.live.start()
    with (
        answering_prometheus(house),
        ending.streams_first(house.live, house.settings.drain_seconds),
    ):
        yield
    # First what would be lost: whoever stops us may not wait for a slow mail server.
    try:
        house.flush()
    except SQLAlchemyError as problem:
        log.warning("what was read is not kept: %s", type(problem).__name__)
    chores.stop()
    telling.stop()
    house.live.close()
    house.database.close()
