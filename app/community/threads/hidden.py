"""What a moderator has hidden, for its author to mend."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.threads.models import Post, PostState, Thread
from app.core import keys
from app.people.subjects import SubjectRef


def thing(session: Session, post_id: int) -> SubjectRef | None:
    """What a moderator has hidden of this post, if anything: it, or with it its thread."""
    row = session.execute(
        select(Post.state, Post.seq, Post.thread_id, Thread.hidden)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.id == post_id)
    ).first()
    if row is None or row.state is not PostState.HIDDEN:
        return None
    if row.hidden and row.seq == 1:
        return SubjectRef("thread", keys.base32(row.thread_id))
    return SubjectRef("post", keys.base32(post_id))
