"""What is kept in each table, for how long and how it is protected, in words for members.

A table is described once, by `keep` in the `stored.py` beside its models. The page *What is stored,
table by table* is made of that and of the tables themselves, so that it says nothing else than is
so: how a column is protected must fit its type, and a number of days is the very constant or
setting by which a chore forgets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import ModuleType
from typing import cast

from sqlalchemy import Column, LargeBinary, MetaData, Table

from app.core.db import Base
from app.core.languages import Sentence, phrases, several, words
from app.core.settings import Settings

BLIND, HASH = 16, 32


class Room(StrEnum):
    """Under which heading of the page a table stands."""

    YOU = "you"
    WRITING = "writing"
    MODERATORS = "moderators"
    WORKING = "working"


class Kept(StrEnum):
    """How a column is protected. PLAIN can be read by whoever has the database; SEALED only with
    the server's key; from what is HASHED nobody reads it, but can tell whether something given is
    the same; BLIND is a mark that nobody can join to anything without the key."""

    PLAIN = "plain"
    SEALED = "sealed"
    HASHED = "hashed"
    BLIND = "blind"


class Closing(StrEnum):
    """What becomes of it when an account is deleted. NAMED: what bears her name goes, what is
    without it stays; WISH: it stays without her name or is destroyed, as she chooses; EITHER: as
    WISH where it bears her name, as VEILED where it does not; VEILED: it is without her name and
    stays; UNNAMED: it stays, and nothing in it is hers any more; NOBODYS: it never was."""

    GOES = "goes"
    NAMED = "named"
    WISH = "wish"
    EITHER = "either"
    VEILED = "veiled"
    UNNAMED = "unnamed"
    NOBODYS = "nobodys"


@dataclass(frozen=True)
class Part:
    """One column: what stands in it, and how it is protected."""

    words: Sentence
    kept: Kept = Kept.PLAIN


@dataclass(frozen=True)
class Constant:
    """A span of time that stands in the code, read where the chore reads it. A number is that of
    days, or of `unit` days."""

    module: ModuleType
    name: str
    unit: int = 1

    def days(self, _settings: Settings) -> int:
        value = getattr(self.module, self.name)
        return value.days if isinstance(value, timedelta) else int(value) * self.unit


@dataclass(frozen=True)
class Setting:
    """A number of days that whoever runs the server chooses."""

    name: str

    def days(self, settings: Settings) -> int:
        return int(getattr(settings, self.name))


Span = Constant | Setting


class Until:
    """For how long, as a whole sentence. Each number of days in it is a name between braces, and
    stands for a span of this name."""

    def __init__(self, sentence: str, **spans: Span) -> None:
        self.sentence, self.spans = sentence, spans

    def said(self, settings: Settings) -> Sentence:
        """The sentence as it is here and now."""
        said = {name: _days(span.days(settings)) for name, span in self.spans.items()}
        return Sentence(self.sentence, **said)


def _days(n: int) -> Sentence:
    return several("{n} day", "{n} days", n)


ACCOUNT = Until("Until your account is deleted.")
ALWAYS = Until("For as long as this site is there.")


@dataclass(frozen=True)
class Stored:
    """`title` and `holds` are for members. `copy` names the keys of `data.json` in which a member
    finds what is hers; where there is none, `apart` says why. `parts` has the words for each column
    that USUAL does not know by its name."""

    room: Room
    title: str
    holds: str
    until: Until
    closing: Closing
    copy: tuple[str, ...] = ()
    apart: str = ""
    parts: Mapping[str, Part | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("title", "holds", "apart"):
            # An empty one is no message, but the heading of a catalogue.
            object.__setattr__(self, name, getattr(self, name) and words(getattr(self, name)))


# Columns that say the same in every table that has one of this name and no other word for it.
USUAL = phrases(
    {
        "id": "A number made by chance",
        "member_id": "Whose it is",
        "author_id": "Who wrote it",
        "circle_id": "In which circle",
        "thread_id": "In which thread",
        "post_id": "Of which post",
        "case_id": "Of which case",
        "mentorship_id": "Of which mentorship",
        "programme_id": "Of which programme",
        "cohort_id": "Of which cohort",
        "organisation_id": "Of which organisation",
        "opportunity_id": "Of which opportunity",
        "resource_id": "Of which resource",
        "pathway_id": "On which pathway",
        "decision_id": "Of which decision",
        "kind": "Of which kind it is",
        "state": "How it stands",
        "slug": "Its name in addresses",
        "name": "Its name",
        "title": "Its title",
        "about": "What it is about",
        "body": "The words",
        "html": "The words as the page shows them",
        "content_note": "Its content note",
        "reason": "Why",
        "day": "The day",
        "until": "Its last day",
        "n": "Which one it is, counted from one on",
        "epoch": "The quarter of the key by which its owner can be found to be the owner",
        "key_epoch": "The quarter of the key by which its author can be found to be the author",
    }
)
USUALLY_BLIND = phrases(
    {
        "submit_key": "A mark by which a form that is sent twice counts once",
        "owner": "A mark by which only you can be found to be its owner",
    }
)


def sealed(said: str) -> Part:
    return Part(words(said), Kept.SEALED)


def hashed(said: str) -> Part:
    return Part(words(said), Kept.HASHED)


def blind(said: str) -> Part:
    return Part(words(said), Kept.BLIND)


def keep(model: type[Base], stored: Stored) -> None:
    """Say what the table of this model holds. Raises ValueError where that was said before."""
    info = cast(Table, model.__table__).info
    if "stored" in info:
        raise ValueError(f"{model.__tablename__} is described twice")
    info["stored"] = stored
    info["slice"] = model.__module__.rpartition(".")[0]


def described(metadata: MetaData) -> Iterator[tuple[Table, Stored]]:
    """The tables of which somebody has said what they hold, in the order of their models."""
    for table in metadata.tables.values():
        if "stored" in table.info:
            yield table, table.info["stored"]


def part(stored: Stored, column: Column[object]) -> Part | None:
    """What is said of a column; None where nothing is."""
    said = stored.parts.get(column.name)
    if said is None and column.name in USUALLY_BLIND:
        return blind(USUALLY_BLIND[column.name])
    said = said or USUAL.get(column.name)
    return Part(words(said)) if isinstance(said, str) else said


def natural(column: Column[object]) -> Kept:
    """How what stands in a column of this type is protected, unless it is an odd one."""
    if not isinstance(column.type, LargeBinary):
        return Kept.PLAIN
    lengths = {BLIND: Kept.BLIND, HASH: Kept.HASHED}
    return lengths.get(column.type.length or 0, Kept.SEALED)
