"""What the API is, in the words of OpenAPI 3.1 and of the page about it."""

import json
import re
from functools import lru_cache
from typing import Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from app.core.languages import Sentence, phrases
from app.people.members.tokens import Scope
from app.web.api.kit.asking import Holder
from app.web.api.kit.models import Problem
from app.web.api.routers import ROUTERS
from app.web.kit import problems

VERSION = "1"
ABOUT = (
    "What a member can do on the pages, for programs. Every call needs a personal token, which its "
    "member makes in her settings. See the page /api."
)
COUNTED = {
    "RateLimit-Limit": "How many calls a token has in ten minutes.",
    "RateLimit-Remaining": "How many are left.",
    "RateLimit-Reset": "In how many seconds there are all of them again.",
}
# What each address may answer beside what it is for.
REFUSALS = phrases(
    {
        400: "What came could not be read.",
        401: "There is no token, or it is one no more.",
        403: "She may not do this, or the token may not.",
        404: "It is not there, or not for her: which of them is not said.",
        405: "That address doesn’t take this method; “Allow” says what it takes.",
        409: "Something else stands there by now.",
        413: "It was too long.",
        415: "It was no JSON.",
        422: "Something in it does not fit.",
        429: "That was a lot at once: wait as long as “Retry-After” says.",
        500: "Something went wrong on our side, and has been noted.",
        503: "The database does not answer.",
    }
)
OF_OWN = [
    ("scope", 403, Sentence("The token lacks the scope for this.")),
    (
        "key-used",
        422,
        Sentence(
            "With this Idempotency-Key something else was sent before, or what it made has gone."
        ),
    ),
    ("may-give-you-away", 422, Sentence("Something in an anonymous post may say who wrote it.")),
]
ANYWHERE = (400, 401, 403, 404, 409, 422, 429, 503)
WITH_BODY = (413, 415)
# Before it is known whose token it is, nothing is counted.
UNCOUNTED = {401, 413, 503}
# How a receiver checks what a webhook tells it. In a template its indentation would be lost.
CHECKING = """import base64, hashlib, hmac, time

def is_genuine(secret, headers, body):
    # `secret` is as the page shows it, `body` the bytes as they came.
    key = base64.b64decode(secret.removeprefix("whsec_"))
    told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = "v1," + base64.b64encode(hmac.digest(key, told, hashlib.sha256)).decode()
    fits = hmac.compare_digest(right, headers["webhook-signature"])
    return fits and abs(time.time() - int(headers["webhook-timestamp"])) < 300"""
SCHEMAS = "#/components/schemas/"
_COUNTED = {name: {"$ref": f"#/components/headers/{name}"} for name in COUNTED}
_NAMES = {
    "app__community__messages__contents__State": "MessageState",
    "app__mentoring__mentorships__models__State": "MentorshipState",
    "app__mentoring__requests__models__State": "MentoringRequestState",
    "app__community__opportunities__models__State": "OpportunityState",
    "app__community__opportunities__words__Way": "OpportunityWay",
    "app__oversight__notifications__choices__Way": "TellingWay",
    "app__community__resources__models__State": "ResourceState",
}


def described(address: str, name: str) -> dict[str, Any]:
    """The description of the API of an installation at this address."""
    found = get_openapi(
        title=f"{name}: API",
        version=VERSION,
        description=ABOUT,
        routes=[route for each in ROUTERS for route in each.routes],
        servers=[{"url": address}],
        separate_input_output_schemas=False,
    )
    parts = found.setdefault("components", {})
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    parts["headers"] = {
        name: {"description": what, "schema": {"type": "integer", "minimum": 0}}
        for name, what in COUNTED.items()
    }
    parts["responses"] = {str(status): _refusal(status) for status in (*ANYWHERE, *WITH_BODY)}
    schemas = parts["schemas"]
    schemas["Problem"] = Problem.model_json_schema(ref_template=f"{SCHEMAS}{{model}}")
    schemas |= schemas["Problem"].pop("$defs")
    for each in ROUTERS:
        for route in each.routes:
            assert isinstance(route, APIRoute)
            for method in route.methods or ():
                _complete(found["paths"][route.path_format][method.lower()], route)
    return _renamed(found)


@lru_cache(1)
def written(address: str, name: str) -> bytes:
    """The same as JSON."""
    return json.dumps(described(address, name), ensure_ascii=False).encode()


def _refusal(status: int) -> dict[str, Any]:
    schema = {"schema": {"$ref": f"{SCHEMAS}Problem"}}
    found = {
        "description": REFUSALS[status],
        "content": {problems.MEDIA_TYPE: schema},
    }
    return found if status in UNCOUNTED else found | {"headers": _COUNTED}


def _complete(operation: dict[str, Any], route: APIRoute) -> None:
    """Who may call it, and what it may answer beside what it is for."""
    name = route.name.removeprefix("api_")
    operation["operationId"], operation["summary"] = name, name.replace("_", " ").capitalize()
    operation["security"] = [{"token": []}]
    operation["x-scope"] = scope_of(route).value
    answers = operation["responses"]
    for answer in answers.values():
        answer["headers"] = _COUNTED
    for status in (*ANYWHERE, *(WITH_BODY if "requestBody" in operation else ())):
        answers[str(status)] = {"$ref": f"#/components/responses/{status}"}


def _renamed(found: dict[str, Any]) -> dict[str, Any]:
    """Names of ours in the place of those of modules, which two of one name take."""
    words = re.sub(r"\bListed_(\w+?)_\b", r"ListOf\1", json.dumps(found, ensure_ascii=False))
    for long, short in _NAMES.items():
        words = words.replace(long, short)
    renamed: dict[str, Any] = json.loads(words)
    schemas = renamed["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for name, schema in schemas.items():
        schema["title"] = name
    return renamed


def scope_of(route: APIRoute) -> Scope:
    """The scope that a token needs for it."""
    for part in route.dependant.dependencies:
        if isinstance(part.call, Holder):
            return part.call.scope
    raise AssertionError(f"{route.name} asks for no token")


def kinds_of_problem() -> list[tuple[str, int, str]]:
    """Each kind with its status and what it means, as the page lists them."""
    known = [(kind, status, REFUSALS.get(status, "")) for status, kind in problems.KINDS.items()]
    return [*known, *OF_OWN]


def rooms() -> list[tuple[str, list[dict[str, str]]]]:
    """Every address by its room, as the page lists them."""
    found: dict[str, list[dict[str, str]]] = {}
    for each in ROUTERS:
        for route in each.routes:
            assert isinstance(route, APIRoute)
            said = {"path": route.path_format, "scope": scope_of(route).value}
            said |= {
                "method": min(route.methods or {"GET"}),
                "what": " ".join(route.description.split("\n\n")[0].split()),
            }
            found.setdefault(str(route.tags[0]), []).append(said)
    return list(found.items())
