"""What becomes of requests by itself: one word to a mentor after a week, an end that is no refusal
after sixty days, and then nothing is left of them."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.mentoring.profiles.models import MentorProfile
from app.mentoring.requests import actions, queries
from app.mentoring.requests.models import UNDER_WAY, Request, State

REMINDED_AFTER = timedelta(days=7)
WAITS_FOR = timedelta(days=60)
# What she asked under her name is remembered for so long, since it puts her first elsewhere.
KEPT_FOR = timedelta(days=180)
# Without a name it puts her nowhere.
VEILED_KEPT_FOR = timedelta(days=30)
# What was reported, for as long as a decision about it can be appealed against, and heard.
REPORTED_KEPT_FOR = timedelta(days=365)


def sweep(session: Session) -> None:
    """Once a day."""
    today = clock.today()
    waited = Request.day <= today - WAITS_FOR
    for row in session.scalars(select(Request).where(Request.state.in_(UNDER_WAY), waited)):
        actions.end(row, State.NO_CAPACITY)
        actions.tell_asker(session, row)
    session.flush()
    _remind(session)
    _forget(session)


def _forget(session: Session) -> None:
    today = clock.today()
    named, veiled = Request.asker_id.is_not(None), Request.owner.is_not(None)
    old = or_(
        named & (Request.over < today - KEPT_FOR), veiled & (Request.over < today - VEILED_KEPT_FOR)
    )
    kept = Request.reported & (Request.over >= today - REPORTED_KEPT_FOR)
    session.execute(delete(Request).where(old, ~kept))


def end_all_to(session: Session, mentor_id: UUID) -> None:
    """She is no mentor any more: for those who wait that is the same as if there were no place."""
    for row in session.scalars(select(Request).where(queries.open_to(mentor_id))):
        actions.end(row, State.NO_CAPACITY)
        actions.tell_asker(session, row)


def _remind(session: Session) -> None:
    """Once for each, and only where she has a place to give: that one has come free she is told
    when it does."""
    rows = session.scalars(
        select(Request)
        .join(MentorProfile, MentorProfile.member_id == Request.mentor_id)
        .where(
            Request.state == State.OPEN,
            Request.day <= clock.today() - REMINDED_AFTER,
            ~Request.reminded,
            ~MentorProfile.paused,
            queries.taken() < MentorProfile.capacity,
        )
    )
    for row in rows:
        row.reminded = True
        actions.tell_mentor(session, row)
