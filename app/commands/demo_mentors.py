"""Who mentors in the demo, and what two of its members do together."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.keys import Keyring
from app.mentoring.mentorships import beginnings
from app.mentoring.mentorships.contents import MENTEE, Entry, Goal
from app.mentoring.mentorships.models import MentorshipEntry
from app.mentoring.profiles import known, queries
from app.mentoring.profiles.known import Audience, Known
from app.mentoring.profiles.models import MentorProfile
from app.people.members.models import Member

WHILE_AGO = timedelta(days=40)


def fill(session: Session, ring: Keyring, people: dict[str, UUID], file: Path) -> None:
    """What the file says of these people, who are named there by their handles."""
    said = tomllib.loads(file.read_text())
    for entry in said["mentor"]:
        _mentor(session, ring, people[entry.pop("handle")], entry)
    for pair in said["pair"]:
        _pair(session, ring, (people[pair["mentor"]], people[pair["mentee"]]), pair["goals"])


def _mentor(session: Session, ring: Keyring, member_id: UUID, entry: dict[str, Any]) -> None:
    session.get_one(Member, member_id).time_zone = entry.pop("time_zone")
    seen = {one: Known(Audience.ALL, counts=True) for one in entry.pop("backgrounds")}
    entry |= {name: queries.kept(entry[name]) for name in ("topics", "times", "languages")}
    sealed = known.sealed(ring, member_id, seen)
    session.add(MentorProfile(member_id=member_id, known=sealed, **entry))


def _pair(session: Session, ring: Keyring, both: tuple[UUID, UUID], goals: list[str]) -> None:
    begun = beginnings.begin(session, *both, tell=())
    begun.began = clock.today() - WHILE_AGO
    for n, title in enumerate(goals, 1):
        made = Entry(keys.random_id(), n, MENTEE, begun.began, f"demo {n}", Goal(title))
        row = MentorshipEntry(id=made.id, mentorship_id=begun.id, sealed=made.sealed(ring))
        session.add(row)
