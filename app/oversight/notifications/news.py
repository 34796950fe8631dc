"""In which circles there is something new: by one rule for every member.

It looks at whole days that are over, and never at what anybody has read or written: a circle's
counter was higher at the end of them than at their beginning.
"""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.orm import Session, aliased

from app.core import clock, db
from app.oversight.notifications.choices import Choices, Rhythm, Way
from app.oversight.notifications.mail_models import CircleCount
from app.people.circles.models import Circle, Membership

WEEK = timedelta(days=7)
KEPT = timedelta(days=9)


def is_counted(session: Session) -> bool:
    """Whether this day's counters are noted."""
    today = select(CircleCount.circle_id).where(CircleCount.day == clock.today())
    return session.scalar(today.limit(1)) is not None


def count(session: Session) -> None:
    """Note each circle's counter once a day, and forget those of a week ago. A circle is new with
    the first day that it has seen the beginning of."""
    db.wait_turn(session, "circle counts")
    today = clock.today()
    noted = select(CircleCount.circle_id).where(CircleCount.day == today)
    new = select(literal(today), Circle.id, Circle.bump).where(Circle.id.not_in(noted))
    session.execute(insert(CircleCount).from_select(["day", "circle_id", "bump"], new))
    session.execute(delete(CircleCount).where(CircleCount.day < today - KEPT))


def of(session: Session, member_id: UUID, chosen: Choices) -> list[Circle]:
    """Her circles with something new in the day, or the week, before this one, by name; but those
    of which she wants none by mail."""
    today = clock.today()
    earlier, later = aliased(CircleCount), aliased(CircleCount)
    question = (
        select(Circle)
        .join(Membership, Membership.circle_id == Circle.id)
        .join(earlier, (earlier.circle_id == Circle.id) & (earlier.day == _since(chosen, today)))
        .join(later, (later.circle_id == Circle.id) & (later.day == today))
        .where(Membership.member_id == member_id, later.bump > earlier.bump)
        .order_by(Circle.name)
    )
    most = chosen.circles
    return [c for c in session.scalars(question) if most.get(c.id, Way.MAIL) is Way.MAIL]


def _since(chosen: Choices, today: date) -> date:
    return today - (WEEK if chosen.rhythm is Rhythm.WEEKLY else timedelta(days=1))
