"""What every room says of what it stores, as a page shows it."""

from dataclasses import dataclass

from sqlalchemy import Table

from app.community.links import stored as _links
from app.community.messages import stored as _messages
from app.community.opportunities import stored as _opportunities
from app.community.pathways import stored as _pathways
from app.community.resources import stored as _resources
from app.community.threads import stored as _threads
from app.core import stored
from app.core import stored_outbox as _outbox
from app.core.db import Base
from app.core.settings import Settings
from app.core.stored import Closing, Kept, Part, Room, Stored
from app.mentoring.groups import stored as _groups
from app.mentoring.mentorships import stored as _mentorships
from app.mentoring.profiles import stored as _mentors
from app.mentoring.programmes import stored as _programmes
from app.mentoring.recommendations import stored as _recommendations
from app.mentoring.requests import stored as _requests
from app.oversight.audit import stored as _audit
from app.oversight.moderation import stored as _moderation
from app.oversight.notifications import stored as _notifications
from app.people.anonymity import stored as _anonymity
from app.people.circles import stored as _circles
from app.people.introductions import stored as _introductions
from app.people.joining import stored as _joining
from app.people.members import stored as _members
from app.people.noted import stored as _noted
from app.people.organisations import stored as _organisations
from app.people.safety import stored as _safety
from app.people.sheets import stored as _sheets
from app.people.site import stored as _site
from app.people.webhooks import stored as _webhooks

ROOMS = (
    *(_members, _circles, _anonymity, _safety, _sheets, _noted, _introductions, _joining),
    *(_organisations, _threads, _messages, _opportunities, _resources, _pathways, _links),
    *(_groups, _mentorships, _mentors, _programmes, _recommendations, _requests),
    *(_audit, _moderation, _notifications, _outbox, _site, _webhooks),
)


@dataclass(frozen=True)
class Column:
    """`name` as the database has it."""

    name: str
    part: Part


@dataclass(frozen=True)
class Line:
    """One table. `until` is a sentence with the days that are set here; `kept` are the ways in
    which its columns are protected; `table` is its name, as the database has it."""

    table: str
    title: str
    holds: str
    until: str
    closing: Closing
    kept: tuple[Kept, ...]
    copy: tuple[str, ...]
    apart: str
    columns: tuple[Column, ...]


def by_room(settings: Settings) -> dict[Room, list[Line]]:
    """Every table that there is, by the heading under which it stands.

    Raises LookupError for a column of which nobody has said what it holds."""
    found: dict[Room, list[Line]] = {room: [] for room in Room}
    places = {room.__name__.rpartition(".")[0]: n for n, room in enumerate(ROOMS)}
    all_of_them = list(stored.described(Base.metadata))
    all_of_them.sort(key=lambda one: places[one[0].info["slice"]])
    for table, words in all_of_them:
        found[words.room].append(_line(table, words, settings))
    return found


def _line(table: Table, words: Stored, settings: Settings) -> Line:
    columns = tuple(_columns(table, words))
    used = {column.part.kept for column in columns}
    return Line(
        table.name,
        words.title,
        words.holds,
        words.until.said(settings),
        words.closing,
        tuple(kept for kept in Kept if kept in used),
        words.copy,
        words.apart,
        columns,
    )


def _columns(table: Table, words: Stored) -> list[Column]:
    said = [(column.name, stored.part(words, column)) for column in table.columns]
    if unsaid := [name for name, part in said if part is None]:
        raise LookupError(f"{table.name}: nobody has said what these hold: {', '.join(unsaid)}")
    return [Column(name, part) for name, part in said if part]
