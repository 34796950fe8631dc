"""Writing down how a mentorship goes, and the one way in which it comes to its end."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.events import publish
from app.core.keys import Keyring
from app.mentoring.mentorships.beginnings import note
from app.mentoring.mentorships.contents import Course
from app.mentoring.mentorships.events import MentorshipOver
from app.mentoring.mentorships.models import Mentorship, MentorshipCourse, State
from app.mentoring.mentorships.pages import Pair

AT_ONCE = 500


def read(session: Session, ring: Keyring, mentorship_id: int) -> Course:
    """As it stands; the mentorship is held, or nothing is going to be written."""
    row = session.get(MentorshipCourse, mentorship_id, populate_existing=True)
    return Course.read(ring, mentorship_id, row.sealed) if row else Course()


def of_several(
    session: Session, ring: Keyring, mentorship_ids: Collection[int]
) -> Iterator[tuple[int, Course]]:
    """Those of these that have anything written down, each with its mentorship's number."""
    wanted = sorted(mentorship_ids)
    for start in range(0, len(wanted), AT_ONCE):
        some = MentorshipCourse.mentorship_id.in_(wanted[start : start + AT_ONCE])
        for row in session.scalars(select(MentorshipCourse).where(some)):
            yield row.mentorship_id, Course.read(ring, row.mentorship_id, row.sealed)


def save(
    session: Session,
    ring: Keyring,
    mentorship_id: int,
    course: Course,
    completes: date | None = None,
) -> None:
    """The mentorship is held. `completes` is None where nobody has said that it is done."""
    sealed = course.sealed(ring, mentorship_id)
    row = session.get(MentorshipCourse, mentorship_id)
    if row is None:
        made = MentorshipCourse(mentorship_id=mentorship_id, completes=completes, sealed=sealed)
        session.add(made)
    else:
        row.completes, row.sealed = completes, sealed
    session.flush()


def tell_other(session: Session, pair: Pair) -> None:
    """That there is something new, unless she is gone, or going."""
    if pair.other_id is not None and pair.other.handle:
        note(session, session.get_one(Mentorship, pair.id), pair.other_id)


def finish(
    session: Session, ring: Keyring, row: Mentorship, state: State, *, tell: Collection[UUID | None]
) -> None:
    """It is over, whoever wanted it and why: the words are the same. The row is held."""
    row.state, row.over = state, clock.today()
    course = read(session, ring, row.id)
    done = replace(course, proposal=None, paused_by=None, done_by=None, opened=(False, False))
    save(session, ring, row.id, done)
    publish(session, MentorshipOver(mentorship_id=row.id, mentor_id=row.mentor_id))
    for member_id in filter(None, tell):
        note(session, row, member_id)
