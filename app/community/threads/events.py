"""What may be said of threads and posts, in the past tense; no event names an actor."""

from dataclasses import dataclass

from app.core.events import Event
from app.people.subjects import SubjectRef


@dataclass(frozen=True, kw_only=True)
class PostMended(Event):
    """What a moderator has hidden was changed by its author; `ref` is what was hidden, the post
    or, with its opening post, the thread."""

    ref: SubjectRef
