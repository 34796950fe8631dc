"""What threads are called, for somebody who may read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.threads.models import Post, Thread
from app.people.circles import queries as circles
from app.people.circles.models import Circle
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Title:
    """`hers`: the viewer has opened it under her name."""

    id: int
    slug: str
    title: str
    hers: bool


def of_threads(session: Session, viewer: Viewer, thread_ids: Iterable[int]) -> dict[int, Title]:
    """The titles of those of the threads that the viewer may read, by their ids."""
    rows = session.execute(
        select(Thread.id, Thread.slug, Thread.title, Post.author_id)
        .join(Circle, Circle.id == Thread.circle_id)
        .join(Post, (Post.thread_id == Thread.id) & (Post.seq == 1))
        .where(
            Thread.id.in_(list(thread_ids)),
            Thread.hidden.is_(False),
            circles.readable(viewer),
        )
    )
    return {row.id: Title(row.id, row.slug, row.title, row.author_id == viewer.id) for row in rows}
