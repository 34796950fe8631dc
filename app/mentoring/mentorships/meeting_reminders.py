"""A word on the day before a meeting, in each one's list, or however she wants to be told."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.core import clock
from app.core.db import Database
from app.core.keys import Keyring
from app.mentoring.mentorships import beginnings
from app.mentoring.mentorships.meeting_contents import Meeting, State
from app.mentoring.mentorships.meeting_models import MeetingRow
from app.mentoring.mentorships.models import Mentorship
from app.mentoring.mentorships.models import State as Course
from app.people.members import queries as members

BEFORE = timedelta(days=1)


def is_near(at: datetime, now: datetime) -> bool:
    """Whether it is on the day after this one, or sooner; days are those of UTC, as all that is
    kept of what members are told."""
    return at.date() - now.date() <= BEFORE


def remind_due(database: Database, ring: Keyring) -> int:
    """Tell both of each meeting that is near, once. Returns of how many meetings they were told."""
    now = clock.now()
    with database.reading() as session:
        rows = session.execute(
            select(MeetingRow.id, MeetingRow.mentorship_id, MeetingRow.sealed)
            .join(Mentorship, Mentorship.id == MeetingRow.mentorship_id)
            .where(Mentorship.state == Course.ACTIVE)
        ).all()
    due = [row for row in rows if _is_due(Meeting.opened(ring, row.id, row.sealed), now)]
    return sum(_remind(database, ring, row.mentorship_id, row.id, now) for row in due)


def _remind(
    database: Database, ring: Keyring, mentorship_id: int, meeting_id: int, now: datetime
) -> bool:
    """Whether it still was to be said, once the mentorship is this transaction's alone."""
    with database.changing() as session:
        mentorship = session.get(Mentorship, mentorship_id, with_for_update=True)
        row = session.get(MeetingRow, meeting_id)
        if mentorship is None or row is None or mentorship.state is not Course.ACTIVE:
            return False
        meeting = Meeting.opened(ring, row.id, row.sealed)
        if not _is_due(meeting, now):
            return False
        row.sealed = meeting.told().sealed(ring, row.id)
        for member in members.with_ids(session, [one for one in mentorship.sides if one]):
            if not members.is_gone(member):
                beginnings.note(session, mentorship, member.id)
        return True


def _is_due(meeting: Meeting, now: datetime) -> bool:
    waits = meeting.state is State.CONFIRMED and not meeting.reminded
    return waits and meeting.plan.at > now and is_near(meeting.plan.at, now)
