"""What goes into members' lists when something is said of them."""

from uuid import UUID

from sqlalchemy import bindparam, delete, update
from sqlalchemy.orm import Session

from app.core import clock, keyring
from app.core.questions import Change
from app.oversight.notifications import choices
from app.oversight.notifications.choices import Way
from app.oversight.notifications.models import Notification
from app.people.noted import counts
from app.people.noted.events import Kind, Noted

# Found in her own request, from what she follows.
DERIVED = frozenset({Kind.REPLY})
MOST = 500
_MOVED = Change(
    update(Notification)
    .where(
        Notification.member_id == bindparam("member"),
        Notification.kind == bindparam("what"),
        Notification.thing_kind == bindparam("thing_of"),
        Notification.thing_id == bindparam("thing"),
    )
    .values(n=bindparam("at"), day=bindparam("today"))
    .returning(Notification.id)
)


def keep(session: Session, event: Noted) -> None:
    """Put it into her list, unless it is there to be found or she wants none of it."""
    if event.kind in DERIVED:
        return
    chosen = choices.of(session, keyring.of(session), event.member_id)
    if chosen.way(event.kind, event.circle_id) is Way.OFF:
        return
    n = counts.next_for(session, event.member_id)
    if not _moved_up(session, event, n):
        session.add(_row(event, n))
        _drop_old(session, event.member_id, n)


def _moved_up(session: Session, event: Noted, n: int) -> bool:
    """Whether the same thing was in her list already, and is its newest now."""
    moved = _MOVED.make(
        session,
        member=event.member_id,
        what=event.kind,
        thing_of=event.thing[0],
        thing=event.thing[1],
        at=n,
        today=clock.today(),
    )
    return moved is not None


def _row(event: Noted, n: int) -> Notification:
    return Notification(
        member_id=event.member_id,
        n=n,
        kind=event.kind,
        thing_kind=event.thing[0],
        thing_id=event.thing[1],
        circle_id=event.circle_id,
    )


def _drop_old(session: Session, member_id: UUID, n: int) -> None:
    """A list has an end: whoever is told of very much keeps the newest."""
    if n > MOST:
        hers = Notification.member_id == member_id
        session.execute(delete(Notification).where(hers, Notification.n <= n - MOST))
