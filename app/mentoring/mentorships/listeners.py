"""What mentorships do when two members are to have nothing to do with each other any more."""

from dataclasses import replace

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.core import keyring
from app.mentoring.mentorships import courses
from app.mentoring.mentorships.models import Mentorship, State
from app.people.safety.events import ContactEnded


def end_contact(session: Session, event: ContactEnded) -> None:
    """What goes on between the two ends as it does whenever one of them ends it, and both are told
    the same: neither learns from it who wanted it. What was over before stays readable, and
    nothing is added to it."""
    ring = keyring.of(session)
    one, other = event.between
    between = select(Mentorship).where(
        or_(
            and_(Mentorship.mentor_id == one, Mentorship.mentee_id == other),
            and_(Mentorship.mentor_id == other, Mentorship.mentee_id == one),
        )
    )
    for row in session.scalars(between.order_by(Mentorship.id).with_for_update()):
        if row.state.is_live:
            courses.finish(session, ring, row, State.ENDED, tell=row.sides)
        course = courses.read(session, ring, row.id)
        courses.save(session, ring, row.id, replace(course, closed=True))
