"""Lists of requests: those to a mentor, and those of whoever asks, also without her name."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.mentoring.requests import queries, queue
from app.mentoring.requests.models import Request, State
from app.mentoring.requests.queries import COLUMNS, Asked, Line
from app.mentoring.requests.queue import Waiting
from app.people.viewer import Viewer

# For so long what is over stands in her list.
SHOWN_FOR = timedelta(days=30)


def to_her(session: Session, viewer: Viewer) -> list[Line]:
    """Those that are under way to a mentor, in the order of her line."""
    rows = session.execute(select(*COLUMNS).where(queries.open_to(viewer.id)))
    by_id = {row.id: row for row in (Asked(*found) for found in rows)}
    names = queries.named(session, [row.asker_id for row in by_id.values()])
    order = queue.in_order([Waiting(row.id, row.n, row.passed) for row in by_id.values()])
    return [queries.line(by_id[one.id], names, to_mentor=True) for one in order]


def by_her(session: Session, viewer: Viewer) -> list[Line]:
    """Hers that are open, and for a while those that are over; also those without her name."""
    since = clock.today() - SHOWN_FOR
    rows = [row for row in hers(session, viewer) if row.over is None or row.over >= since]
    rows.sort(key=lambda row: (not row.state.is_open, -row.day.toordinal(), row.id))
    names = queries.named(session, [row.mentor_id for row in rows])
    return [queries.line(row, names, to_mentor=False) for row in rows]


def hers(session: Session, viewer: Viewer) -> list[Asked]:
    """All that is kept of what she asked. Of those without a name each is asked whether it is hers;
    her values stand in no statement."""
    maybe = or_(Request.asker_id == viewer.id, Request.owner.is_not(None))
    rows = (Asked(*found) for found in session.execute(select(*COLUMNS).where(maybe)))
    return [row for row in rows if queries.is_asker(viewer, row)]


def open_to(session: Session, viewer: Viewer, mentor_id: UUID) -> int:
    """The number of hers to this mentor that is under way, or 0."""
    found = (row for row in hers(session, viewer) if row.mentor_id == mentor_id)
    return next((row.id for row in found if row.state.is_open), 0)


def passed_over(session: Session, member_id: UUID) -> int:
    """How often she has asked under her name, and it ran out for want of a place."""
    hers = select(func.count()).where(
        Request.asker_id == member_id, Request.state == State.NO_CAPACITY
    )
    return session.scalar(hers) or 0
