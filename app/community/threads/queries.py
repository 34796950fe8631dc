"""Finding threads and posts. Every question is asked for a viewer; not to be seen is not found."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, case, select
from sqlalchemy.orm import Session

from app.community.threads import policy
from app.community.threads.models import (
    TAKEN_DOWN,
    Intent,
    Post,
    PostState,
    Thread,
)
from app.core.errors import NotFound
from app.core.questions import Question
from app.people.circles import policy as circles
from app.people.circles.models import Anonymity, Circle, Visibility
from app.people.viewer import Viewer

# Of so many posts of hers the words are compared with an anonymous draft.
SAID = 50


@dataclass(frozen=True)
class ThreadHead:
    """A thread without its posts, with its circle: all that a page about it must know first.

    Heads are equal while nothing happens but replies and kind words, so that what stands around the
    posts may be kept: it has to be told apart what these change. `closed` is the circle.
    """

    id: int
    title: str
    slug: str
    intent: Intent
    key_epoch: str
    bump: int = field(compare=False)
    nseq: int = field(compare=False)
    replies: int = field(compare=False)
    version: int = field(compare=False)
    pinned: bool
    locked: bool
    hidden: bool
    circle_id: int
    circle_slug: str
    circle_name: str
    visibility: Visibility
    circle_bump: int = field(compare=False)
    anonymity: Anonymity
    crowd: int
    closed: bool


_head = (
    select(
        Thread.id,
        Thread.title,
        Thread.slug,
        Thread.intent,
        Thread.key_epoch,
        Thread.bump,
        Thread.nseq,
        Thread.replies,
        Thread.version,
        Thread.pinned,
        Thread.locked,
        Thread.hidden,
        Circle.id,
        Circle.slug,
        Circle.name,
        Circle.visibility,
        Circle.bump,
        Circle.anonymity,
        Circle.crowd,
        Circle.closed.is_not(None),
    )
    .join(Circle, Circle.id == Thread.circle_id)
    .where(Thread.id == bindparam("thread"))
)
_HEAD = Question(_head, ThreadHead)
_HEAD_TO_CHANGE = Question(_head.with_for_update(of=Thread), ThreadHead)

_SAID = Question(
    select(Post.body, case((Post.seq == 1, Thread.title), else_=""))
    .join(Thread, Thread.id == Post.thread_id)
    .where(Post.author_id == bindparam("author"), Post.state == PostState.SHOWN)
    .order_by(Post.day.desc(), Post.id)
    .limit(SAID),
    lambda body, title: (body, title),
)


@dataclass(frozen=True)
class Place:
    """Where a post stands: its thread and its number there."""

    thread_id: int
    slug: str
    seq: int


def head(session: Session, viewer: Viewer, thread_id: int) -> ThreadHead:
    """Raises NotFound for what she may not read, too."""
    return _readable(viewer, _HEAD.first(session, thread=thread_id))


def head_to_change(session: Session, viewer: Viewer, thread_id: int) -> ThreadHead:
    """The same, the thread's row locked until the end of the transaction. Raises NotFound."""
    return _readable(viewer, _HEAD_TO_CHANGE.first(session, thread=thread_id))


def _readable(viewer: Viewer, found: ThreadHead | None, *, hidden: bool = False) -> ThreadHead:
    """With `hidden`, also a thread that a moderator has hidden."""
    if found is None or not circles.may_read(viewer, found.circle_id, found.visibility):
        raise NotFound
    if found.hidden and not hidden:
        raise NotFound
    return found


def head_for_staff(session: Session, thread_id: int) -> ThreadHead:
    """Wherever it is and whatever was done to it, for whoever works a case about it.

    Raises NotFound.
    """
    found = _HEAD.first(session, thread=thread_id)
    if found is None:
        raise NotFound
    return found


def head_for_nobody(session: Session, thread_id: int) -> ThreadHead | None:
    """The same for what happens by itself, when no viewer is there to be asked for."""
    return _HEAD_TO_CHANGE.first(session, thread=thread_id)


def thread_to_change(
    session: Session, viewer: Viewer, thread_id: int, *, hidden: bool = False
) -> tuple[Thread, Circle]:
    """The rows, the thread's locked until the end of the transaction. Raises NotFound."""
    row = session.execute(
        select(Thread, Circle)
        .join(Circle, Circle.id == Thread.circle_id)
        .where(Thread.id == thread_id)
        .with_for_update(of=Thread)
    ).first()
    if row is None or not circles.may_read(viewer, row.Circle.id, row.Circle.visibility):
        raise NotFound
    if row.Thread.hidden and not hidden:
        raise NotFound
    return row.Thread, row.Circle


def post(session: Session, viewer: Viewer, post_id: int) -> tuple[Post, ThreadHead]:
    """A post that can be read, with its thread. Raises NotFound."""
    found = session.get(Post, post_id)
    if found is None:
        raise NotFound
    thread = _readable(viewer, _HEAD.first(session, thread=found.thread_id), hidden=True)
    return _unless_hidden(viewer, found, thread), thread


def post_to_change(session: Session, viewer: Viewer, post_id: int) -> tuple[Post, Thread, Circle]:
    """The rows, the thread's locked until the end of the transaction. Raises NotFound."""
    thread_id = session.scalar(select(Post.thread_id).where(Post.id == post_id))
    if thread_id is None:
        raise NotFound
    thread, circle = thread_to_change(session, viewer, thread_id, hidden=True)
    # It may have been looked at before, and changed since.
    found = session.get(Post, post_id, populate_existing=True)
    if found is None:
        raise NotFound
    return _unless_hidden(viewer, found, thread), thread, circle


def _unless_hidden(viewer: Viewer, post: Post, thread: ThreadHead | Thread) -> Post:
    """What a moderator has taken down is there for its author alone."""
    down = thread.hidden or post.state in TAKEN_DOWN
    if down and not policy.is_hers(viewer, post, thread.key_epoch):
        raise NotFound
    return post


def numbered_to_change(
    session: Session, viewer: Viewer, thread_id: int, seq: int
) -> tuple[Post, Thread]:
    """The same by the post's number in its thread. Raises NotFound."""
    thread, _circle = thread_to_change(session, viewer, thread_id)
    found = session.scalar(select(Post).where(Post.thread_id == thread_id, Post.seq == seq))
    if found is None:
        raise NotFound
    return found, thread


def id_of(session: Session, thread: ThreadHead, seq: int) -> int:
    """The post of this number. Raises NotFound."""
    wanted = select(Post.id).where(Post.thread_id == thread.id, Post.seq == seq)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def place(session: Session, viewer: Viewer, post_id: int) -> Place:
    """Where to find a post. Raises NotFound."""
    found, thread = post(session, viewer, post_id)
    return Place(thread.id, thread.slug, found.seq)


def said_by_name(session: Session, viewer: Viewer) -> list[str]:
    """Her newest words under her own name, with the titles of her threads; for her alone."""
    found = _SAID.all(session, author=viewer.id)
    return [words for said in found for words in said if words]


def moment_of(at: datetime | None, day: date) -> datetime | date:
    """The finest time that is known: a minute for the named, a day for pseudonyms."""
    return at or day
