"""The posts behind bookmarks, for somebody who may read them: what is gone, hidden or not for her
is simply not among them, so that nothing tells which of these it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from app.community.threads import bookmarks
from app.community.threads.leaves import Whose, byline_of
from app.community.threads.models import Post, PostState, Thread
from app.core import keys
from app.core.keys import Keyring
from app.people.anonymity.bylines import Byline
from app.people.anonymity.models import Voice
from app.people.circles import queries as circles
from app.people.circles.models import Circle, Membership
from app.people.members.models import Member
from app.people.viewer import Viewer

Chosen = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Marked:
    """A post that can be read. Whose it is, and who has opened its thread under her name, is never
    for a template."""

    post_id: int
    seq: int
    thread_id: int
    key_epoch: str
    slug: str
    title: str
    circle: str
    byline: Byline
    html: str
    content_note: str
    whose: Whose
    opener_id: UUID | None


def posts(session: Session, viewer: Viewer, post_ids: Collection[int]) -> dict[int, Marked]:
    """Those of these posts that the viewer may read now, by their ids."""
    rows = session.execute(_readable(_POSTS, viewer, post_ids))
    return {row.id: _marked(row) for row in rows}


def titles(session: Session, viewer: Viewer, post_ids: Collection[int]) -> dict[int, str]:
    """What their threads are called, of those that she may read."""
    asked = select(Post.id, Thread.title).join(Thread, Thread.id == Post.thread_id)
    asked = asked.join(Circle, Circle.id == Thread.circle_id)
    return {row.id: row.title for row in session.execute(_readable(asked, viewer, post_ids))}


@dataclass(frozen=True)
class Kept:
    """A bookmark to take along; `thread` is empty where it can't be read any more."""

    thread: str
    address: str
    note: str
    kept: date


def export(session: Session, viewer: Viewer, ring: Keyring) -> list[Kept]:
    """All of hers, the newest first."""
    found = bookmarks.mine(session, viewer, ring)
    known = titles(session, viewer, [entry.words.post_id for entry in found])
    return [
        Kept(
            known.get(entry.words.post_id, ""),
            f"/p/{keys.base32(entry.words.post_id)}",
            entry.words.note,
            entry.kept,
        )
        for entry in found
    ]


def _readable(asked: Chosen, viewer: Viewer, post_ids: Collection[int]) -> Chosen:
    return asked.where(
        Post.id.in_(post_ids),
        Post.state == PostState.SHOWN,
        Thread.hidden.is_(False),
        circles.readable(viewer),
    )


def _marked(row: Any) -> Marked:
    return Marked(
        row.id,
        row.seq,
        row.thread_id,
        row.key_epoch,
        row.slug,
        row.title,
        row.circle,
        byline_of(row, row.thread_id),
        row.html,
        row.content_note,
        Whose(row.author_id, row.voice),
        row.opener_id,
    )


_opening = aliased(Post)
_POSTS = (
    select(Post.id, Post.seq, Post.author_id, Post.voice, Post.html, Post.content_note)
    .add_columns(Post.thread_id, Thread.key_epoch, Thread.slug, Thread.title)
    .add_columns(Circle.name.label("circle"), _opening.author_id.label("opener_id"))
    .add_columns(Voice.label, Member.handle, Member.name, Member.role)
    .add_columns(Membership.role.label("place"))
    .join(Thread, Thread.id == Post.thread_id)
    .join(Circle, Circle.id == Thread.circle_id)
    .join(_opening, (_opening.thread_id == Post.thread_id) & (_opening.seq == 1))
    .outerjoin(Voice, (Voice.thread_id == Post.thread_id) & (Voice.token == Post.voice))
    .outerjoin(Member, Member.id == Post.author_id)
    .outerjoin(
        Membership,
        (Membership.circle_id == Thread.circle_id) & (Membership.member_id == Post.author_id),
    )
)
