"""Reading the log: in stretches, the newest first, with the names of those who are staff now."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from app.core.db import Database
from app.core.keys import Keyring
from app.oversight.audit import chain
from app.oversight.audit.models import Entry, Head
from app.people.circles.models import Circle, CircleRole, Membership, Visibility
from app.people.members.models import NO_PROFILE, Member, Role

PAGE = 50
AT_ONCE = 500


@dataclass(frozen=True)
class Wanted:
    """Which entries; what is empty asks for nothing. `since` to before `until` are days."""

    verb: str = ""
    kind: str = ""
    actor: bytes = b""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """An entry as it is read."""

    n: int
    actor: bytes
    verb: str
    subject_kind: str
    subject_id: str
    reason: str
    day: date
    hash: bytes


@dataclass(frozen=True)
class Person:
    handle: str
    name: str


@dataclass(frozen=True)
class State:
    """What there is to choose from, and what the last walk along the chain has found."""

    verbs: list[str]
    kinds: list[str]
    first: date | None
    entries: int
    checked: date | None
    broken: int


def stretch(session: Session, wanted: Wanted, before: int = 0, most: int = PAGE) -> list[Line]:
    """The newest that are wanted, below the number `before` if there is one; one question."""
    question = _asked(wanted).order_by(Entry.n.desc()).limit(most)
    if before:
        question = question.where(Entry.n < before)
    return [Line(*row) for row in session.execute(question)]


def every(database: Database, wanted: Wanted) -> Iterator[Line]:
    """All that are wanted, the oldest first; asked for page by page, however long it takes."""
    last = 0
    while True:
        with database.reading() as session:
            question = _asked(wanted).where(Entry.n > last).order_by(Entry.n).limit(AT_ONCE)
            lines = [Line(*row) for row in session.execute(question)]
        yield from lines
        if len(lines) < AT_ONCE:
            return
        last = lines[-1].n


def state(session: Session) -> State:
    """Three questions."""
    pairs = session.execute(select(Entry.verb, Entry.subject_kind).distinct()).all()
    head = session.get(Head, chain.NAME)
    return State(
        sorted({row.verb for row in pairs}),
        sorted({row.subject_kind for row in pairs}),
        session.scalar(select(func.min(Entry.day))),
        head.n if head else 0,
        head.checked if head else None,
        head.broken if head else 0,
    )


def staff(session: Session, ring: Keyring) -> dict[bytes, Person]:
    """Who is staff now, somewhere, by the value under which she stands in the log."""
    # Not of private circles: that somebody looks after one is nobody else’s affair.
    works = (
        select(Membership.member_id)
        .join(Circle, Circle.id == Membership.circle_id)
        .where(Membership.role != CircleRole.MEMBER, Circle.visibility != Visibility.PRIVATE)
    )
    return _people(session, ring, or_(Member.role != Role.MEMBER, Member.id.in_(works)))


def members(session: Session, ring: Keyring, wanted: Collection[bytes]) -> dict[bytes, Person]:
    """Those members with a profile who stand in the log under the `wanted` values; no question for
    none."""
    if not wanted:
        return {}
    everybody = _people(session, ring, Member.standing.not_in(NO_PROFILE))
    return {value: everybody[value] for value in wanted if value in everybody}


def _people(session: Session, ring: Keyring, which: ColumnElement[bool]) -> dict[bytes, Person]:
    rows = session.execute(
        select(Member.id, Member.handle, Member.name).where(which).order_by(Member.name)
    )
    return {chain.name(ring, row.id): Person(row.handle, row.name) for row in rows}


def _asked(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    question = select(
        Entry.n,
        Entry.actor,
        Entry.verb,
        Entry.subject_kind,
        Entry.subject_id,
        Entry.reason,
        Entry.day,
        Entry.hash,
    )
    if wanted.verb:
        question = question.where(Entry.verb == wanted.verb)
    if wanted.kind:
        question = question.where(Entry.subject_kind == wanted.kind)
    if wanted.actor:
        question = question.where(Entry.actor == wanted.actor)
    if wanted.since and wanted.until:
        question = question.where(Entry.day >= wanted.since, Entry.day < wanted.until)
    return question
