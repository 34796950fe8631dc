"""A route of the API: JSON in, JSON out, in the same one hop as a page.

Handlers are plain functions that FastAPI could call: it is FastAPI that describes them, from their
annotations. They return a model, nothing, or `Done` where the status depends on what was done.
"""

import asyncio
import inspect
import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Annotated, Any, get_args, get_origin, get_type_hints
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.params import Body, Depends, Header, Query
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response

from app.core import repeats
from app.core.errors import Crossed, ForumError, Invalid, NotFound
from app.core.trouble import is_away, is_crossed
from app.web.api.kit import asking, onward, wrong
from app.web.api.kit.call import Call
from app.web.api.kit.models import Listed
from app.web.kit import problems
from app.web.kit.problems import KeyUsed
from app.web.kit.route import READS, REFUSED, OneHop, in_some_transaction

Asker = Callable[[Call], Any]
Found = BaseModel | None


@dataclass(frozen=True)
class Done:
    """An answer with another status than the route's own, or with headers of its own."""

    model: BaseModel | None
    status: int
    headers: dict[str, str] = field(default_factory=dict)


class Endpoint(OneHop):
    """An address of the API."""

    is_described = True

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        askers = _askers(self.endpoint)

        async def answer(request: Request) -> Response:
            house, reads = request.app.state.house.present, request.method in READS
            sent = b"" if reads else await request.body()
            call = Call(request, house, sent)
            request.scope["visit"] = call
            if reads and house.database.reads_at_once:
                return self._answer(call, askers)
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self.threads(), self._answer, call, askers)

        return answer

    def _answer(self, call: Call, askers: dict[str, Asker]) -> Response:
        site, say = call.house.settings.address, partial(_said, call)
        try:
            response = in_some_transaction(partial(self._in_transaction, call, askers))
            # Now that it is done: what failed may come again by its key.
            if call.deed:
                call.house.sent.keep(*call.deed)
            return call.sign(response)
        except ForumError as error:
            return call.sign(problems.of(error, site, say))
        except SQLAlchemyError as trouble:
            if is_crossed(trouble):
                return call.sign(problems.of(Crossed(), site, say))
            if not is_away(trouble):
                raise
            return call.sign(problems.plain(503, site, say, {"Retry-After": "20"}))

    def _in_transaction(self, call: Call, askers: dict[str, Asker]) -> Response:
        database = call.house.database
        reads = call.request.method in READS
        with database.reading() if reads else database.changing() as session:
            call.begin(session)
            given = {name: ask(call) for name, ask in askers.items()}
            response = self._made(call, self.endpoint(**given))
            if not reads:
                _look_whether_again(call, given)
            assert response.status_code < REFUSED
        return response

    def _made(self, call: Call, found: Found | Done) -> Response:
        done = found if isinstance(found, Done) else Done(found, self.status_code or 200)
        headers = {"Cache-Control": "no-store", **done.headers}
        if done.model is None:
            return Response(status_code=204, headers=headers)
        model = done.model
        if isinstance(model, Listed) and model.next:
            following = onward.marked(model.next)
            model = model.model_copy(update={"next": following})
            headers["Link"] = f'<{_onward(call, following)}>; rel="next"'
        words = model.model_dump_json()
        return Response(words, done.status, headers, "application/json")


def _said(call: Call, words: str) -> str:
    return asking.templates(call.request).said(words)


def _look_whether_again(call: Call, given: dict[str, Any]) -> None:
    """Whether this deed was done before, by the same key. Raises KeyUsed where it then said
    something else, or where what it made is there no more: nothing that she has destroyed comes
    back by a call that was sent once more."""
    takes_key = "nonce" in {name.lstrip("_") for name in given}
    if not (takes_key and call.has_key and call.viewer.signed_in):
        return
    nonce, sent = call.nonce, call.house.sent
    said = [value for value in given.values() if isinstance(value, BaseModel)]
    words = json.dumps([one.model_dump(mode="json") for one in said], sort_keys=True).encode()
    known = sent.differ(nonce, words)
    if not repeats.came_again(call.session):
        if known is not None:
            raise KeyUsed(gone=True)
        call.deed = nonce, words
        return
    if known or (known is None and repeats.differs(call.session)):
        raise KeyUsed


def _onward(call: Call, after: str) -> str:
    """The address of what comes next in this list."""
    asked = dict(parse_qsl(call.request.url.query)) | {"after": after}
    return f"{call.house.settings.address}{call.request.scope['path']}?{urlencode(asked)}"


def _askers(handler: Callable[..., Any]) -> dict[str, Asker]:
    """For each parameter of a handler, how to get it from the call."""
    hints = get_type_hints(handler, include_extras=True)
    return {name: _asker(name, hints[name]) for name in inspect.signature(handler).parameters}


def _asker(name: str, hint: Any) -> Asker:
    kind, *extras = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    for extra in extras:
        if isinstance(extra, Depends) and extra.dependency:
            return _of_request(extra.dependency)
        if isinstance(extra, Query):
            return lambda call: _read(kind, _asked(call))
        if isinstance(extra, Body):
            return lambda call: _body(kind, call)
        if isinstance(extra, Header):
            return lambda call: call.nonce
    return lambda call: _in_path(kind, call.request.path_params[name])


def _in_path(kind: Any, said: Any) -> Any:
    """A word of ours in an address, or whatever the address itself has read. Raises NotFound."""
    if not (isinstance(kind, type) and issubclass(kind, Enum)):
        return said
    try:
        return kind(said)
    except ValueError:
        raise NotFound from None


def _of_request(ask: Callable[[Request], Any]) -> Asker:
    return lambda call: ask(call.request)


def _asked(call: Call) -> dict[str, str]:
    query = call.request.scope["query_string"].decode("latin-1")
    # U+0000 is the one character that PostgreSQL cannot look for.
    said = parse_qsl(query.replace("%00", ""), keep_blank_values=True)
    if len({name for name, _ in said}) < len(said):
        raise Invalid("", "Something stands twice in the address.")
    return dict(said)


def _read(model: type[BaseModel], said: dict[str, str]) -> BaseModel:
    try:
        return model.model_validate(said)
    except ValidationError as problem:
        raise wrong.told(problem) from None


def _body(model: type[BaseModel], call: Call) -> BaseModel:
    said = call.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said != "application/json":
        raise wrong.NotJson
    try:
        # Strictly: who sends "no" where a truth is asked for would be heard to say yes elsewhere.
        return model.model_validate_json(call.sent, strict=True)
    except ValidationError as problem:
        raise wrong.told(problem) from None
