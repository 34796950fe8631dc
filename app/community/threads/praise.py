"""Kind words that a member was given, for her eyes: counted while she asks, and kept nowhere.

By her voices no post is asked for alone, as in `hers`: all kind words of a thread are counted,
and those for others left aside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.community.threads.hers import HerThread
from app.community.threads.models import Post, PostState, Reaction, ReactionKind, Thread
from app.people.circles import policy as circles
from app.people.circles.models import Circle
from app.people.viewer import Viewer

MOST = 25

Counts = dict[ReactionKind, int]


@dataclass(frozen=True)
class Praised:
    """A post of hers with what was said of it; `pseudonym` is empty where it bears her name."""

    post_id: int
    opened: bool
    title: str
    circle: str
    pseudonym: str
    counts: Counts

    @property
    def said(self) -> str:
        return spoken(self.counts)


def spoken(counts: Counts) -> str:
    """As in “You earned this” ×3, “Thank you”."""
    return ", ".join(
        f"“{kind.label}”" + (f" ×{counts[kind]}" if counts[kind] > 1 else "")
        for kind in ReactionKind
        if counts.get(kind)
    )


def by_name(session: Session, viewer: Viewer) -> list[Praised]:
    """For her latest posts under her name that got any."""
    rows = session.execute(
        select(
            *(Post.id, Post.seq, Thread.title, Circle.name, Circle.visibility),
            Circle.id.label("circle_id"),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .join(Circle, Circle.id == Thread.circle_id)
        .where(
            Post.author_id == viewer.id,
            Post.state == PostState.SHOWN,
            Thread.hidden.is_(False),
            select(Reaction.post_id).where(Reaction.post_id == Post.id).exists(),
        )
        .order_by(Post.day.desc(), Post.id)
        .limit(MOST)
    ).all()
    said = _counted(session, _COUNTS.where(Reaction.post_id.in_([row.id for row in rows])))
    return [
        Praised(row.id, row.seq == 1, row.title, row.name, "", said[row.id])
        for row in rows
        if row.id in said and circles.may_read(viewer, row.circle_id, row.visibility)
    ]


def without_name(session: Session, threads: Sequence[HerThread]) -> list[Praised]:
    """For what she wrote in these threads under a pseudonym."""
    by_id = {thread.card.id: thread for thread in threads}
    rows = session.execute(
        select(Post.id, Post.thread_id, Post.seq, Reaction.kind, func.count().label("number"))
        .join(Post, Post.id == Reaction.post_id)
        .where(Post.thread_id.in_(by_id), Post.state == PostState.SHOWN)
        .group_by(Post.id, Post.thread_id, Post.seq, Reaction.kind)
        .order_by(Post.thread_id, Post.seq)
    ).all()
    own = [row for row in rows if row.seq in by_id[row.thread_id].posts]
    said = _by_post((row.id, row.kind, row.number) for row in own)
    where = {row.id: (row.thread_id, row.seq) for row in own}
    return [_unnamed(by_id[where[post][0]], post, where[post][1], said[post]) for post in said]


def _unnamed(thread: HerThread, post_id: int, seq: int, said: Counts) -> Praised:
    title, name = thread.card.title, thread.pseudonym.name
    return Praised(post_id, seq == 1, title, thread.circle_name, name, said)


def of_post(session: Session, post: Post) -> Counts:
    """What was said of one post."""
    return _counted(session, _COUNTS.where(Reaction.post_id == post.id)).get(post.id, {})


_COUNTS: Select[*tuple[Any, ...]] = select(
    Reaction.post_id, Reaction.kind, func.count().label("number")
).group_by(Reaction.post_id, Reaction.kind)


def _counted(session: Session, question: Select[*tuple[Any, ...]]) -> dict[int, Counts]:
    return _by_post((row.post_id, row.kind, row.number) for row in session.execute(question))


def _by_post(rows: Iterable[tuple[int, ReactionKind, int]]) -> dict[int, Counts]:
    found: dict[int, Counts] = {}
    for post_id, kind, number in rows:
        found.setdefault(post_id, {})[kind] = number
    return found
