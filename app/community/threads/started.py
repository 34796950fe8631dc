"""What somebody has started under her name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.threads.lists import Line
from app.community.threads.models import Post, PostState, Thread
from app.people.circles import queries as circles
from app.people.circles.models import Circle
from app.people.members.models import Member
from app.people.viewer import Viewer


def by_name(session: Session, viewer: Viewer, member: Member, most: int) -> list[Line]:
    """What the viewer may read of it and does not keep out, newest first."""
    if member.id in viewer.shield.quiet:
        return []
    rows = session.execute(
        select(*(getattr(Thread, name) for name in Line._fields))
        .join(Circle, Circle.id == Thread.circle_id)
        .join(Post, (Post.thread_id == Thread.id) & (Post.seq == 1))
        .where(
            Post.author_id == member.id,
            Post.state == PostState.SHOWN,
            Thread.hidden.is_(False),
            Thread.id.not_in(viewer.shield.threads),
            circles.readable(viewer),
        )
        .order_by(Post.day.desc(), Thread.id)
        .limit(most)
    )
    return [Line(*row) for row in rows]
