"""What meetings hold of a member: hers to take with her. They go with their mentorship, or when
both of its two have left; what she keeps of her calendar goes with her account."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.mentoring.mentorships import calendar_feeds
from app.mentoring.mentorships.meeting_contents import Meeting
from app.mentoring.mentorships.meeting_models import CalendarRow, MeetingRow
from app.mentoring.mentorships.models import Mentorship
from app.people.members import queries as members
from app.people.members.handles import FORMER_NAME
from app.people.members.models import Fate


@dataclass(frozen=True)
class Met:
    """A meeting of hers: with whom, when, for how many minutes and by what; who proposed it, you or
    she; how it stands."""

    other: str
    at: datetime
    minutes: int
    way: str
    about: str
    by: str
    state: str
    outcome: str


@dataclass(frozen=True)
class HerCalendar:
    feed: bool
    names: bool


def export(session: Session, ring: Keyring, member_id: UUID) -> list[Met]:
    """In the order of their time."""
    rows = session.execute(
        select(MeetingRow.id, MeetingRow.sealed, Mentorship)
        .join(Mentorship, Mentorship.id == MeetingRow.mentorship_id)
        .where(_hers(member_id))
    ).all()
    others = {one for row in rows for one in row.Mentorship.sides if one}
    names = {one.id: one.name for one in members.with_ids(session, others)}
    found = []
    for row in rows:
        side = row.Mentorship.sides.index(member_id)
        other_id = row.Mentorship.sides[1 - side]
        meeting = Meeting.opened(ring, row.id, row.sealed)
        found.append(
            _met(meeting, side, names.get(other_id, FORMER_NAME) if other_id else FORMER_NAME)
        )
    return sorted(found, key=lambda met: met.at)


def calendar(session: Session, ring: Keyring, member_id: UUID) -> HerCalendar:
    chosen = calendar_feeds.of(session, ring, member_id)
    return HerCalendar(chosen.feed, chosen.names)


def erase(session: Session, ring: Keyring, member_id: UUID, fate: Fate) -> None:
    """Her calendar; and the meetings of those mentorships whose other side has left before. What
    the other still has stays with her, without the leaver’s words where those are to go."""
    session.execute(delete(CalendarRow).where(CalendarRow.member_id == member_id))
    for row in session.scalars(select(Mentorship).where(_hers(member_id))).all():
        side = row.sides.index(member_id)
        if row.sides[1 - side] is None:
            session.execute(delete(MeetingRow).where(MeetingRow.mentorship_id == row.id))
        elif fate is Fate.REMOVE:
            _forget(session, ring, row.id, side)


def _forget(session: Session, ring: Keyring, mentorship_id: int, side: int) -> None:
    for row in session.scalars(select(MeetingRow).filter_by(mentorship_id=mentorship_id)):
        meeting = Meeting.opened(ring, row.id, row.sealed)
        row.sealed = meeting.without_words_of(side).sealed(ring, row.id)


def _hers(member_id: UUID) -> ColumnElement[bool]:
    return or_(Mentorship.mentor_id == member_id, Mentorship.mentee_id == member_id)


def _met(meeting: Meeting, side: int, other: str) -> Met:
    plan = meeting.plan
    by = "you" if meeting.side == side else "she"
    return Met(
        other, plan.at, plan.minutes, plan.way, plan.about, by, meeting.state, meeting.outcome
    )
