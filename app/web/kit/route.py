"""A route that answers in one hop, or in none.

Session, viewer, handler, page and commit run together in one of two pool threads. More
threads fight for the interpreter's lock, and each hop costs a tenth of a millisecond: where
reading waits for nobody, a page is made without one, and no blocked deed holds it up.
What a handler asks for is declared as FastAPI dependencies that take the request alone; they are
called here, in order, inside that hop.
"""

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from fastapi import Request
from fastapi.params import Depends
from fastapi.routing import APIRoute
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from app.core.errors import Crossed, ForumError
from app.core.trouble import is_away, is_crossed, is_entangled
from app.people.viewer import Viewer
from app.web.kit import apologies, sent_again
from app.web.kit.asking import Anyone
from app.web.kit.forms import Asking
from app.web.kit.visit import Visit

THREADS = 2
TRIES = 3
FIELDS = 60
REFUSED = 400
READS = {"GET", "HEAD"}
Asker = Callable[[Request], Any]
Handler = Callable[..., Any]

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="answer")


class _Unkept(Exception):
    """The answer says no: nothing of what was done on the way to it is kept."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


class OneHop(APIRoute):
    """Handlers are plain functions that return a Response. More than `body_bytes` is not read."""

    is_described = False
    # The longest post, all in characters that take four bytes, each of them written as %XX.
    body_bytes = 128 * 1024

    def __init__(
        self, path: str, endpoint: Handler, *, name: str | None = None, **more: Any
    ) -> None:
        name = name or endpoint.__name__
        if self.is_described:
            super().__init__(path, endpoint, name=name, **more)
        else:
            # FastAPI plans how to call a handler and what it answers, which takes memory.
            Route.__init__(self, path, endpoint, name=name, methods=more["methods"])
        # FastAPI's own surrounds each answer with stacks for dependencies that we don't have.
        answer = self.get_route_handler()

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            response = await answer(Request(scope, receive, send))
            await response(scope, receive, send)

        self.app = app
        askers = _askers(self.endpoint).values()
        self.model = next((a.model for a in askers if isinstance(a, Asking)), None)

    @cached_property
    def is_for_members(self) -> bool:
        """Whether somebody has to be signed in; asked only where a form is refused."""
        hints = get_type_hints(self.endpoint, include_extras=True)
        return any(map(_is_a_member, hints.values()))

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Most routes are not the one, which is seen sooner than what the one makes of a path."""
        if scope["type"] != "http" or not self.path_regex.match(scope["path"]):
            return Match.NONE, {}
        match, found = Route.matches(self, scope)
        return match, {**found, "route": self}

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler, askers = self.endpoint, _askers(self.endpoint)

        async def answer(request: Request) -> Response:
            typed = await self._sent(request) if request.method == "POST" else FormData()
            visit = Visit(request, request.app.state.house.present, typed)
            request.scope["visit"] = visit
            if request.method != "POST" and visit.house.database.reads_at_once:
                return _answer(visit, handler, askers)
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(_pool, _answer, visit, handler, askers)

        return answer

    @staticmethod
    def threads() -> ThreadPoolExecutor:
        """In which whoever may have to wait is answered."""
        return _pool

    async def typed(self, request: Request) -> FormData:
        """The form that was sent. May raise what Python makes of what is no text."""
        return await request.form(max_files=0, max_fields=FIELDS)

    async def _sent(self, request: Request) -> FormData:
        try:
            typed = await self.typed(request)
            # A charset of the sender's own choice can make what no text may hold.
            "".join(f"{name}{value}" for name, value in typed.multi_items()).encode()
        except HTTPException:
            raise
        except (UnicodeError, ValueError):
            raise HTTPException(400) from None
        return typed


def _answer(visit: Visit, handler: Callable[..., Response], askers: dict[str, Asker]) -> Response:
    try:
        return visit.sign(in_some_transaction(partial(_in_transaction, visit, handler, askers)))
    except _Unkept as no:
        return visit.sign(no.response)
    except ForumError as error:
        return visit.sign(apologies.explain(visit, error))
    except SQLAlchemyError as problem:
        if is_crossed(problem):
            return visit.sign(apologies.explain(visit, Crossed()))
        if not is_away(problem):
            raise
        return apologies.away(visit)


def in_some_transaction(deed: Callable[[], Response]) -> Response:
    """Done anew where it and another deed waited for each other: nothing of it has been kept."""
    for _ in range(TRIES - 1):
        try:
            return deed()
        except OperationalError as problem:
            if not is_entangled(problem):
                raise
    return deed()


def _in_transaction(
    visit: Visit, handler: Callable[..., Response], askers: dict[str, Asker]
) -> Response:
    database = visit.house.database
    deed = visit.request.method == "POST"
    with database.changing() if deed else database.reading() as session:
        visit.begin(session)
        response = handler(**{name: ask(visit.request) for name, ask in askers.items()})
        response = sent_again.looked_at(visit, response) if deed else response
        if deed and response.status_code >= REFUSED:
            raise _Unkept(response)
    return response


def _askers(handler: Callable[..., Response]) -> dict[str, Asker]:
    """For each parameter of a handler, how to get it from the request."""
    hints = get_type_hints(handler, include_extras=True)
    parameters = inspect.signature(handler).parameters
    return {name: _asker(name, hints[name], p.default) for name, p in parameters.items()}


def _is_a_member(hint: Any) -> bool:
    """Whoever asks, unless that may be anyone."""
    return get_origin(hint) is Annotated and get_args(hint)[0] is Viewer and hint != Anyone


def _asker(name: str, hint: Any, default: Any) -> Asker:
    if get_origin(hint) is Annotated:
        for extra in get_args(hint)[1:]:
            if isinstance(extra, Depends) and extra.dependency:
                return extra.dependency
    if default is inspect.Parameter.empty:
        return lambda request: request.path_params[name]
    assert isinstance(default, str), f"{name}: what stands in a query is text"
    return lambda request: request.scope["visit"].asked.get(name, default)
