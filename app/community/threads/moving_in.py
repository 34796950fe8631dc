"""Threads that come from elsewhere with the names of their authors, post by post, of any length.

`arrivals` takes in a whole thread whose words nobody's name stands beside; here a thread begins and
grows, so that one that has arrived can be brought up to date. Who has no name there gets a voice
that nobody owns, and kind words that nobody said: random values to which no seed leads.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.community.threads.events import PostsArrived
from app.community.threads.models import Intent, Post, PostState, Reaction, ReactionKind, Thread
from app.core import keys, text
from app.core.events import publish
from app.core.keys import BLIND
from app.people.anonymity import labels
from app.people.anonymity.models import Voice
from app.people.members import queries as members

_OURS = re.compile(rf"(?:{'|'.join(labels.QUALITIES)}) (?:{'|'.join(labels.THINGS)})(?: \d+)?")


@dataclass(frozen=True)
class MovedPost:
    """By a member; or, without an author, under a pseudonym: `mask` is the same for those of one in
    this thread, empty where nothing is known. A `label` is taken where it is one of our own.

    `gone`: it had words once, and keeps its place.
    """

    id: int
    body: str
    at: datetime
    author_id: UUID | None = None
    mask: str = ""
    label: str = ""
    content_note: str = ""
    advice: bool = False
    edited: date | None = None
    gone: bool = False
    reactions: Mapping[ReactionKind, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Stretch:
    """The first and the last place of a thread in its circle's counter."""

    first: int
    last: int


@dataclass(frozen=True)
class Beginning:
    """What a thread has beside its posts."""

    title: str
    intent: Intent
    pinned: bool = False
    locked: bool = False


class Masks:
    """The voices of one thread while it is taken in."""

    def __init__(self, session: Session, thread_id: int) -> None:
        self._session, self._thread = session, thread_id
        found = session.execute(
            select(Voice.label, Voice.token).where(Voice.thread_id == thread_id)
        )
        self._taken: dict[str, bytes] = {row.label: row.token for row in found}
        self._known: dict[str, bytes] = {}

    def tokens(self, posts: Sequence[MovedPost]) -> list[bytes | None]:
        """For each post its voice, or None for a member's own; new ones are in the table then."""
        before = set(self._taken)
        tokens = [None if post.author_id else self._token(post) for post in posts]
        fresh = [
            {"thread_id": self._thread, "token": token, "label": label}
            for label, token in self._taken.items()
            if label not in before
        ]
        if fresh:
            self._session.execute(insert(Voice), fresh)
        return tokens

    def _token(self, post: MovedPost) -> bytes:
        label = post.label if _OURS.fullmatch(post.label) else ""
        known = f"={label}" if label else post.mask and f"~{post.mask}"
        if known and known in self._known:
            return self._known[known]
        token = keys.random_bytes(BLIND)
        # One that stands here already may be that of somebody who writes here now.
        if not label or label in self._taken:
            label = labels.fitting(token, self._taken)
        self._taken[label] = token
        if known:
            self._known[known] = token
        return token


def begin(
    session: Session,
    epoch: str,
    thread_id: int,
    circle_id: int,
    beginning: Beginning,
) -> Thread:
    """A thread without any post, which gets some in the same transaction."""
    thread = Thread(
        id=thread_id,
        circle_id=circle_id,
        title=beginning.title,
        slug=text.slug(beginning.title),
        intent=beginning.intent,
        key_epoch=epoch,
        opened=0,
        bump=0,
        active_day=date.min,
        active_at=None,
        nseq=0,
        pinned=beginning.pinned,
        locked=beginning.locked,
    )
    session.add(thread)
    session.flush()
    return thread


def present(session: Session, ids: Collection[int]) -> set[int]:
    """Those of these posts that have arrived, wherever they stand by now."""
    return set(session.scalars(select(Post.id).where(Post.id.in_(ids))))


def extend(
    session: Session, thread: Thread, stretch: Stretch, masks: Masks, posts: Sequence[MovedPost]
) -> None:
    """Put these behind what stands in the thread, whose row and circle are locked."""
    tokens = masks.tokens(posts)
    handles = members.known_handles(
        session, {handle for post in posts for handle in text.mentioned(post.body)}
    )
    rows = [
        _row(thread.id, thread.nseq + number, post, token, handles)
        for number, (post, token) in enumerate(zip(posts, tokens, strict=True), 1)
    ]
    session.execute(insert(Post), rows)
    _react(session, posts)
    _count(thread, stretch, posts)
    session.flush()
    publish(session, PostsArrived(thread_id=thread.id, post_ids=tuple(p.id for p in posts)))


def _row(
    thread_id: int, seq: int, came: MovedPost, token: bytes | None, handles: set[str]
) -> dict[str, object]:
    body = "" if came.gone else text.evened(came.body) if token else came.body
    return {
        "id": came.id,
        "thread_id": thread_id,
        "seq": seq,
        "author_id": came.author_id,
        "voice": token,
        "day": came.at.date(),
        "at": None if token else came.at.replace(second=0, microsecond=0),
        "body": body,
        "html": text.rendered(body, handles) if body else "",
        "content_note": text.evened(came.content_note) if token else came.content_note,
        "state": PostState.DELETED if came.gone else PostState.SHOWN,
        "edited_day": came.edited,
        "submit_key": None,
        "ends_on": None,
        "advice": came.advice and seq > 1,
    }


def _react(session: Session, posts: Sequence[MovedPost]) -> None:
    rows = [
        {"post_id": post.id, "reactor": keys.random_bytes(BLIND), "kind": kind}
        for post in posts
        for kind, number in post.reactions.items()
        for _ in range(number)
    ]
    if rows:
        session.execute(insert(Reaction), rows)


def _count(thread: Thread, stretch: Stretch, posts: Sequence[MovedPost]) -> None:
    if not thread.nseq:
        thread.opened, thread.opened_day = stretch.first, posts[0].at.date()
    else:
        thread.version += 1
    thread.bump = max(thread.bump, stretch.last)
    opening = 0 if thread.nseq else 1
    thread.replies += sum(not post.gone for post in posts[opening:])
    thread.nseq += len(posts)
    last = posts[-1]
    if last.at.date() >= thread.active_day:
        thread.active_day = last.at.date()
        thread.active_at = last.at.replace(second=0, microsecond=0) if last.author_id else None
