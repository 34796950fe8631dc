"""Errors as programs read them: `application/problem+json` (RFC 9457). The sentence is the same as
on a page."""

import json
from collections.abc import Callable, Mapping

from starlette.responses import Response

from app.core.errors import (
    ConfirmFirst,
    Crossed,
    ForumError,
    Invalid,
    NotFound,
    SignInFirst,
    TooOften,
)
from app.core.languages import Sentence
from app.core.versions import CHANGED

Say = Callable[[str], str]
ADDRESSES = "/api/v1/"
DOCS = "/api"
MEDIA_TYPE = "application/problem+json"
REALM = 'Bearer realm="Common Thread"'

# Each kind of problem has a place on the page about the API.
KINDS = {
    400: "malformed",
    401: "no-token",
    403: "not-allowed",
    404: "not-found",
    405: "wrong-method",
    409: "conflict",
    413: "too-long",
    415: "not-json",
    422: "invalid",
    429: "too-often",
    500: "our-fault",
    503: "away",
}
_PLAIN = {
    400: (
        Sentence("We couldn’t read that"),
        Sentence("What came is not the JSON that we expect here."),
    ),
    404: (Sentence("Nothing is here"), NotFound().message),
    405: (
        Sentence("That address doesn’t take this"),
        Sentence("The header “Allow” says what it takes."),
    ),
    413: (Sentence("That was too long to send"), Sentence("Make it shorter and send it again.")),
    415: (
        Sentence("That is no JSON"),
        Sentence("Send JSON, with the content type application/json."),
    ),
    500: (
        Sentence("Something went wrong on our side"),
        Sentence("It isn’t your fault, and it has been noted."),
    ),
    503: (
        Sentence("We can’t reach our database"),
        Sentence("Nothing was changed. Try again in a moment."),
    ),
}


class NoToken(ForumError):
    """Nobody is asking: there is no token, or it is one no more."""

    status = 401
    title = Sentence("This needs a token")

    def __init__(self, *, given: bool) -> None:
        super().__init__(
            Sentence("This token has ended, or never was one. Make a new one in your settings.")
            if given
            else Sentence("Send a token of yours in the header Authorization, as “Bearer …”.")
        )
        self.given = given


class LacksScope(ForumError):
    """The token may not do this, whatever its member may."""

    status = 403
    title = Sentence("This token may not do that")

    def __init__(self, scope: str) -> None:
        super().__init__(Sentence("It needs a token with the scope “{scope}”.", scope=scope))
        self.scope = scope


class KeyUsed(ForumError):
    """The same idempotency key came with other words, or when what it had made has `gone`."""

    status = 422
    title = Sentence("This key was used before")

    def __init__(self, *, gone: bool = False) -> None:
        super().__init__(
            Sentence(
                "What was sent with this Idempotency-Key has gone since, and was not made anew. "
                "Take a new key for a new deed."
            )
            if gone
            else Sentence(
                "With this Idempotency-Key something else was sent before, and that stands. "
                "Take a new key for a new deed."
            )
        )


class MayGiveAway(ForumError):
    """Words without a name in which something may say whose they are, of which she has not been
    told."""

    status = 422
    title = Sentence("This may give you away")

    def __init__(self, told: list[dict[str, object]], caution: Sentence | None = None) -> None:
        super().__init__(
            Sentence(
                "Something in this may say who wrote it. Change it, or send it again with the "
                "marks of what is to stay, in “seen”."
            )
        )
        self.told, self.caution = told, caution


# What a page says of itself, to whom it shows no page
_FOR_PROGRAMS: dict[str, str] = {
    CHANGED: Sentence(
        "This was changed since you read it. Read it again, and send yours with the mark that "
        "it has now."
    )
}
_OF_OWN = {LacksScope: "scope", KeyUsed: "key-used", MayGiveAway: "may-give-you-away"}


def concerns(path: str) -> bool:
    """Whether a program is answered there."""
    return path.startswith(ADDRESSES)


def of(error: ForumError, site: str, say: Say) -> Response:
    """The answer for an error that a rule of ours has raised, in the words that `say` has for it;
    `site` is our own address."""

    def told(message: str) -> str:
        return say(_FOR_PROGRAMS.get(message, message))

    if isinstance(error, (SignInFirst, ConfirmFirst)):
        error = NoToken(given=False)
    kind = _OF_OWN.get(type(error), KINDS[error.status])
    more: dict[str, object] = {}
    if isinstance(error, Invalid):
        more = {"errors": [{"field": f, "message": told(why)} for f, why in error.all.items()]}
    if isinstance(error, MayGiveAway):
        more = {"offers": error.told}
    title = Crossed.title if isinstance(error, Crossed) else error.title
    detail = told(error.message)
    if isinstance(error, MayGiveAway) and error.caution:
        detail = f"{detail} {say(error.caution)}"
    said = (error.status, say(title), detail)
    return _answer(site, kind, said, more, _headers(error))


def plain(status: int, site: str, say: Say, headers: Mapping[str, str] | None = None) -> Response:
    """The answer for what went wrong before any rule was asked."""
    status = status if status in _PLAIN else 400
    title, detail = _PLAIN[status]
    said = (status, say(title), say(detail))
    return _answer(site, KINDS[status], said, {}, dict(headers or {}))


def _headers(error: ForumError) -> dict[str, str]:
    if isinstance(error, TooOften):
        return {"Retry-After": str(max(1, int(error.wait.total_seconds())))}
    if isinstance(error, NoToken):
        return {"WWW-Authenticate": REALM + (', error="invalid_token"' if error.given else "")}
    if isinstance(error, LacksScope):
        said = f'{REALM}, error="insufficient_scope", scope="{error.scope}"'
        return {"WWW-Authenticate": said}
    return {}


def _answer(
    site: str,
    kind: str,
    said: tuple[int, str, str],
    more: dict[str, object],
    headers: dict[str, str],
) -> Response:
    status, title, detail = said
    body = {"type": f"{site}{DOCS}#{kind}", "title": title, "status": status, "detail": detail}
    words = json.dumps(body | more, ensure_ascii=False).encode()
    headers = {"Cache-Control": "no-store", **headers}
    return Response(words, status, headers, MEDIA_TYPE)
