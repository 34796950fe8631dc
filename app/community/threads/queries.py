"""Finding threads and posts. Every question is asked for a viewer; not to be seen is not found."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, case, select
from sqlalchemy.orm import Session

from app.community.threads.models import Intent, Post, PostState, Revision, Thread, WaitingPost
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

    Heads that show the same are equal: nobody is shown the counters.
    """

    id: int
    title: str
    slug: str
    intent: Intent
    key_epoch: str
    bump: int = field(compare=False)
    nseq: int
    replies: int
    version: int
    pinned: bool
    locked: bool
    circle_id: int
    circle_slug: str
    circle_name: str
    visibility: Visibility
    circle_bump: int = field(compare=False)
    anonymity: Anonymity
    crowd: int


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
        Circle.id,
        Circle.slug,
        Circle.name,
        Circle.visibility,
        Circle.bump,
        Circle.anonymity,
        Circle.crowd,
    )
    .join(Circle, Circle.id == Thread.circle_id)
    .where(Thread.id == bindparam("thread"))
)
_HEAD = Question(_head, ThreadHead)
_HEAD_TO_CHANGE = Question(_head.with_for_update(of=Thread), ThreadHead)
_SENT_BEFORE = select(Post).where(Post.submit_key == bindparam("submit_key"))

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


@dataclass(frozen=True)
class Version:
    """What a post said from one day on; `title` only for an opening post."""

    day: date
    html: str
    title: str
    content_note: str
    current: bool


def head(session: Session, viewer: Viewer, thread_id: int) -> ThreadHead:
    """Raises NotFound for what she may not read, too."""
    return _readable(viewer, _HEAD.first(session, thread=thread_id))


def head_to_change(session: Session, viewer: Viewer, thread_id: int) -> ThreadHead:
    """The same, the thread's row locked until the end of the transaction. Raises NotFound."""
    return _readable(viewer, _HEAD_TO_CHANGE.first(session, thread=thread_id))


def _readable(viewer: Viewer, found: ThreadHead | None) -> ThreadHead:
    if found is None or not circles.may_read(viewer, found.circle_id, found.visibility):
        raise NotFound
    return found


def head_for_nobody(session: Session, thread_id: int) -> ThreadHead | None:
    """The same for what happens by itself, when no viewer is there to be asked for."""
    return _HEAD_TO_CHANGE.first(session, thread=thread_id)


def thread_to_change(session: Session, viewer: Viewer, thread_id: int) -> tuple[Thread, Circle]:
    """The rows, the thread's locked until the end of the transaction. Raises NotFound."""
    row = session.execute(
        select(Thread, Circle)
        .join(Circle, Circle.id == Thread.circle_id)
        .where(Thread.id == thread_id)
        .with_for_update(of=Thread)
    ).first()
    if row is None or not circles.may_read(viewer, row.Circle.id, row.Circle.visibility):
        raise NotFound
    return row.Thread, row.Circle


def post(session: Session, viewer: Viewer, post_id: int) -> tuple[Post, ThreadHead]:
    """A post that can be read, with its thread. Raises NotFound."""
    found = session.get(Post, post_id)
    if found is None:
        raise NotFound
    return found, head(session, viewer, found.thread_id)


def post_to_change(session: Session, viewer: Viewer, post_id: int) -> tuple[Post, Thread, Circle]:
    """The rows, the thread's locked until the end of the transaction. Raises NotFound."""
    thread_id = session.scalar(select(Post.thread_id).where(Post.id == post_id))
    if thread_id is None:
        raise NotFound
    thread, circle = thread_to_change(session, viewer, thread_id)
    found = session.get(Post, post_id)
    if found is None:
        raise NotFound
    return found, thread, circle


def place(session: Session, viewer: Viewer, post_id: int) -> Place:
    """Where to find a post. Raises NotFound."""
    found, thread = post(session, viewer, post_id)
    return Place(thread.id, thread.slug, found.seq)


def sent_before(session: Session, submit_key: bytes) -> Post | None:
    """The post that this very form has made already."""
    return session.scalar(_SENT_BEFORE, {"submit_key": submit_key})


def is_waiting(session: Session, later_key: bytes) -> bool:
    """Whether this very form has made a post that waits."""
    waits = select(WaitingPost.id).where(WaitingPost.submit_key == later_key)
    return session.scalar(waits) is not None


def said_by_name(session: Session, viewer: Viewer) -> list[str]:
    """Her newest words under her own name, with the titles of her threads; for her alone."""
    found = _SAID.all(session, author=viewer.id)
    return [words for said in found for words in said if words]


def versions(session: Session, viewer: Viewer, post_id: int) -> tuple[list[Version], ThreadHead]:
    """What the post says and said, newest first. Raises NotFound for one that is gone."""
    found, thread = post(session, viewer, post_id)
    if found.state is not PostState.SHOWN:
        raise NotFound
    is_opening = found.seq == 1
    now = Version(
        found.edited_day or found.day,
        found.html,
        thread.title if is_opening else "",
        found.content_note,
        current=True,
    )
    older = session.scalars(
        select(Revision).where(Revision.post_id == post_id).order_by(Revision.n.desc())
    )
    past = [Version(r.day, r.html, r.title, r.content_note, current=False) for r in older]
    return [now, *past], thread


def moment_of(at: datetime | None, day: date) -> datetime | date:
    """The finest time that is known: a minute for the named, a day for pseudonyms."""
    return at or day
