"""Threads that wait for an answer, in all circles that a viewer may read: for who wants to help.

Those of the last thirty days, the oldest first: they have waited longest. Who asked before that
has most likely found help elsewhere; her thread stays in its circle's own list. What stands here
tells no more of its time than the thread does: days order the list, and within a day the minutes
of named threads, while those of pseudonyms come after, in the order of chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Select, bindparam, literal_column, select, tuple_, union_all
from sqlalchemy.orm import Session

from app.community.threads.lists import MOST_CIRCLES, PAGE, Line
from app.community.threads.models import Intent, Post, PostState, Thread
from app.community.threads.places import Place
from app.core import clock
from app.core.columns import BIG
from app.core.questions import Question
from app.people.viewer import Viewer

AGE = timedelta(days=30)
# Her own are left out after they have been found.
LOOKED_AT = 2 * PAGE + 1


@dataclass(frozen=True)
class Stretch:
    """A page of them. `older` is where to go on, None at the end."""

    lines: list[Line]
    older: Place | None


class _Found(NamedTuple):
    """A thread, and whose its opening post is."""

    line: Line
    key_epoch: str
    state: PostState
    author_id: UUID | None
    voice: bytes | None

    @property
    def place(self) -> Place:
        return Place(self.line.active_day, self.line.id)

    def is_hers(self, viewer: Viewer) -> bool:
        """Asked here of each, so that no question to the database holds a token of hers."""
        if self.voice is not None:
            return viewer.me.is_voice(self.voice, self.line.id, self.key_epoch)
        return self.author_id == viewer.member_id

    def is_kept_out(self, viewer: Viewer) -> bool:
        """Muted, or opened by somebody under a name that she has blocked or muted."""
        return self.line.id in viewer.shield.threads or self.author_id in viewer.shield.quiet


def waiting(
    session: Session,
    viewer: Viewer,
    circle_ids: Sequence[int],
    intent: Intent | None = None,
    after: Place | None = None,
) -> Stretch:
    """A page of threads in these circles, which she may read, that nobody has answered.

    Not her own, nor what is locked, hidden, or without its opening post. Of the circles the first
    hundred count: a short walk along an index for each.
    """
    circles = {f"circle{n}": circle_id for n, circle_id in enumerate(circle_ids[:MOST_CIRCLES])}
    if not circles:
        return Stretch([], None)
    place = {"day": after.day, "thread": after.thread_id} if after else {}
    wish = {"intent": intent} if intent else {}
    question = _question(len(circles), by_intent=bool(intent), goes_on=bool(after))
    since = clock.today() - AGE
    return _stretch(viewer, question.all(session, since=since, **circles, **place, **wish))


def _stretch(viewer: Viewer, found: Sequence[_Found]) -> Stretch:
    lines: list[Line] = []
    older = found[-1].place if len(found) == LOOKED_AT else None
    for at, one in enumerate(found):
        if len(lines) == PAGE:
            older = found[at - 1].place
            break
        shown = one.state is PostState.SHOWN and not one.is_kept_out(viewer)
        if shown and not one.is_hers(viewer):
            lines.append(one.line)
    return Stretch(sorted(lines, key=_longest), older)


def _longest(line: Line) -> tuple[date, bool, Any, int]:
    return line.active_day, line.active_at is None, line.active, line.id


@lru_cache
def _question(circles: int, *, by_intent: bool, goes_on: bool) -> Question[_Found]:
    """For so many circles; first the ids, of which the others' openings need not be looked up."""
    walks = [_walk(n, by_intent=by_intent, goes_on=goes_on) for n in range(circles)]
    ids = union_all(*walks).subquery()
    first = select(ids.c.id).order_by(ids.c.active_day, ids.c.id).limit(LOOKED_AT)
    chosen = first.subquery()
    line = tuple(getattr(Thread, name) for name in Line._fields)
    opening = (Post.thread_id == Thread.id) & (Post.seq == 1)
    found = (
        select(*line, Thread.key_epoch, Post.state, Post.author_id, Post.voice)
        .select_from(chosen)
        .join(Thread, Thread.id == chosen.c.id)
        .join(Post, opening)
        .order_by(Thread.active_day, Thread.id)
    )
    many = len(line)
    return Question(found, lambda *row: _Found(Line(*row[:many]), *row[many:]))


def _walk(n: int, *, by_intent: bool, goes_on: bool) -> Select[int, date]:
    here = tuple_(Thread.active_day, Thread.id)
    wanted = [
        Thread.circle_id == bindparam(f"circle{n}"),
        Thread.active_day >= bindparam("since", type_=Date),
        # A literal zero, as in the index.
        Thread.replies == literal_column("0"),
        Thread.locked.is_(False),
        Thread.hidden.is_(False),
    ]
    if by_intent:
        wanted.append(Thread.intent == bindparam("intent"))
    if goes_on:
        wanted.append(here > tuple_(bindparam("day", type_=Date), bindparam("thread", type_=BIG)))
    found = select(Thread.id, Thread.active_day).where(*wanted)
    ordered = found.order_by(Thread.active_day, Thread.id).limit(LOOKED_AT)
    return select(ordered.subquery())
