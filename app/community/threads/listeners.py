"""What threads do when something happens on the floor below."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.community.threads.models import Post, Thread
from app.people.members.events import BylineChanged


def show_new_byline(session: Session, event: BylineChanged) -> None:
    """Raise the version of every thread with a post under her name, since pages are kept by it."""
    hers = select(Post.thread_id).where(Post.author_id == event.member_id)
    session.execute(
        update(Thread).where(Thread.id.in_(hers)).values(version=Thread.version + 1),
        execution_options={"synchronize_session": False},
    )
