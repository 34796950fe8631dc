"""What may be said of threads and posts, in the past tense; no event names an actor."""

from dataclasses import dataclass

from app.core.events import Event
from app.people.subjects import SubjectRef


@dataclass(frozen=True, kw_only=True)
class ThreadChanged(Event):
    """Something that readers of the thread can see has changed, or the thread is gone."""

    thread_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadArrived(ThreadChanged):
    """A whole thread came from elsewhere."""


@dataclass(frozen=True, kw_only=True)
class PostsArrived(ThreadChanged):
    """These posts of the thread came from elsewhere, and were not here before."""

    post_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ThreadMoved(ThreadChanged):
    """It stands in another circle, of this number, with all its posts."""

    circle_id: int


@dataclass(frozen=True, kw_only=True)
class PostAdded(ThreadChanged):
    """A post stands, its thread's opening one as number 1; `named`: under its author's name."""

    circle_id: int
    post_id: int
    seq: int
    named: bool


@dataclass(frozen=True, kw_only=True)
class PostsChanged(ThreadChanged):
    """These posts have other words than before, none any more, or come and go for readers."""

    post_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Reacted(ThreadChanged):
    """Somebody said a kind word on the post."""

    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostMended(Event):
    """What a moderator has hidden was changed by its author; `ref` is what was hidden, the post
    or, with its opening post, the thread."""

    ref: SubjectRef
