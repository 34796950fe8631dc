"""What groups do when a mentorship is over, and when two members are to have nothing to do with
each other any more."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.mentoring.groups import endings, queries
from app.mentoring.groups.models import Group, Seat, SeatState
from app.mentoring.mentorships.events import MentorshipOver
from app.people.safety.events import ContactEnded


def end_seat(session: Session, event: MentorshipOver) -> None:
    """Her mentorship was her part in the group, however it ended: her seat is free for another.
    Where it is the mentor whose account is gone, those who are left keep their circle."""
    group_id = session.scalar(
        select(Seat.group_id).where(Seat.mentorship_id == event.mentorship_id)
    )
    if group_id is None:
        return
    group = queries.to_change(session, group_id)
    seat = session.scalar(select(Seat).where(Seat.mentorship_id == event.mentorship_id))
    if seat is not None and group.mentor_id is not None:
        endings.end(session, group, seat)


def end_contact(session: Session, event: ContactEnded) -> None:
    """Whoever of the two is in a group of the other's is out of it, and an invitation is one that
    was not answered. Between two members of a group nothing changes."""
    ids = session.scalars(
        select(Group.id)
        .join(Seat, Seat.group_id == Group.id)
        .where(Group.mentor_id.in_(event.between), Seat.member_id.in_(event.between))
        .order_by(Group.id)
    ).all()
    for group_id in ids:
        group = queries.to_change(session, group_id)
        (other,) = event.between - {group.mentor_id}
        seat = session.get(Seat, (group_id, other), populate_existing=True)
        if seat is not None and seat.state is SeatState.TAKEN:
            endings.end(session, group, seat)
        elif seat is not None:
            seat.state = SeatState.PASSED
