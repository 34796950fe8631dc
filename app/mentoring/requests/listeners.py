"""What requests do when a place comes free, a mentor stops, or two are to have no contact."""

from typing import Protocol

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.core import keys
from app.mentoring.mentorships.events import MentorshipOver
from app.mentoring.profiles import queries as mentors
from app.mentoring.profiles.events import MentoringStopped
from app.mentoring.requests import actions, queries, queue, tending
from app.mentoring.requests.models import UNDER_WAY, Request, State
from app.people.safety.events import ContactEnded
from app.people.subjects import SubjectRef


class Told(Protocol):
    """Whatever says that a thing was reported."""

    @property
    def ref(self) -> SubjectRef: ...


def keep(session: Session, event: Told) -> None:
    """A request of which either side was reported is kept until that can be dealt with."""
    if event.ref.kind in {actions.THING, actions.ANSWER}:
        number = keys.from_base32(event.ref.id)
        session.get_one(Request, number, with_for_update=True).reported = True


def tell_of_place(session: Session, event: MentorshipOver) -> None:
    """A mentor who has a place again, and for whom somebody waits, is told of the first."""
    if event.mentor_id is None:
        return
    session.flush()
    held = mentors.hold(session, event.mentor_id)
    if held is None or held.paused or queries.places_of(session, event.mentor_id).is_full:
        return
    waiting = queue.in_order(queries.waiting_for(session, event.mentor_id))
    if waiting:
        actions.tell_mentor(session, session.get_one(Request, waiting[0].id))


def end_with_mentor(session: Session, event: MentoringStopped) -> None:
    """Nobody waits for who is no mentor any more."""
    tending.end_all_to(session, event.member_id)


def end_contact(session: Session, event: ContactEnded) -> None:
    """What the two have under their names is over, as where there is no place, and nobody is told.
    A request without a name stays: whose it is nobody here can know. Its owner can withdraw it, and
    cannot lift it any more."""
    one, other = event.between
    either = or_(
        and_(Request.mentor_id == one, Request.asker_id == other),
        and_(Request.mentor_id == other, Request.asker_id == one),
    )
    for row in session.scalars(select(Request).where(either, Request.state.in_(UNDER_WAY))):
        actions.end(row, State.NO_CAPACITY)
