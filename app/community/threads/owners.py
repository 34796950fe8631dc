"""Whose posts are, and what a list says of them beside that. Never for a template."""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.community.threads.models import Post, PostState, Thread
from app.core.questions import Question, slots

KEPT = 1000
T = TypeVar("T")


class Owned(NamedTuple):
    """What a list says of a post, and whose it is."""

    post_id: int
    seq: int
    author_id: UUID | None
    voice: bytes | None
    thread_id: int
    key_epoch: int
    title: str
    slug: str
    circle_id: int
    nseq: int
    pinned: bool
    hidden: bool
    state: PostState


OWNERS = (
    select(Post.id.label("post_id"), Post.seq, Post.author_id, Post.voice)
    .add_columns(Thread.id.label("thread_id"), Thread.key_epoch, Thread.title, Thread.slug)
    .add_columns(Thread.circle_id, Thread.nseq, Thread.pinned)
    .add_columns(Thread.hidden, Post.state)
    .join(Thread, Thread.id == Post.thread_id)
)


_OPENER = Question(
    select(Post.author_id).where(Post.thread_id == bindparam("thread"), Post.seq == 1),
    lambda author_id: author_id,
)


def opener(session: Session, thread_id: int) -> UUID | None:
    """The member who has opened the thread under her name; None where a voice has."""
    return _OPENER.first(session, thread=thread_id)


def opened_by(session: Session, thread_ids: Collection[int], members: Collection[UUID]) -> set[int]:
    """Those of the threads that one of these members has opened under her name."""
    if not (thread_ids and members):
        return set()
    by = (Post.seq == 1) & Post.author_id.in_(members)
    return set(session.scalars(select(Post.thread_id).where(Post.thread_id.in_(thread_ids), by)))


@lru_cache
def of_posts(many: int, make: Callable[[Owned], T]) -> Question[T]:
    """The question for so many posts, by `id0` and on."""
    wanted = OWNERS.where(Post.id.in_(slots("id", many)))
    return Question(wanted, lambda *row: make(Owned(*row)), keep=KEPT)
