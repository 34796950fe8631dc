"""What is hers without her name: found in her own request by asking each voice *is this me?*

No row says it, and nothing is written by looking. Her tokens are compared here and never asked
for, so that no question to the database holds them, either.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from app.community.threads import lists
from app.community.threads.lists import Line, ThreadCard
from app.community.threads.models import STANDING, Post, Thread
from app.people.anonymity.bundles import Bundle
from app.people.anonymity.bylines import Byline, pseudonym
from app.people.anonymity.models import Voice
from app.people.circles import queries as circles
from app.people.circles.models import Circle, Visibility
from app.people.viewer import Viewer

PAGE = 25
MOST_ASKED = 10_000  # voices for one page, in all 7 µs each


@dataclass(frozen=True)
class Place:
    """Where a walk through the threads stands: they come by their latest day, newest first."""

    day: date
    thread_id: int


@dataclass(frozen=True)
class HerVoice:
    thread_id: int
    token: bytes
    label: str


@dataclass(frozen=True)
class HerPost:
    id: int
    thread_id: int
    seq: int


@dataclass(frozen=True)
class Stretch:
    """Her voices in a stretch of threads. `older` is where to go on, None at the end; `forgotten`
    the epochs whose keys are gone, so that nobody can ask for their voices any more."""

    voices: list[HerVoice]
    older: Place | None
    forgotten: frozenset[str]


@dataclass(frozen=True)
class HerThread:
    """A thread in which she speaks under `pseudonym`; `posts` are the numbers of hers there, `read`
    that of the last one that she knows."""

    line: Line
    card: ThreadCard
    circle_name: str
    pseudonym: Byline
    posts: tuple[int, ...]
    read: int

    @property
    def new(self) -> int:
        return max(0, self.line.nseq - self.read)

    @property
    def opened(self) -> bool:
        return self.posts[0] == 1


_thread, _voice = Thread.__table__.c, Voice.__table__.c
_VOICES = select(
    _thread.id, _thread.key_epoch, _thread.active_day, _voice.token, _voice.label
).join_from(Thread, Voice, _voice.thread_id == _thread.id)


def stretch(session: Session, viewer: Viewer, after: Place | None = None) -> Stretch:
    """Her voices in the circles that she may read, as far as a page's measure reaches."""
    rows, older = _rows(session, _readable(viewer, after), MOST_ASKED)
    hers: list[HerVoice] = []
    forgotten = set()
    for row in rows:
        if not viewer.me.remembers(row.key_epoch):
            forgotten.add(row.key_epoch)
        elif viewer.me.is_voice(row.token, row.id, row.key_epoch):
            hers.append(HerVoice(row.id, row.token, row.label))
        if len(hers) == PAGE:
            older = Place(row.active_day, row.id)
            break
    return Stretch(hers, older, frozenset(forgotten))


def everywhere(session: Session, viewer: Viewer) -> list[HerVoice]:
    """All her voices, also in circles that she has left: every voice there is is asked."""
    rows = session.execute(_VOICES.execution_options(yield_per=MOST_ASKED))
    return [
        HerVoice(row.id, row.token, row.label)
        for row in rows
        if viewer.me.is_voice(row.token, row.id, row.key_epoch)
    ]


def posts(session: Session, voices: Iterable[HerVoice]) -> list[HerPost]:
    """What still stands under these voices, by thread and number."""
    tokens = {voice.thread_id: voice.token for voice in voices}
    rows = session.execute(
        select(Post.id, Post.thread_id, Post.seq, Post.voice)
        .where(Post.thread_id.in_(tokens), Post.voice.is_not(None), Post.state.in_(STANDING))
        .order_by(Post.thread_id, Post.seq)
    )
    return [
        HerPost(row.id, row.thread_id, row.seq)
        for row in rows
        if row.voice == tokens[row.thread_id]
    ]


def threads(session: Session, voices: Sequence[HerVoice]) -> list[HerThread]:
    """The threads of these voices in which something of hers still stands, newest day first."""
    own: dict[int, tuple[int, ...]] = {}
    for post in posts(session, voices):
        own[post.thread_id] = (*own.get(post.thread_id, ()), post.seq)
    labels = {voice.thread_id: voice.label for voice in voices}
    lines = lists.across(session, [], also=own)
    cards = lists.cards(session, own)
    names = circles.names(session, {line.circle_id for line in lines})
    return [
        HerThread(
            line,
            cards[line.id],
            names[line.circle_id],
            pseudonym(labels[line.id], line.id),
            own[line.id],
            own[line.id][-1],
        )
        for line in lines
        if line.id in cards and line.circle_id in names
    ]


def with_news(found: Sequence[HerThread], bundles: Mapping[int, Bundle]) -> list[HerThread]:
    """The same, with what she has read since by these bundles of hers, one for each circle."""
    return [
        replace(t, read=max(t.read, bundles[t.line.circle_id].marks.get(t.card.id, 0)))
        for t in found
    ]


def _readable(viewer: Viewer, after: Place | None) -> Select[*tuple[Any, ...]]:
    """The voices in circles that she may read, by the latest day of their threads."""
    open_to_her = Circle.visibility.in_([Visibility.PUBLIC, Visibility.MEMBERS])
    question = (
        _VOICES.join(Circle, Circle.id == _thread.circle_id)
        .where(or_(open_to_her, Circle.id.in_(viewer.circles)))
        .order_by(_thread.active_day.desc(), _thread.id.desc())
    )
    if after is None:
        return question
    here = tuple_(_thread.active_day, _thread.id)
    return question.where(here < tuple_(literal(after.day), literal(after.thread_id)))


def _rows(
    session: Session, question: Select[*tuple[Any, ...]], most: int
) -> tuple[Sequence[Row[Any]], Place | None]:
    """The voices of whole threads, about so many, and where to go on."""
    rows = session.execute(question.limit(most + 1)).all()
    if len(rows) <= most:
        return rows, None
    whole = [row for row in rows if row.id != rows[-1].id]
    if not whole:
        return _rows(session, question, 2 * most)
    return whole, Place(whole[-1].active_day, whole[-1].id)
