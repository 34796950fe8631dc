"""How a seat ends, whoever ends it: with it go her place in the circle, what she wrote there
staying, and the mentorship that began with it."""

from datetime import timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.core import clock, keyring
from app.mentoring.groups.models import Group, Seat, SeatState
from app.mentoring.mentorships import courses
from app.mentoring.mentorships.models import Mentorship, State
from app.people.circles import actions as circles
from app.people.circles.models import Circle, Membership

ASKED_FOR = timedelta(days=30)


def end(session: Session, group: Group, seat: Seat) -> None:
    """The group's row is held by whoever calls this."""
    taken, mentorship_id = seat.state is SeatState.TAKEN, seat.mentorship_id
    member_id = seat.member_id
    session.delete(seat)
    session.flush()
    if not taken:
        return
    circle = session.get_one(Circle, group.circle_id, with_for_update=True, populate_existing=True)
    circles.take_from(session, circle, member_id)
    if mentorship_id is not None:
        _end_mentorship(session, mentorship_id)


def forget_asked(session: Session, group: Group) -> None:
    """Nobody is asked into it any more."""
    session.execute(
        delete(Seat).where(Seat.group_id == group.id, Seat.state != SeatState.TAKEN),
        execution_options={"synchronize_session": "fetch"},
    )


def sweep(session: Session) -> None:
    """Once a day: invitations run out, and nobody is in the circle of a group without a seat, as
    she would be who came back to her account after her mentorship was over."""
    session.execute(
        delete(Seat).where(Seat.state != SeatState.TAKEN, Seat.since < clock.today() - ASKED_FOR)
    )
    seated = exists().where(
        Seat.group_id == Group.id,
        Seat.member_id == Membership.member_id,
        Seat.state == SeatState.TAKEN,
    )
    left = session.execute(
        select(Group.circle_id, Membership.member_id)
        .join(Membership, Membership.circle_id == Group.circle_id)
        .where(~seated, Group.mentor_id.is_distinct_from(Membership.member_id))
    ).all()
    for circle_id, member_id in left:
        circle = session.get_one(Circle, circle_id, with_for_update=True)
        circles.take_from(session, circle, member_id)


def _end_mentorship(session: Session, mentorship_id: int) -> None:
    row = session.get(Mentorship, mentorship_id, with_for_update=True, populate_existing=True)
    if row is not None and row.state.is_live:
        ring = keyring.of(session)
        courses.finish(session, ring, row, State.ENDED, tell=row.sides)
