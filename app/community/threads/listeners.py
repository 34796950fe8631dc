"""What threads do when something happens on the floor below, or among themselves."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.community.threads.events import PostAdded
from app.community.threads.models import Post, Thread
from app.core import live
from app.people.members.events import BylineChanged


def show_new_byline(session: Session, event: BylineChanged) -> None:
    """Raise the version of every thread with a post under her name, since pages are kept by it."""
    hers = select(Post.thread_id).where(Post.author_id == event.member_id)
    session.execute(
        update(Thread).where(Thread.id.in_(hers)).values(version=Thread.version + 1),
        execution_options={"synchronize_session": False},
    )


def poke_readers(session: Session, event: PostAdded) -> None:
    """Whoever has the thread or its circle open hears that there is more: with a name or without
    one, and whoever she is, in the same way."""
    live.poke(session, live.thread(event.thread_id), live.circle(event.circle_id))
