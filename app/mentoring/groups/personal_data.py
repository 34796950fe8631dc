"""What groups hold of a member: those she leads, is in, or was asked into."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.mentoring.groups import endings
from app.mentoring.groups.models import Group, Seat, SeatState
from app.people.circles.models import Circle


@dataclass(frozen=True)
class Part:
    """`part` is mentor, member or asked; `since` when that is known."""

    group: str
    part: str
    since: date | None


def export(session: Session, member_id: UUID) -> list[Part]:
    """By name. An invitation that a block has kept from her is none of hers."""
    mine = (Seat.group_id == Group.id) & (Seat.member_id == member_id)
    rows = session.execute(
        select(Circle.name, Group.mentor_id, Seat.state, Seat.since)
        .select_from(Group)
        .join(Circle, Circle.id == Group.circle_id)
        .outerjoin(Seat, mine)
        .where(or_(Group.mentor_id == member_id, Seat.state.in_(("asked", "taken"))))
        .order_by(Circle.name, Group.id)
    )
    return [_part(member_id, *row) for row in rows]


def erase(session: Session, member_id: UUID) -> None:
    """Her seats are free, and groups that she led are closed and have no mentor any more."""
    session.execute(delete(Seat).where(Seat.member_id == member_id))
    for group in session.scalars(
        select(Group).where(Group.mentor_id == member_id).with_for_update()
    ):
        group.closed = group.closed or clock.today()
        group.mentor_id = None
        endings.forget_asked(session, group)
    session.flush()


def _part(
    member_id: UUID, name: str, mentor_id: UUID | None, state: SeatState | None, since: date | None
) -> Part:
    if mentor_id == member_id:
        return Part(name, "mentor", None)
    return Part(name, "member" if state is SeatState.TAKEN else "asked", since)
