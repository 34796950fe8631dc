"""Posts with an ending: how long one may stand, and how its words are destroyed."""

from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.community.threads.models import Post, PostState, Reaction, Revision, Thread
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
_TITLES = {
    PostState.DELETED: ("A deleted thread", "deleted"),
    PostState.ENDED: ("A thread that was taken back", "taken-back"),
}


def last_day(lifetime: Lifetime | None) -> date | None:
    """The day on which what is written today is taken back."""
    return clock.today() + _DAYS[lifetime] if lifetime in _DAYS else None


def destroy(session: Session, post: Post, thread: Thread, state: PostState) -> bool:
    """Destroy a post's words, what they once were, and the kind words for them.

    True when nothing stands in the thread any more: then it goes altogether. Its row is locked.
    """
    session.execute(delete(Revision).where(Revision.post_id == post.id))
    session.execute(delete(Reaction).where(Reaction.post_id == post.id))
    post.body = post.html = post.content_note = ""
    post.state, post.edited_day, post.ends_on = state, None, None
    thread.version += 1
    if post.seq == 1:
        thread.title, thread.slug = _TITLES[state]
    else:
        thread.replies -= 1
    if thread.replies or _opening_stands(session, thread.id):
        return False
    session.execute(delete(Thread).where(Thread.id == thread.id))
    return True


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
        locked = select(Thread).where(Thread.id.in_(chosen)).order_by(Thread.id).with_for_update()
        threads = {thread.id: thread for thread in session.scalars(locked)}
        # Asked again under the lock: she may have changed her mind. The opening comes last, so
        # that it finds the replies gone that end with it.
        posts = session.scalars(
            select(Post)
            .where(due, Post.thread_id.in_(threads))
            .order_by(Post.thread_id, Post.seq.desc())
            .limit(BATCH)
        )
        for post in posts.all():
            destroy(session, post, threads[post.thread_id], PostState.ENDED)
    return bool(chosen)


def _opening_stands(session: Session, thread_id: int) -> bool:
    opening = select(Post.state).where(Post.thread_id == thread_id, Post.seq == 1)
    return session.scalar(opening) is PostState.SHOWN
