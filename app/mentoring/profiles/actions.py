"""Being a mentor: saying what one offers, pausing, stopping."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.events import publish
from app.core.keys import Keyring
from app.core.verdict import require
from app.mentoring.profiles import known, policy, queries
from app.mentoring.profiles.events import MentoringStopped
from app.mentoring.profiles.known import Backgrounds
from app.mentoring.profiles.models import MentorProfile
from app.people.members.models import Member
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Offer:
    """What a mentor says of herself; keys of the vocabularies, and how many places she has."""

    headline: str
    about: str
    experience: str
    manner: str
    topics: tuple[str, ...]
    times: tuple[str, ...]
    languages: tuple[str, ...]
    capacity: int
    time_zone: str
    known: Backgrounds


def save(session: Session, ring: Keyring, viewer: Viewer, offer: Offer) -> bool:
    """Begin to be a mentor, or say it anew. Returns whether she has begun."""
    require(policy.may_take_part(viewer))
    session.get_one(Member, viewer.id).time_zone = offer.time_zone
    values: dict[str, Any] = {
        "headline": offer.headline,
        "about": offer.about,
        "experience": offer.experience,
        "manner": offer.manner,
        "topics": queries.kept(offer.topics),
        "times": queries.kept(offer.times),
        "languages": queries.kept(offer.languages),
        "capacity": offer.capacity,
        "known": known.sealed(ring, viewer.id, offer.known),
    }
    row = queries.hold(session, viewer.id)
    if row is None:
        session.add(MentorProfile(member_id=viewer.id, **values))
        return True
    for name, value in values.items():
        setattr(row, name, value)
    return False


def pause(session: Session, viewer: Viewer, *, on: bool) -> None:
    """Take no requests, and stand in no list, until she takes it back. Who waits goes on waiting.
    Raises NotFound where she is no mentor."""
    if not on:
        require(policy.may_take_part(viewer))
    _hers(session, viewer.id).paused = on


def stop(session: Session, viewer: Viewer) -> None:
    """What she said as a mentor is destroyed; her mentorships go on. Raises NotFound."""
    erase(session, _hers(session, viewer.id))


def erase(session: Session, row: MentorProfile) -> None:
    session.delete(row)
    publish(session, MentoringStopped(member_id=row.member_id))


def _hers(session: Session, member_id: UUID) -> MentorProfile:
    row = queries.hold(session, member_id)
    if row is None:
        raise NotFound(queries.NOBODY_HERE)
    return row
