"""How a mentorship begins, whoever brought the two together."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import keys
from app.core.errors import Crossed
from app.core.events import publish
from app.mentoring.mentorships.events import MentorshipBegan
from app.mentoring.mentorships.models import LIVE, Mentorship
from app.people.noted.events import Kind, Noted


def begin(
    session: Session,
    mentor_id: UUID,
    mentee_id: UUID,
    *,
    tell: Collection[UUID],
    grouped: bool = False,
) -> Mentorship:
    """One between these two, of which those in `tell` are told. Raises Crossed where they have
    one that goes on. Whether there is a place is asked by whoever calls this, in the same
    transaction and while the mentor's row is held."""
    assert mentor_id != mentee_id
    if live_between(session, mentor_id, mentee_id) is not None:
        raise Crossed
    begun = Mentorship(mentor_id=mentor_id, mentee_id=mentee_id, grouped=grouped)
    session.add(begun)
    session.flush()
    for member_id in tell:
        note(session, begun, member_id)
    began = MentorshipBegan(mentorship_id=begun.id, mentor_id=mentor_id, mentee_id=mentee_id)
    publish(session, began)
    return begun


def live_between(session: Session, mentor_id: UUID, mentee_id: UUID) -> Mentorship | None:
    """The one of these two that goes on."""
    return session.scalar(
        select(Mentorship).where(
            Mentorship.mentor_id == mentor_id,
            Mentorship.mentee_id == mentee_id,
            Mentorship.state.in_(LIVE),
        )
    )


def live_of(session: Session, mentor_id: UUID) -> int:
    """How many of a mentor's places are taken; those of her groups are counted there."""
    hers = select(func.count()).where(
        Mentorship.mentor_id == mentor_id,
        Mentorship.state.in_(LIVE),
        Mentorship.grouped.is_(False),
    )
    return session.scalar(hers) or 0


def note(session: Session, mentorship: Mentorship, member_id: UUID) -> None:
    """Tell one of the two that there is something new in it."""
    thing = ("mentorship", keys.base32(mentorship.id))
    publish(session, Noted(member_id=member_id, kind=Kind.MENTORING, thing=thing))
