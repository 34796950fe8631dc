"""Whose posts are, and what a list says of them beside that."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import select

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


@lru_cache
def of_posts(many: int, make: Callable[[Owned], T]) -> Question[T]:
    """The question for so many posts, by `id0` and on."""
    wanted = OWNERS.where(Post.id.in_(slots("id", many)))
    return Question(wanted, lambda *row: make(Owned(*row)), keep=KEPT)
