"""Destroying words, by whoever's right: a policy, an ending or a wish to leave has been asked."""

from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.orm import Session

from app.community.threads import wording
from app.community.threads.events import PostsChanged
from app.community.threads.models import STANDING, Post, PostState, Reaction, Revision, Thread
from app.core.events import publish

_AS_IT_IS = {"synchronize_session": False}


def destroy(session: Session, which: ColumnElement[bool], state: PostState) -> None:
    """Destroy the words of these posts, what they once were, and the kind words for them.

    A thread in which nothing stands any more goes altogether.
    """
    chosen = which & Post.state.in_(STANDING)
    ids, threads = select(Post.id).where(chosen), select(Post.thread_id).where(chosen)
    counted = chosen & (Post.state == PostState.SHOWN) & (Post.seq > 1)
    replies = select(func.count()).where(counted, Post.thread_id == Thread.id)
    gone = session.execute(select(Post.thread_id, Post.id).where(chosen)).all()
    left = (Post.thread_id == Thread.id) & Post.state.in_(STANDING) & ~which
    title, slug = wording.TITLES[state]
    for step in (
        update(Thread)
        .where(Thread.id.in_(threads))
        .values(version=Thread.version + 1, replies=Thread.replies - replies.scalar_subquery()),
        delete(Thread).where(Thread.id.in_(threads), ~exists().where(left)),
        update(Thread)
        .where(Thread.id.in_(threads.where(Post.seq == 1)))
        .values(title=title, slug=slug),
        delete(Revision).where(Revision.post_id.in_(ids)),
        delete(Reaction).where(Reaction.post_id.in_(ids)),
        update(Post)
        .where(chosen)
        .values(body="", html="", content_note="", state=state, edited_day=None, ends_on=None)
        .values(advice=False),
    ):
        session.execute(step, execution_options=_AS_IT_IS)
    for thread_id, rows in groupby(sorted(gone), key=itemgetter(0)):
        changed = tuple(post_id for _, post_id in rows)
        publish(session, PostsChanged(thread_id=thread_id, post_ids=changed))
