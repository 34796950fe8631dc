"""A member's calendar: how much it says, and the secret address at which it can be read.

Of the secret there is the hash alone. She sees the address when it is made, and never again.
"""

import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core import keys
from app.core.errors import NotFound
from app.core.keys import Keyring, Seal
from app.mentoring.mentorships import calendar_files
from app.mentoring.mentorships.calendar_files import Appointment, Telling
from app.mentoring.mentorships.meeting_contents import Meeting
from app.mentoring.mentorships.meeting_models import CalendarRow, MeetingRow
from app.mentoring.mentorships.meetings import Between
from app.mentoring.mentorships.models import LIVE, Mentorship
from app.people.members import queries as members
from app.people.members.handles import FORMER_NAME
from app.people.members.models import Member, Standing
from app.people.viewer import Viewer

STEP = 64
READS = (Standing.GOOD, Standing.PAUSED)


@dataclass(frozen=True)
class Chosen:
    """Whether she has a feed, and whether her calendar may say names."""

    feed: bool = False
    names: bool = False


def of(session: Session, ring: Keyring, member_id: UUID) -> Chosen:
    row = session.get(CalendarRow, member_id)
    return Chosen(row.h is not None, _names(ring, row)) if row else Chosen()


def make(session: Session, ring: Keyring, member_id: UUID) -> str:
    """The secret of a new address; one that there was leads nowhere from now on."""
    secret = keys.token()
    _row(session, ring, member_id).h = keys.digest(secret)
    return secret


def withdraw(session: Session, ring: Keyring, member_id: UUID) -> None:
    _row(session, ring, member_id).h = None


def choose(session: Session, ring: Keyring, member_id: UUID, *, names: bool) -> None:
    _row(session, ring, member_id).sealed = _sealed(ring, member_id, names=names)


def telling(session: Session, ring: Keyring, viewer: Viewer) -> Telling:
    """How much whatever leaves for her calendar says, and in which language."""
    chosen = of(session, ring, viewer.id)
    return Telling(viewer.discretion.is_neutral, chosen.names, viewer.language)


def file(
    ring: Keyring, seen: Between, member_id: UUID, found: tuple[int, Meeting], telling: Telling
) -> bytes:
    """One meeting as a file for her."""
    is_live = seen.mentorship.state.is_live
    one = Appointment(found[0], member_id, found[1], seen.name, is_live)
    return calendar_files.written(ring, [one], telling)


def read(session: Session, ring: Keyring, secret: str) -> bytes:
    """All meetings of her live mentorships to which both have agreed at some time. Raises NotFound
    for an address that leads nowhere, or no more."""
    row = session.scalar(select(CalendarRow).where(CalendarRow.h == keys.digest(secret)))
    if row is None:
        raise NotFound
    member = members.by_id(session, row.member_id)
    if member.standing not in READS:
        raise NotFound
    told = Telling(member.discretion.is_neutral, _names(ring, row), member.language)
    return calendar_files.feed(ring, _appointments(session, ring, member), told)


def _appointments(session: Session, ring: Keyring, member: Member) -> list[Appointment]:
    hers = or_(Mentorship.mentor_id == member.id, Mentorship.mentee_id == member.id)
    rows = session.execute(
        select(MeetingRow.id, MeetingRow.sealed, Mentorship.mentor_id, Mentorship.mentee_id)
        .join(Mentorship, Mentorship.id == MeetingRow.mentorship_id)
        .where(hers, Mentorship.state.in_(LIVE))
    ).all()
    others = {one for row in rows for one in row[2:] if one} - {member.id}
    names = {one.id: one.name for one in members.with_ids(session, others)}
    found = []
    for meeting_id, sealed, *sides in rows:
        meeting = Meeting.opened(ring, meeting_id, sealed)
        [other] = [one for one in sides if one != member.id]
        if meeting.agreed:
            name = names.get(other, FORMER_NAME) if other else FORMER_NAME
            found.append(Appointment(meeting_id, member.id, meeting, name))
    return sorted(found, key=lambda one: (one.meeting.plan.at, one.id))


def _row(session: Session, ring: Keyring, member_id: UUID) -> CalendarRow:
    """Hers, alone in this transaction."""
    row = session.get(CalendarRow, member_id, with_for_update=True)
    if row is None:
        sealed = _sealed(ring, member_id, names=False)
        row = CalendarRow(member_id=member_id, h=None, sealed=sealed)
        session.add(row)
    return row


def _names(ring: Keyring, row: CalendarRow) -> bool:
    return bool(json.loads(_seal(ring).open(row.sealed, row.member_id.bytes))["names"])


def _sealed(ring: Keyring, member_id: UUID, *, names: bool) -> bytes:
    words = keys.padded(json.dumps({"names": names}).encode(), STEP)
    return _seal(ring).close(words, member_id.bytes)


def _seal(ring: Keyring) -> Seal:
    return ring.seal("calendar/v1")
