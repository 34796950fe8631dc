"""What holds for every answer: the headers that bind a browser, the names that we answer to, and
how much may be sent to us."""

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.settings import Settings
from app.web.kit import apologies

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _CSP,
    "x-content-type-options": "nosniff",
    # Not no-referrer: with it a browser sends `Origin: null` from our own forms.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_HSTS = {"strict-transport-security": "max-age=31536000; includeSubDomains"}
_NO_ROBOTS = ((b"x-robots-tag", b"noindex, nofollow"),)
DIGITS = 15  # of a length: nobody sends more


class Guard:
    """Pure ASGI: it costs nothing that can be measured."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        most: int,
        roomy: Mapping[str, int],
        *,
        is_indexed: Callable[[], bool],
    ) -> None:
        """A body that says it is longer than `most` bytes is not looked at; at `roomy` addresses,
        than what stands there. While it `is_indexed`, search engines may keep what is public."""
        self._app, self._most, self._roomy = app, most, roomy
        self._names = settings.host_names
        headers = _HEADERS | (_HSTS if settings.secure else {})
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]
        self._is_indexed = is_indexed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                robots = () if self._is_indexed() else _NO_ROBOTS
                message["headers"] = [*message["headers"], *self._headers, *robots]
            await send(message)

        if scope["method"] == "HEAD":
            # RFC 9110, section 9.3.2: as GET; the server leaves the body out. Who asks for the
            # head alone is not there for the rest, so that no stream goes on.
            scope, receive = {**scope, "method": "GET"}, _gone
        # Of two of a name the first.
        headers = dict(reversed(scope["headers"]))
        if _host(headers) not in self._names:
            refusal = PlainTextResponse("This server does not answer to that name.\n", 400)
            await refusal(scope, receive, with_headers)
        elif _length(headers) > self._roomy.get(scope["path"], self._most):
            # The framework would answer in two words of its own.
            sorry = await run_in_threadpool(apologies.too_long, Request(scope, receive))
            await sorry(scope, receive, with_headers)
        else:
            await self._app(scope, receive, with_headers)


async def _gone() -> Message:
    return {"type": "http.disconnect"}


def _length(headers: Mapping[bytes, bytes]) -> int:
    said = headers.get(b"content-length", b"")[:DIGITS]
    return int(said) if said.isdigit() else 0


def _host(headers: Mapping[bytes, bytes]) -> str:
    host = headers.get(b"host", b"").decode("latin-1")
    name = host.partition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    return name.lower()
