"""Where a member is: her circles, and the weeks in which she greets there, to take with her.

Both go with her place in the circle.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.people.circles.models import Circle, Greeter, Membership


@dataclass(frozen=True)
class Belonging:
    circle: str
    place: str
    since: date


@dataclass(frozen=True)
class Greeting:
    """The week that begins on this Monday."""

    circle: str
    week: date


def export(session: Session, member_id: UUID) -> list[Belonging]:
    """The circles that she is in, by name."""
    rows = session.execute(
        select(Circle.name, Membership.role, Membership.joined)
        .join(Membership, Membership.circle_id == Circle.id)
        .where(Membership.member_id == member_id)
        .order_by(Circle.name)
    )
    return [Belonging(*row) for row in rows]


def greetings(session: Session, member_id: UUID) -> list[Greeting]:
    """The weeks for which she is down to greet, or was until lately, the earliest first."""
    rows = session.execute(
        select(Circle.name, Greeter.week)
        .select_from(Greeter)
        .join(Circle, Circle.id == Greeter.circle_id)
        .where(Greeter.member_id == member_id)
        .order_by(Greeter.week, Circle.name)
    )
    return [Greeting(*row) for row in rows]
