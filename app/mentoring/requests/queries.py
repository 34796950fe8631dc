"""One request, for its two sides alone; a mentor's places and her line."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import NotFound
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.mentoring.mentorships.models import LIVE, Mentorship
from app.mentoring.profiles.models import MentorProfile
from app.mentoring.requests import queue
from app.mentoring.requests.contents import Said
from app.mentoring.requests.models import UNDER_WAY, Request, State
from app.mentoring.requests.queue import Places, Turn, Waiting
from app.people.anonymity import bylines
from app.people.anonymity.bylines import Byline
from app.people.members import queries as members
from app.people.members.models import Member
from app.people.viewer import Viewer

# The mentorships of hers that ended last say how long a place takes to come free.
PAST = 20
GONE = Sentence("A former member")


class Asked(NamedTuple):
    """A request without what is said in it."""

    id: int
    mentor_id: UUID | None
    asker_id: UUID | None
    owner: bytes | None
    epoch: str
    label: str
    n: int
    passed: int
    state: State
    day: date
    over: date | None


COLUMNS = tuple(getattr(Request, name) for name in Asked._fields)


@dataclass(frozen=True)
class Line:
    """A request in a list. `who` is the other side: the mentor, or who asks. `named` says whether
    she asks under her name."""

    id: int
    who: Byline
    state: State
    day: date
    over: date | None
    named: bool


@dataclass(frozen=True)
class Shown:
    """A request on its own page. `is_mentor`: whoever looks is the mentor, not the asker. `turn`
    is known while it waits and no place is open, `pseudonym` while it has no name."""

    line: Line
    said: Said
    is_mentor: bool
    mentor_id: UUID | None
    mentorship_id: int | None
    places: Places
    turn: Turn | None
    pseudonym: str


def is_asker(viewer: Viewer, row: Request | Asked) -> bool:
    """Is it hers? Asked in her own request, and nowhere else."""
    if row.owner is None:
        return row.asker_id == viewer.id
    return viewer.me.is_asker(row.owner, row.id, row.epoch)


def find(session: Session, viewer: Viewer, request_id: int, *, lock: bool = False) -> Request:
    """For its two sides. Raises NotFound."""
    row = session.get(Request, request_id, with_for_update=lock or None, populate_existing=lock)
    if row is None or not (row.mentor_id == viewer.id or is_asker(viewer, row)):
        raise NotFound("There is no such request, or it is not one of yours.")
    return row


def shown(session: Session, ring: Keyring, viewer: Viewer, request_id: int) -> Shown:
    """Raises NotFound."""
    row = find(session, viewer, request_id)
    asked = Asked(*(getattr(row, name) for name in Asked._fields))
    is_mentor = row.mentor_id == viewer.id
    names = named(session, [row.asker_id if is_mentor else row.mentor_id])
    places = places_of(session, row.mentor_id)
    return Shown(
        line(asked, names, to_mentor=is_mentor),
        _as_read(row, Said.opened(ring, row.id, row.sealed), is_mentor=is_mentor),
        is_mentor,
        row.mentor_id,
        row.mentorship_id,
        places,
        _turn(session, asked, places),
        row.label,
    )


def _as_read(row: Request, said: Said, *, is_mentor: bool) -> Said:
    """Without what moderators have taken away from this side."""
    if is_mentor:
        removed = row.state is State.REMOVED
        return replace(said, note="", goal="", answer="") if removed else said
    return as_asker(said)


def as_asker(said: Said) -> Said:
    """What the asker may read of it."""
    return replace(said, question="", closing="") if said.withheld else said


def line(row: Asked, names: Mapping[UUID, Byline], *, to_mentor: bool) -> Line:
    """As the mentor sees it, or as the asker does."""
    whose = row.asker_id if to_mentor else row.mentor_id
    if to_mentor and row.owner is not None:
        who = bylines.pseudonym(row.label, row.id)
    else:
        who = names.get(whose, Byline(GONE)) if whose else Byline(GONE)
    return Line(row.id, who, row.state, row.day, row.over, row.owner is None)


def named(session: Session, ids: Collection[UUID | None]) -> dict[UUID, Byline]:
    """Members as others see them, one question."""
    found: list[Member] = members.with_ids(session, {one for one in ids if one})
    return {
        one.id: bylines.named(one.handle, one.name, members.tone_of(one.handle))
        if not members.is_gone(one)
        else Byline(GONE)
        for one in found
    }


def waiting_for(session: Session, mentor_id: UUID) -> list[Waiting]:
    """A mentor's line, in no order."""
    rows = session.execute(select(Request.id, Request.n, Request.passed).where(open_to(mentor_id)))
    return [Waiting(*row) for row in rows]


def open_to(mentor_id: UUID) -> ColumnElement[bool]:
    """Of a request in the statement: hers to answer, and under way."""
    return (Request.mentor_id == mentor_id) & Request.state.in_(UNDER_WAY)


def places_of(session: Session, mentor_id: UUID | None) -> Places:
    """None of them where she is no mentor any more."""
    row = session.execute(
        select(MentorProfile.capacity, taken()).where(MentorProfile.member_id == mentor_id)
    ).first()
    return Places(*row) if row else Places(0, 0)


def taken() -> ScalarSelect[int]:
    """Of a mentor in the statement: how many of her places are taken."""
    live = select(func.count()).where(
        Mentorship.mentor_id == MentorProfile.member_id, Mentorship.state.in_(LIVE)
    )
    return live.scalar_subquery()


def _turn(session: Session, row: Asked, places: Places) -> Turn | None:
    if row.mentor_id is None or not row.state.is_open or not places.is_full:
        return None
    waiting = waiting_for(session, row.mentor_id)
    place = queue.place(waiting, row.id)
    ages, past = _days(session, row.mentor_id)
    days = queue.days_until(place, places, ages, past)
    weeks = None if days is None else queue.weeks(days)
    return Turn(place, len(waiting), weeks, len(past))


def _days(session: Session, mentor_id: UUID) -> tuple[list[int], list[int]]:
    """How long her mentorships have gone on, and how long those took that are over."""
    rows = session.execute(
        select(Mentorship.began, Mentorship.over, Mentorship.state)
        .where(Mentorship.mentor_id == mentor_id)
        .order_by(Mentorship.began.desc(), Mentorship.id)
    ).all()
    today = clock.today()
    ages = [(today - row.began).days for row in rows if row.state.is_live]
    past = [(row.over - row.began).days for row in rows if row.over and not row.state.is_live]
    return ages, past[:PAST]
