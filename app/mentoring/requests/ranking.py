"""In which order mentors are shown: who is closest to what somebody told us first, then whoever has
a place open. Among equals the order is one of chance that changes with the week, so that nobody is
always first, and a page has one that follows.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2s
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.core.keys import Keyring
from app.mentoring.matching import facts as matching
from app.mentoring.matching.facts import Facts
from app.mentoring.profiles import known, queries
from app.mentoring.profiles.answers import Answers
from app.mentoring.profiles.models import MentorProfile
from app.mentoring.requests.queries import taken
from app.mentoring.requests.queue import Places
from app.people.members.models import Member
from app.people.viewer import Viewer

MOST_POINTS = 9999
KEPT = 16_384
_Looking = aliased(Member)


@dataclass(frozen=True)
class Wanted:
    """Keys of the vocabularies, or '' for whatever; `with_place`: only who has one open."""

    topic: str = ""
    time: str = ""
    language: str = ""
    with_place: bool = False

    def __bool__(self) -> bool:
        return bool(self.topic or self.time or self.language or self.with_place)


class Place(NamedTuple):
    """Where a mentor stands: the smaller the earlier. It travels through the page's address."""

    missing: int
    is_full: bool
    chance: str

    def __str__(self) -> str:
        return f"{self.missing}.{int(self.is_full)}.{self.chance}"

    @classmethod
    def read(cls, said: str) -> "Place":
        """Before all others where it is none."""
        missing, full, chance = ([*said.split("."), "", ""])[:3]
        fits = missing.isascii() and missing.isdigit() and len(missing) <= len(str(MOST_POINTS))
        return cls(int(missing), full == "1", chance) if fits else cls(-1, False, "")  # noqa: FBT003


@dataclass(frozen=True)
class Ranked:
    """A mentor in her place. `facts` are those that whoever looks may know to count."""

    member_id: UUID
    place: Place
    places: Places
    facts: Facts
    points: int


class _Row(NamedTuple):
    member_id: UUID
    topics: str
    times: str
    languages: str
    known: bytes
    zone: str
    capacity: int
    taken: int
    looking_from: str


def ranked(
    session: Session, ring: Keyring, viewer: Viewer, wanted: Wanted, told: Answers | None
) -> tuple[list[Ranked], Facts]:
    """All who fit what is wanted, in order, and what counts of whoever looks. Whom she has blocked
    is not among them. Who has blocked her is, as for everybody: what she sees must not say so."""
    rows = [_Row(*found) for found in session.execute(_question(viewer, wanted))]
    hers = _facts_of(told, rows[0].looking_from) if told and rows else Facts()
    blocked, week, at = frozenset(viewer.shield.blocked), clock.week(clock.today()), noon()
    found = [
        _rank(ring, viewer, row, hers, (week, at))
        for row in rows
        if row.member_id not in blocked and not (wanted.with_place and row.taken >= row.capacity)
    ]
    return sorted(found, key=lambda one: one.place), hers


def _question(viewer: Viewer, wanted: Wanted) -> Select[Any]:
    zone = select(_Looking.time_zone).where(_Looking.id == viewer.id).scalar_subquery()
    asked: Select[Any] = (
        select(
            MentorProfile.member_id,
            MentorProfile.topics,
            MentorProfile.times,
            MentorProfile.languages,
            MentorProfile.known,
            Member.time_zone,
            MentorProfile.capacity,
            taken(),
            zone,
        )
        .join(Member, Member.id == MentorProfile.member_id)
        .where(~MentorProfile.paused, queries.is_there())
    )
    for column, key in (
        (MentorProfile.topics, wanted.topic),
        (MentorProfile.times, wanted.time),
        (MentorProfile.languages, wanted.language),
    ):
        asked = asked.where(column.contains(f" {key} ", autoescape=True)) if key else asked
    return asked


def noon() -> datetime:
    """When clocks are compared: the same moment for a whole day, so that an order stays."""
    return clock.now().replace(hour=12, minute=0, second=0, microsecond=0)


def _rank(
    ring: Keyring, viewer: Viewer, row: _Row, hers: Facts, when: tuple[date, datetime]
) -> Ranked:
    """What is shown to nobody moves her up where something else speaks for the two as well: by
    itself it never shows that it is there. Where nothing of it can count it stays sealed."""
    week, at = when
    backgrounds = known.opened(ring, row.member_id, row.known) if hers.backgrounds else {}
    shown, counting = known.shown(backgrounds), known.counting(backgrounds)
    facts = _facts(row, counting & {*shown})
    points = 0 if row.member_id == viewer.id else _points(facts, hers, at)
    if points and not counting <= {*shown}:
        points = _points(_facts(row, counting), hers, at)
    places = Places(row.capacity, row.taken)
    place = Place(MOST_POINTS - points, places.is_full, _chance(row.member_id, week))
    return Ranked(row.member_id, place, places, facts, points)


@lru_cache(KEPT)
def _points(mentor: Facts, mentee: Facts, at: datetime) -> int:
    """Many mentors say the same, and she looks at more than one page."""
    return matching.points(mentor, mentee, at)


def _facts(row: _Row, backgrounds: frozenset[str]) -> Facts:
    return queries.facts(row.topics, row.times, row.languages, backgrounds, row.zone)


def _facts_of(told: Answers, zone: str) -> Facts:
    return Facts(
        frozenset(told.topics),
        frozenset(told.times),
        frozenset(told.languages),
        frozenset(told.backgrounds),
        zone,
    )


def _chance(member_id: UUID, week: date) -> str:
    return blake2s(week.isoformat().encode() + member_id.bytes, digest_size=8).hexdigest()
