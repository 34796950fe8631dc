"""Threads that come from elsewhere: an older community, the demo, a benchmark.

Who has no name there gets a voice that nobody owns, and kind words that nobody said: random
values which no member's seed leads to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.community.threads import sent_forms
from app.community.threads.events import ThreadArrived
from app.community.threads.models import Intent, Post, Reaction, ReactionKind, Thread
from app.core import keys, text
from app.core.events import publish
from app.core.keys import BLIND, Keyring
from app.people.anonymity import labels
from app.people.anonymity.models import Voice
from app.people.circles.models import Circle


@dataclass(frozen=True)
class ArrivedPost:
    """By a member, or under a pseudonym; with an empty `label` one is made up for this post."""

    body: str
    at: datetime
    author_id: UUID | None = None
    label: str = ""
    content_note: str = ""
    reactions: Mapping[ReactionKind, int] = field(default_factory=dict)
    advice: bool = False


@dataclass(frozen=True)
class ArrivedThread:
    """`mark` is what makes it the same thread when it arrives again."""

    title: str
    intent: Intent
    posts: Sequence[ArrivedPost]
    mark: str
    pinned: bool = False
    locked: bool = False


def take_in(session: Session, ring: Keyring, circle: Circle, arrived: ArrivedThread) -> bool:
    """Add the thread with all its posts; False when it has arrived before. The circle is locked."""
    mark = keys.blind(ring.derive("arrival/v1"), sha256(arrived.mark.encode()).digest())
    if sent_forms.post(session, mark) is not None:
        return False
    thread = _thread(ring, circle, arrived)
    circle.bump = thread.bump
    session.add(thread)
    session.flush()
    tokens = _voices(session, thread.id, arrived.posts)
    posts = [
        _post(thread.id, seq, came, tokens[seq - 1], mark if seq == 1 else None)
        for seq, came in enumerate(arrived.posts, 1)
    ]
    session.add_all(posts)
    session.flush()
    _reactions(session, posts, arrived.posts)
    publish(session, ThreadArrived(thread_id=thread.id))
    return True


def _thread(ring: Keyring, circle: Circle, arrived: ArrivedThread) -> Thread:
    last = arrived.posts[-1]
    return Thread(
        circle_id=circle.id,
        title=arrived.title,
        slug=text.slug(arrived.title),
        intent=arrived.intent,
        key_epoch=ring.current,
        opened=circle.bump + 1,
        bump=circle.bump + len(arrived.posts),
        opened_day=arrived.posts[0].at.date(),
        active_day=last.at.date(),
        active_at=_minute(last) if last.author_id else None,
        nseq=len(arrived.posts),
        replies=len(arrived.posts) - 1,
        pinned=arrived.pinned,
        locked=arrived.locked,
    )


def _voices(session: Session, thread_id: int, posts: Sequence[ArrivedPost]) -> list[bytes | None]:
    """A token for each post without a member's name: the same for the same pseudonym."""
    taken = {post.label: keys.random_bytes(BLIND) for post in posts if post.label}
    tokens: list[bytes | None] = []
    for post in posts:
        if post.author_id:
            tokens.append(None)
            continue
        token = keys.random_bytes(BLIND)
        label = post.label or labels.fitting(token, taken)
        tokens.append(taken.setdefault(label, token))
    session.add_all(Voice(thread_id=thread_id, token=t, label=label) for label, t in taken.items())
    return tokens


def _post(
    thread_id: int, seq: int, came: ArrivedPost, token: bytes | None, mark: bytes | None
) -> Post:
    return Post(
        thread_id=thread_id,
        seq=seq,
        author_id=came.author_id,
        voice=token,
        day=came.at.date(),
        at=_minute(came) if came.author_id else None,
        body=came.body,
        html=text.rendered(came.body),
        content_note=came.content_note,
        submit_key=mark,
        advice=came.advice,
    )


def _reactions(session: Session, posts: Sequence[Post], came: Sequence[ArrivedPost]) -> None:
    rows = [
        {"post_id": post.id, "reactor": keys.random_bytes(BLIND), "kind": kind}
        for post, arrived in zip(posts, came, strict=True)
        for kind, number in arrived.reactions.items()
        for _ in range(number)
    ]
    if rows:
        session.execute(insert(Reaction), rows)


def _minute(post: ArrivedPost) -> datetime:
    return post.at.replace(second=0, microsecond=0)
