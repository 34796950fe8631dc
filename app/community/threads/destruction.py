"""Destroying words, by whoever's right: a policy, an ending or a wish to leave has been asked."""

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.orm import Session

from app.community.threads.models import Post, PostState, Reaction, Revision, Thread

_TITLES = {
    PostState.DELETED: ("A deleted thread", "deleted"),
    PostState.ENDED: ("A thread that was taken back", "taken-back"),
}
_AS_IT_IS = {"synchronize_session": False}


def destroy(session: Session, which: ColumnElement[bool], state: PostState) -> None:
    """Destroy the words of these posts, what they once were, and the kind words for them.

    A thread in which nothing stands any more goes altogether.
    """
    chosen = which & (Post.state == PostState.SHOWN)
    ids, threads = select(Post.id).where(chosen), select(Post.thread_id).where(chosen)
    replies = select(func.count()).where(chosen, Post.seq > 1, Post.thread_id == Thread.id)
    opening = (Post.thread_id == Thread.id) & (Post.seq == 1) & (Post.state == PostState.SHOWN)
    title, slug = _TITLES[state]
    for step in (
        update(Thread)
        .where(Thread.id.in_(threads))
        .values(version=Thread.version + 1, replies=Thread.replies - replies.scalar_subquery()),
        delete(Thread).where(
            Thread.id.in_(threads), Thread.replies == 0, ~exists().where(opening, ~which)
        ),
        update(Thread)
        .where(Thread.id.in_(threads.where(Post.seq == 1)))
        .values(title=title, slug=slug),
        delete(Revision).where(Revision.post_id.in_(ids)),
        delete(Reaction).where(Reaction.post_id.in_(ids)),
        update(Post)
        .where(chosen)
        .values(body="", html="", content_note="", state=state, edited_day=None, ends_on=None),
    ):
        session.execute(step, execution_options=_AS_IT_IS)
