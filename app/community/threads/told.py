"""What there is for a member in threads: what she is told of, and what is found in her own request
because she follows it or because a voice there is hers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, func, select, union_all
from sqlalchemy.orm import Session

from app.community.threads.leaves import byline_of
from app.community.threads.models import Post, PostState, Reaction, ReactionKind, Thread
from app.community.threads.queries import moment_of
from app.core import clock
from app.core.questions import Question, places, slots, spread
from app.people.anonymity.bylines import Byline
from app.people.anonymity.models import Voice
from app.people.circles import queries as circles
from app.people.circles.models import Circle, Membership
from app.people.members.models import Member
from app.people.viewer import Viewer

EACH = 5
MOST = 20
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class ToldPost:
    """A post of which somebody is told. `author_id` is for comparing, never for a page."""

    id: int
    thread_id: int
    circle_id: int
    title: str
    byline: Byline
    at: datetime | date
    author_id: UUID | None
    label: str


def posts(session: Session, viewer: Viewer, post_ids: Collection[int]) -> dict[int, ToldPost]:
    """Those of the posts that she may read where they stand, by their numbers."""
    if not post_ids:
        return {}
    rows = session.execute(
        select(Post.id, Post.thread_id, Post.author_id, Post.day, Post.at)
        .add_columns(Thread.circle_id, Thread.title)
        .add_columns(Voice.label, Member.handle, Member.name, Member.role)
        .add_columns(Membership.role.label("place"))
        .join(Thread, (Thread.id == Post.thread_id) & Thread.hidden.is_(False))
        .join(Circle, Circle.id == Thread.circle_id)
        .outerjoin(Voice, (Voice.thread_id == Post.thread_id) & (Voice.token == Post.voice))
        .outerjoin(Member, Member.id == Post.author_id)
        .outerjoin(
            Membership,
            (Membership.circle_id == Thread.circle_id) & (Membership.member_id == Post.author_id),
        )
        .where(Post.id.in_(post_ids), Post.state == PostState.SHOWN, circles.readable(viewer))
    )
    return {row.id: _post(row) for row in rows}


def _post(row: Row[Any]) -> ToldPost:
    return ToldPost(
        row.id,
        row.thread_id,
        row.circle_id,
        row.title,
        byline_of(row, row.thread_id),
        moment_of(row.at, row.day),
        row.author_id,
        row.label or "",
    )


def kind_words(
    session: Session, post_ids: Collection[int]
) -> dict[int, list[tuple[ReactionKind, int]]]:
    """How often each kind word was said on these posts, in the order in which they are offered."""
    if not post_ids:
        return {}
    rows = session.execute(
        select(Reaction.post_id, Reaction.kind, func.count())
        .where(Reaction.post_id.in_(post_ids))
        .group_by(Reaction.post_id, Reaction.kind)
    )
    said: dict[int, list[tuple[ReactionKind, int]]] = {}
    for post_id, kind, number in rows:
        said.setdefault(post_id, []).append((kind, number))
    order = list(ReactionKind)
    return {each: sorted(words, key=lambda w: order.index(w[0])) for each, words in said.items()}


def on_her_voices(session: Session, viewer: Viewer, thread_ids: Collection[int]) -> dict[int, int]:
    """How many kind words were said on each post of hers without her name, in these threads.

    Each voice there is compared with hers; no statement holds a token of hers.
    """
    if not thread_ids:
        return {}
    said = _on_voices(places(thread_ids)).all(session, **spread("thread", thread_ids))
    threads = {(one.thread_id, one.epoch) for one in said if viewer.me.remembers(one.epoch)}
    hers = {thread_id: viewer.me.voice(thread_id, epoch) for thread_id, epoch in threads}
    return {one.post_id: one.n for one in said if one.voice == hers.get(one.thread_id)}


class _OnVoice(NamedTuple):
    """A post without a name on which so many kind words were said."""

    post_id: int
    thread_id: int
    voice: bytes
    epoch: str
    n: int


@lru_cache
def _on_voices(threads: int) -> Question[_OnVoice]:
    """The question for so many threads."""
    columns = (Post.id, Post.thread_id, Post.voice, Thread.key_epoch)
    found = (
        select(*columns, func.count())
        .join(Thread, Thread.id == Post.thread_id)
        .join(Reaction, Reaction.post_id == Post.id)
        .where(Post.thread_id.in_(slots("thread", threads)), Post.voice.is_not(None))
        .where(Post.state == PostState.SHOWN)
        .group_by(*columns)
    )
    return Question(found, _OnVoice)


def opened_since(session: Session, seen: Mapping[int, int]) -> list[int]:
    """The newest threads of each circle that came after a value of its counter, a few of each."""
    if not seen:
        return []
    walks = [
        select(
            select(Thread.id)
            .where(Thread.circle_id == circle_id, Thread.opened > opened)
            .order_by(Thread.opened.desc())
            .limit(EACH)
            .subquery()
        )
        for circle_id, opened in seen.items()
    ]
    return list(session.scalars(union_all(*walks)))


def started_by(session: Session, viewer: Viewer, members: Collection[UUID]) -> list[int]:
    """The newest threads that these members have lately opened under their names, where she may
    read them; none of whoever wants no followers."""
    if not members:
        return []
    found = (
        select(Post.thread_id)
        .join(Thread, (Thread.id == Post.thread_id) & Thread.hidden.is_(False))
        .join(Circle, Circle.id == Thread.circle_id)
        .join(Member, Member.id == Post.author_id)
        .where(Post.author_id.in_(members), Post.seq == 1, Post.day > clock.today() - RECENT)
        .where(Post.state == PostState.SHOWN, Member.followers, circles.readable(viewer))
        .order_by(Post.day.desc(), Post.thread_id)
        .limit(MOST)
    )
    return list(session.scalars(found))
