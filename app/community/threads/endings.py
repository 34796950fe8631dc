"""Posts with an ending: how long one may stand, and how its words are destroyed."""

from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select

from app.community.threads import destruction
from app.community.threads.models import Post, PostState, Thread
from app.core import clock
from app.core.db import Database

BATCH = 50


class Lifetime(StrEnum):
    """How long her words may stand, in whole days of the site (UTC)."""

    NONE = "none"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    THREE_MONTHS = "three-months"


_DAYS = {
    Lifetime.DAY: timedelta(days=1),
    Lifetime.WEEK: timedelta(weeks=1),
    Lifetime.MONTH: timedelta(days=30),
    Lifetime.THREE_MONTHS: timedelta(days=91),
}


def last_day(lifetime: Lifetime | None) -> date | None:
    """The day on which what is written today is taken back."""
    return clock.today() + _DAYS[lifetime] if lifetime in _DAYS else None


def end_due(database: Database) -> None:
    """Take back every post whose day has come, a batch in each transaction.

    Queries do not look at the day: pages are kept by their thread's version alone, and have no
    time-outs. So this runs before the first page is served, and then at every turn of the day.
    """
    while _end_batch(database):
        pass


def _end_batch(database: Database) -> bool:
    """False when there was none left."""
    due = Post.ends_on <= clock.today()
    with database.changing() as session:
        chosen = session.scalars(select(Post.thread_id).where(due).limit(BATCH)).all()
        if not chosen:
            return False
        threads = select(Thread.id).where(Thread.id.in_(chosen)).order_by(Thread.id)
        session.execute(threads.with_for_update())
        # Asked again under the lock: she may have changed her mind.
        due_now = select(Post.id).where(due, Post.thread_id.in_(chosen))
        destruction.destroy(session, Post.id.in_(session.scalars(due_now).all()), PostState.ENDED)
    return True
