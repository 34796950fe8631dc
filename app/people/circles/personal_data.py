"""Where a member is: her circles, as she may take them with her."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.people.circles.models import Circle, Membership


@dataclass(frozen=True)
class Belonging:
    circle: str
    place: str
    since: date


def export(session: Session, member_id: UUID) -> list[Belonging]:
    """The circles that she is in, by name."""
    rows = session.execute(
        select(Circle.name, Membership.role, Membership.joined)
        .join(Membership, Membership.circle_id == Circle.id)
        .where(Membership.member_id == member_id)
        .order_by(Circle.name)
    )
    return [Belonging(*row) for row in rows]
