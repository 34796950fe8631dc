"""What was posted lately, to try on it what would be done about it."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.community.threads.models import Post, PostState, Thread
from app.people.circles.models import Circle, Visibility


class Sample(NamedTuple):
    """A post as it stands. `nth` says which of its author's it is, where it bears her name;
    `title` is that of the thread that it opens, `thread_title` of the one that it stands in."""

    id: int
    circle_id: int
    circle_name: str
    visibility: Visibility
    thread_title: str
    title: str
    body: str
    html: str
    content_note: str
    author_id: UUID | None
    nth: int
    day: date
    at: datetime | None


_nth = (
    select(Post.id)
    .add_columns(
        func.row_number()
        .over(partition_by=Post.author_id, order_by=(Post.day, Post.at.nulls_last(), Post.id))
        .label("nth")
    )
    .where(Post.author_id.is_not(None))
    .subquery()
)


def latest(session: Session, circle_id: int | None, most: int) -> list[Sample]:
    """So many posts of this circle, or of all, the latest days first."""
    question = (
        select(
            *(Post.id, Thread.circle_id, Circle.name, Circle.visibility, Thread.title),
            case((Post.seq == 1, Thread.title), else_=""),
            *(Post.body, Post.html, Post.content_note, Post.author_id),
            func.coalesce(_nth.c.nth, 0),
            *(Post.day, Post.at),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .join(Circle, Circle.id == Thread.circle_id)
        .outerjoin(_nth, _nth.c.id == Post.id)
        .where(Post.state == PostState.SHOWN)
        .order_by(Post.day.desc(), Post.id)
        .limit(most)
    )
    if circle_id is not None:
        question = question.where(Thread.circle_id == circle_id)
    return [Sample(*row) for row in session.execute(question)]
