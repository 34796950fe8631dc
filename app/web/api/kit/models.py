"""What the models of the API have in common."""

from datetime import date, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from app.core import keys
from app.web.api.kit import onward

T = TypeVar("T")
_SPELT = "^[0-9a-hjkmnp-tv-z]{1,13}$"
LONGEST_CURSOR = 200
MOST_NUMBER = 2**31 - 1


class Answer(BaseModel):
    """What we answer."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class Sent(BaseModel):
    """What is sent to us. A field that is not known is refused, not ignored."""

    # Not deferred: FastAPI wraps such a model at once, and keeps a warning about that to itself.
    model_config = ConfigDict(frozen=True, extra="forbid")


class Listed(Answer, Generic[T]):
    """A stretch of a list. Ask again with `after` as `next` says; None at the end."""

    data: list[T]
    next: str | None = None


def _number(given: object) -> object:
    """The number that a text in base 32 says; 0, which nothing has, for none."""
    return keys.from_base32(given) if isinstance(given, str) else given


# A number as it stands in addresses.
Number = Annotated[
    int,
    BeforeValidator(_number),
    PlainSerializer(keys.base32, return_type=str),
    WithJsonSchema({"type": "string", "pattern": _SPELT, "examples": ["7h3k9q2m4n5p"]}),
]
# What is sent to us where a number of none would be another wish.
Spelt = Annotated[str, StringConstraints(pattern=_SPELT)]
# In an address: told as text, and read by the route itself.
InAddress = Annotated[int, WithJsonSchema({"type": "string", "pattern": _SPELT})]
Word = Annotated[
    str, WithJsonSchema({"type": "string", "pattern": "^[a-z0-9-]{1,80}$", "maxLength": 80})
]
# The finest time that is known: a minute for what bears a name, a day for what doesn’t.
Moment = Annotated[
    datetime | date,
    WithJsonSchema(
        {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
    ),
]
Cursor = Annotated[
    str,
    Field(max_length=LONGEST_CURSOR, description="Where to go on: “next” of the last answer."),
    AfterValidator(onward.place_in),
]


class ReadUpTo(Sent):
    """The number of the last post or message that she has read."""

    number: Annotated[int, Field(ge=1, le=MOST_NUMBER)]


class Onward(Sent):
    """A list from its beginning, or from where another answer ended."""

    after: Cursor = ""


class FieldProblem(Answer):
    """One field that does not fit; an empty name is the whole."""

    field: str
    message: str


class Problem(BaseModel):
    """What went wrong (RFC 9457). `errors` says which fields do not fit; `offers` what may give
    away who wrote it."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldProblem, ...] = ()
    offers: tuple[dict[str, object], ...] = ()
