"""What a list leaves out for one reader: threads that she has muted, and those that somebody has
opened under a name that she has blocked or muted. What a voice has opened is nobody's here.
"""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, exists

from app.community.threads.models import Post, Thread
from app.core.questions import places, slots, spread
from app.people.safety.shields import Shield

# The number of nobody, which fills up a question.
_NOBODY = UUID(int=0)


class Size(NamedTuple):
    """For how many members and threads a question has places, in whole steps."""

    members: int = 0
    threads: int = 0


def size(shield: Shield) -> Size:
    return Size(places(shield.quiet), places(shield.threads))


def conditions(size: Size) -> list[ColumnElement[bool]]:
    """That a thread is none of them; none for a reader who keeps nothing out."""
    found: list[ColumnElement[bool]] = []
    if size.threads:
        found.append(Thread.id.not_in(slots("muted", size.threads)))
    if size.members:
        quiet = [bindparam(f"quiet{n}", type_=Uuid()) for n in range(size.members)]
        opening = (Post.thread_id == Thread.id) & (Post.seq == 1)
        found.append(~exists().where(opening, Post.author_id.in_(quiet)))
    return found


def values(shield: Shield) -> dict[str, object]:
    """What goes into the places."""
    return {**spread("quiet", shield.quiet, _NOBODY), **spread("muted", shield.threads)}
