"""What threads hold of a member: her words, by her name and by her voices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, literal, select, tuple_, update
from sqlalchemy.orm import Session

from app.community.threads import destruction, held, hers, waiting
from app.community.threads.hers import HerVoice
from app.community.threads.models import STANDING, Post, PostState, Revision, Thread
from app.community.threads.queries import moment_of
from app.core.keys import Keyring
from app.people.anonymity.bundles import Bundle
from app.people.circles import policy as circles
from app.people.circles.models import Circle
from app.people.members.models import Fate
from app.people.viewer import Viewer

PAGE = 200


@dataclass(frozen=True)
class Earlier:
    """What a post said until it was edited; `html` is all that is kept of it."""

    day: date
    title: str
    content_note: str
    html: str


@dataclass(frozen=True)
class Written:
    """A post of hers. `pseudonym` is empty where it bears her name; `thread` where she may no
    longer read it, since a title may be somebody else's words."""

    id: int = field(repr=False)
    circle: str
    thread: str
    number: int
    pseudonym: str
    written: datetime | date
    edited: date | None
    content_note: str
    advice: bool
    text: str
    html: str
    earlier: list[Earlier]


@dataclass(frozen=True)
class Unpublished:
    """What a moderator looks at before it is a post, or what waits for its time, until `due` at the
    latest. What came to nothing is kept for her until `kept_until`. It `opens` a thread of this
    name, or answers in it; of what waits neither is said when it was written."""

    circle: str
    thread: str
    opens: bool
    written: date | None
    content_note: str
    advice: bool
    text: str
    kept_until: date | None
    due: date | None = None


@dataclass(frozen=True)
class Reading:
    """A thread that she has read, up to a post, or follows."""

    circle: str
    thread: str
    read_to: int
    follows: bool


_ROW = (
    select(
        *(Post.id, Post.thread_id, Post.seq, Post.day, Post.at, Post.edited_day),
        *(Post.content_note, Post.advice, Post.body, Post.html),
        *(Thread.title, Circle.id.label("circle_id"), Circle.name, Circle.visibility),
    )
    .join(Thread, Thread.id == Post.thread_id)
    .join(Circle, Circle.id == Thread.circle_id)
    .order_by(Post.day, Post.id)
)


def named(session: Session, viewer: Viewer, after: Written | None = None) -> list[Written]:
    """What she wrote under her name, the oldest days first: so many after this one."""
    question = _ROW.where(Post.author_id == viewer.id, Post.state.in_(STANDING)).limit(PAGE)
    if after is not None:
        day = after.written.date() if isinstance(after.written, datetime) else after.written
        place = tuple_(literal(day), literal(after.id))
        question = question.where(tuple_(Post.day, Post.id) > place)
    rows = session.execute(question).all()
    earlier = _earlier(session, [row.id for row in rows])
    return [_written(viewer, row, "", earlier.get(row.id, [])) for row in rows]


def anonymous(session: Session, viewer: Viewer, voices: Sequence[HerVoice]) -> list[Written]:
    """What she wrote under these voices."""
    labels = {voice.thread_id: voice.label for voice in voices}
    ids = [post.id for post in hers.posts(session, voices)]
    rows = session.execute(_ROW.where(Post.id.in_(ids)))
    return [_written(viewer, row, labels[row.thread_id], []) for row in rows]


def unpublished(session: Session, viewer: Viewer, *, anonymous: bool) -> list[Unpublished]:
    """What of hers is held, under her name or without it, the newest first."""
    return [
        Unpublished(
            one.place,
            one.title,
            one.opens,
            one.day,
            one.content_note,
            one.advice,
            one.body,
            one.kept_until,
        )
        for one in held.mine(session, viewer)
        if one.anonymous is anonymous
    ]


def later(session: Session, viewer: Viewer, ring: Keyring) -> list[Unpublished]:
    """What of hers waits to be published, those first that are due first."""
    return [
        Unpublished(
            one.envelope.place,
            one.envelope.title,
            one.envelope.opening is not None,
            None,
            one.envelope.note,
            one.envelope.advice,
            one.envelope.body,
            one.kept_until,
            one.latest.date(),
        )
        for one in waiting.mine(session, viewer, ring)
    ]


def reading(
    session: Session, viewer: Viewer, bundle: Bundle, without: Iterable[int]
) -> list[Reading]:
    """What she has read and follows by this bundle, but for the threads `without`."""
    ids = (bundle.marks.keys() | bundle.follows.keys()) - set(without)
    question: Select[Any] = (
        select(Thread.id, Thread.title, Circle.id.label("circle_id"), Circle.name)
        .add_columns(Circle.visibility)
        .join(Circle, Circle.id == Thread.circle_id)
        .where(Thread.id.in_(ids))
        .order_by(Thread.active_day.desc(), Thread.id)
    )
    return [
        Reading(row.name, row.title, bundle.marks.get(row.id, 0), bundle.is_following(row.id))
        for row in session.execute(question)
        if circles.may_read(viewer, row.circle_id, row.visibility)
    ]


def erase(session: Session, member_id: UUID, nobody: UUID, fate: Fate) -> None:
    """Destroy what stands under her name, or leave it there as by somebody who has left."""
    held.erase(session, member_id)
    if fate is Fate.REMOVE:
        destruction.destroy(session, Post.author_id == member_id, PostState.DELETED)
    session.execute(
        update(Post).where(Post.author_id == member_id).values(author_id=nobody),
        execution_options={"synchronize_session": False},
    )


def _earlier(session: Session, post_ids: Sequence[int]) -> Mapping[int, list[Earlier]]:
    found: dict[int, list[Earlier]] = {}
    rows = session.scalars(
        select(Revision)
        .where(Revision.post_id.in_(post_ids))
        .order_by(Revision.post_id, Revision.n)
    )
    for was in rows:
        said = Earlier(was.day, was.title, was.content_note, was.html)
        found.setdefault(was.post_id, []).append(said)
    return found


def _written(viewer: Viewer, row: Any, pseudonym: str, earlier: list[Earlier]) -> Written:
    open_to_her = circles.may_read(viewer, row.circle_id, row.visibility)
    return Written(
        row.id,
        row.name if open_to_her else held.SHUT,
        row.title if open_to_her else "",
        row.seq,
        pseudonym,
        moment_of(row.at, row.day),
        row.edited_day,
        row.content_note,
        row.advice,
        row.body,
        row.html,
        earlier,
    )
