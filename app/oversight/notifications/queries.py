"""What is in a member's list. Only she asks for it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import NotFound
from app.core.questions import Question
from app.oversight.notifications.models import Notification
from app.people.noted.events import Kind

SHOWN = 200
# What is said of a thing that is over so long afterwards.
PASSING = {"saved-opportunity": timedelta(days=3)}


@dataclass(frozen=True)
class Kept:
    """One thing that she was told, for the last time as number `n`."""

    id: int
    n: int
    kind: Kind
    thing: tuple[str, str]
    circle_id: int | None
    day: date


class Number(NamedTuple):
    id: int
    n: int


_hers = Notification.member_id == bindparam("member")
_NUMBERS = Question(
    select(Notification.id, Notification.n)
    .where(_hers)
    .order_by(Notification.n.desc())
    .limit(SHOWN),
    Number,
)
_LATEST = Question(
    select(
        *(Notification.id, Notification.n, Notification.kind, Notification.thing_kind),
        *(Notification.thing_id, Notification.circle_id, Notification.day),
    )
    .where(_hers)
    .order_by(Notification.n.desc())
    .limit(SHOWN),
    lambda id_, n, kind, of, thing, circle_id, day: Kept(
        id_, n, Kind(kind), (of, thing), circle_id, day
    ),
)


def numbers(session: Session, member_id: UUID) -> tuple[Number, ...]:
    """The newest, by their numbers alone."""
    return tuple(_NUMBERS.all(session, member=member_id))


def latest(session: Session, member_id: UUID) -> list[Kept]:
    """The newest, as far as they are shown."""
    return _LATEST.all(session, member=member_id)


def one(session: Session, member_id: UUID, notification_id: int) -> Kept:
    """Raises NotFound for what is not hers."""
    row = session.get(Notification, notification_id)
    if row is None or row.member_id != member_id:
        raise NotFound
    thing = (row.thing_kind, row.thing_id)
    return Kept(row.id, row.n, row.kind, thing, row.circle_id, row.day)


def was_told(session: Session, member_id: UUID, thing_kind: str, days: int) -> bool:
    """Whether such a thing has come into her list in the last so many days."""
    since = clock.today() - timedelta(days=days)
    told = select(Notification.id).where(
        Notification.member_id == member_id,
        Notification.thing_kind == thing_kind,
        Notification.day > since,
    )
    return session.scalar(told.limit(1)) is not None


def sweep(session: Session, days: int) -> None:
    """Forget what nobody was told of for so many days, and what has passed by since."""
    old = clock.today() - timedelta(days=days)
    session.execute(delete(Notification).where(Notification.day < old))
    for kind, span in PASSING.items():
        over = Notification.thing_kind == kind, Notification.day < clock.today() - span
        session.execute(delete(Notification).where(*over))
