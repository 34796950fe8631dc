"""What stands in a line of each table, and how it has to be."""

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    EmailStr,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from app.community.threads.models import Intent, PostState, ReactionKind
from app.core import clock, text
from app.people.circles.models import Anonymity, Visibility
from app.people.members.handles import LONGEST

SHORTEST_HANDLE = 3
FIRST_YEAR = 1970
MOST_REACTIONS = 10_000
YES = {"yes", "y", "true", "t", "1", "on", "x"}
NO = {"no", "n", "false", "f", "0", "off", ""}
# What is said of a post elsewhere, and which of ours is meant. Whatever else it is, it was kind.
KINDS = {
    **{kind.value: kind for kind in ReactionKind},
    **dict.fromkeys(("hug", "hugs", "care", "support"), ReactionKind.WITH_YOU),
    **dict.fromkeys(("me-too", "same", "relate"), ReactionKind.BEEN_THERE),
    **dict.fromkeys(("clap", "celebrate", "congratulations", "tada"), ReactionKind.EARNED),
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?.*)?")


def _yes(value: object) -> object:
    said = str(value).strip().casefold()
    if said not in YES | NO:
        raise ValueError("write yes or no")
    return said in YES


def moment(said: str) -> datetime | None:
    """In UTC, as it is where no zone stands behind it; None for nothing. Raises ValueError."""
    said = said.strip()
    if not said:
        return None
    if not MOMENT.fullmatch(said):
        raise ValueError("write a day as in 2026-05-14, or a time as in 2026-05-14 18:30")
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        raise ValueError("there is no such day or time") from None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    if not at.year >= FIRST_YEAR or at > clock.now():
        raise ValueError("this is in the future, or before there were computers")
    return at


def _day(value: object) -> object:
    found = moment(str(value))
    return found.date() if found else None


def _moment(value: object) -> object:
    return moment(str(value))


def _list(value: object) -> object:
    return re.split(r"[\s,;|]+", str(value).strip()) if str(value).strip() else []


def _kept(value: object) -> object:
    return text.cleaned(str(value)).strip()


Id = Annotated[str, BeforeValidator(text.one_line), StringConstraints(min_length=1, max_length=200)]
Ref = Annotated[str, BeforeValidator(text.one_line), StringConstraints(max_length=200)]
YesNo = Annotated[bool, BeforeValidator(_yes)]
When = Annotated[datetime | None, BeforeValidator(_moment)]
Day = Annotated[date | None, BeforeValidator(_day)]
Ids = Annotated[list[Ref], BeforeValidator(_list)]
Number = Annotated[
    Annotated[int, Field(ge=1, le=2**31 - 1)] | None, BeforeValidator(lambda said: said or None)
]
Long = Annotated[str, BeforeValidator(_kept), StringConstraints(max_length=text.BODY_LENGTH * 40)]
_WORDS: TypeAdapter[str] = TypeAdapter(text.Body)


class MemberLine(BaseModel):
    """Her address is looked at by itself: without one that can be written to she comes, too."""

    id: Ref = ""
    handle: Id
    name: text.ShortLine = ""
    email: str = ""
    pronouns: text.ShortLine = ""
    bio: text.Paragraphs = ""
    joined: Day = None
    circles: Ids = []
    hosts: Ids = []
    suspended: YesNo = False


class CircleLine(BaseModel):
    id: Id
    slug: Ref = ""
    name: text.ShortLine = ""
    summary: text.ShortLine = ""
    about: text.Paragraphs = ""
    guidelines: text.Paragraphs = ""
    # Where it is not said, nobody from outside reads it.
    visibility: Annotated[Visibility, BeforeValidator(lambda v: v or "members")] = (
        Visibility.MEMBERS
    )
    anonymity: Annotated[Anonymity, BeforeValidator(lambda v: v or "allowed")] = Anonymity.ALLOWED


class ThreadLine(BaseModel):
    id: Id
    circle: Id
    title: Annotated[
        str, BeforeValidator(text.one_line), StringConstraints(min_length=1, max_length=2000)
    ]
    intent: Annotated[Intent, BeforeValidator(lambda v: v or "advice-welcome")] = (
        Intent.ADVICE_WELCOME
    )
    pinned: YesNo = False
    locked: YesNo = False


class PostLine(BaseModel):
    id: Id
    thread: Id
    number: Number = None
    author: Ref = ""
    anonymous: YesNo = False
    pseudonym: Ref = ""
    created_at: When = None
    body: Long = ""
    format: Annotated[str, BeforeValidator(lambda v: (v or "markdown").casefold())] = "markdown"
    reply_to: Ref = ""
    content_note: text.ShortLine = ""
    advice: YesNo = False
    edited_on: Day = None
    state: Annotated[PostState, BeforeValidator(lambda v: v or "shown")] = PostState.SHOWN


class ReactionLine(BaseModel):
    post: Id
    kind: Annotated[str, BeforeValidator(lambda v: text.one_line(str(v)).casefold())] = ""
    member: Ref = ""
    count: Annotated[int, BeforeValidator(lambda v: v or 1), Field(ge=0, le=MOST_REACTIONS)] = 1


Line = MemberLine | CircleLine | ThreadLine | PostLine | ReactionLine
_ADDRESS: TypeAdapter[str] = TypeAdapter(EmailStr)


def address(said: str) -> str:
    """An address that can be written to, in small letters; empty where it is none."""
    try:
        return _ADDRESS.validate_python(said.strip()).lower()
    except ValidationError:
        return ""


def as_handle(said: str) -> str:
    """What somebody is called elsewhere as one is called here: small letters, digits, hyphens."""
    plain = unicodedata.normalize("NFKD", said).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not plain[:1].isalpha():
        plain = f"member-{plain}".strip("-")
    return (plain if len(plain) >= SHORTEST_HANDLE else f"{plain}-member")[:LONGEST].strip("-")


def unfit_words(body: str) -> str:
    """Why there is nothing to read in it, or nothing."""
    if not body:
        return "There are no words in this."
    try:
        _WORDS.validate_python(body[: text.BODY_LENGTH])
    except ValidationError as problem:
        return _said(problem.errors()[0])
    return ""


def why(problem: ValidationError) -> str:
    """What does not fit, column by column, without repeating what stands there."""
    return "; ".join(f"{_column(one)}: {_said(one)}" for one in problem.errors())


def _column(one: Any) -> str:
    return ".".join(map(str, one["loc"])) or "line"


def _said(one: Any) -> str:
    known = {"missing": "fill this in", "string_too_short": "fill this in"}
    return known.get(one["type"]) or str(one["msg"]).removeprefix("Value error, ")
