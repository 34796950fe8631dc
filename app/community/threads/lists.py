"""Lists of threads: in a circle, across circles, with what is new for the viewer."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, literal_column, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.community.threads import kept_out
from app.community.threads.kept_out import Size
from app.community.threads.leaves import byline_of
from app.community.threads.models import Intent, Post, Thread
from app.community.threads.queries import moment_of
from app.core.questions import Question, slots, spread
from app.people.anonymity.bundles import Bundle
from app.people.anonymity.bylines import Byline
from app.people.anonymity.models import Voice
from app.people.circles.models import Membership
from app.people.members.models import Member
from app.people.safety.shields import NONE, Shield

PAGE = 25
# So many lines of each kind of list are kept as they were made: those that many look at.
KEPT = 300
MOST_CIRCLES = 100


class Sort(StrEnum):
    """By latest post, by opening, or those that nobody has answered."""

    LATEST = "latest"
    NEWEST = "newest"
    UNANSWERED = "unanswered"


class Line(NamedTuple):
    """A thread's place in a list: what orders it, what is new in it, and its version."""

    id: int
    version: int
    circle_id: int
    replies: int
    nseq: int
    opened: int
    bump: int
    active_at: datetime | None
    active_day: date
    pinned: bool
    locked: bool

    @property
    def active(self) -> datetime | date:
        return moment_of(self.active_at, self.active_day)

    def news(self, bundle: Bundle | None) -> tuple[int, bool]:
        """The unread posts, and whether the whole thread came since the owner joined."""
        if bundle is None or not bundle.start:
            return 0, False
        read = bundle.marks.get(self.id)
        if read is None:
            return 0, self.opened >= bundle.start
        return max(0, self.nseq - read), False


@dataclass(frozen=True)
class ThreadCard:
    """What a list says of a thread beside its line: the same as long as its version is."""

    id: int
    slug: str
    title: str
    byline: Byline
    intent: Intent
    content_note: str


# A literal zero, as in the index: a value is only seen after SQLite has made its plan, which it
# then makes again for each question.
_UNANSWERED = [Thread.replies == literal_column("0"), Thread.locked.is_(False)]
_LINE = tuple(getattr(Thread, name) for name in Line._fields)


@dataclass(frozen=True)
class Page:
    """A stretch of a circle's list; `older` is the key of the next one, None at the end."""

    pinned: list[Line]
    threads: list[Line]
    older: int | None


def in_circle(
    session: Session, circle_id: int, sort: Sort, after: int | None, shield: Shield = NONE
) -> Page:
    """The threads before the key `after` that the viewer's `shield` lets through; the pinned ones
    above the first stretch.

    One question: the pinned and the stretch are told apart by their flag.
    """
    with_pinned = sort is Sort.LATEST and after is None
    before = {} if after is None else {"after": after}
    question = _in_circle(sort, kept_out.size(shield), from_start=after is None)
    lines = question.all(session, circle=circle_id, **before, **kept_out.values(shield))
    plain = [line for line in lines if not (with_pinned and line.pinned)]
    more = len(plain) > PAGE
    plain = plain[:PAGE]
    last = (plain[-1].bump if sort is Sort.LATEST else plain[-1].opened) if more else None
    return Page([line for line in lines if with_pinned and line.pinned], plain, last)


@lru_cache
def _in_circle(sort: Sort, without: Size, *, from_start: bool) -> Question[Line]:
    order = _order(sort)
    there = (Thread.circle_id == bindparam("circle")) & Thread.hidden.is_(False)
    here = and_(there, *kept_out.conditions(without))
    wanted: list[ColumnElement[bool]] = [here] if from_start else [here, order < bindparam("after")]
    if sort is Sort.LATEST:
        wanted.append(Thread.pinned.is_(False))
    if sort is Sort.UNANSWERED:
        wanted += _UNANSWERED
    chosen = select(*_LINE).where(*wanted).order_by(order.desc()).limit(PAGE + 1)
    if sort is Sort.LATEST and from_start:
        pinned = select(*_LINE).where(here, Thread.pinned.is_(True))
        both = union_all(pinned, select(chosen.subquery())).subquery()
        chosen = select(both).order_by(both.c.bump.desc())
    return Question(chosen, Line, keep=KEPT)


def _order(sort: Sort) -> InstrumentedAttribute[int]:
    return Thread.bump if sort is Sort.LATEST else Thread.opened


def across(
    session: Session,
    circle_ids: Sequence[int],
    *,
    most: int = 0,
    unanswered: int = 0,
    also: Collection[int] = (),
    shield: Shield = NONE,
) -> list[Line]:
    """The threads `also`, and of the others in these circles the `most` most active and so many
    more that nobody has answered; newest day first. Without what the viewer's shield keeps out.

    A short walk along an index for each circle: the cost grows with the circles, of which the
    first hundred count, not with what was ever said in them.
    """
    if not (circle_ids or also):
        return []
    circles = {f"circle{n}": circle_id for n, circle_id in enumerate(circle_ids[:MOST_CIRCLES])}
    others = spread("also", also)
    kept = kept_out.values(shield)
    question = _across(len(circles), most, unanswered, len(others), kept_out.size(shield))
    found = {line.id: line for line in question.all(session, **circles, **others, **kept)}
    return sorted(found.values(), key=_recent, reverse=True)


@lru_cache
def _across(circles: int, most: int, unanswered: int, also: int, without: Size) -> Question[Line]:
    """The question for so many circles and other threads."""
    unless = kept_out.conditions(without)
    others = Thread.id.in_(slots("also", also) or [literal_column("0")])
    here = [[Thread.circle_id == bindparam(f"circle{n}"), *unless] for n in range(circles)]
    parts = []
    if here:
        parts.append(_newest([_top(each, Sort.LATEST, most) for each in here], most, ~others))
    if here and unanswered:
        waiting = [_top(each, Sort.UNANSWERED, unanswered) for each in here]
        # Some of these are among the most active.
        parts.append(_newest(waiting, most + unanswered, ~others))
    if also:
        parts.append(select(*_LINE).where(others, Thread.hidden.is_(False), *unless))
    return Question(select(union_all(*parts).subquery()), Line, keep=KEPT)


def _newest(
    walks: Iterable[Select[int]], most: int, wanted: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    """The newest of the threads that these walks lead to."""
    # First the ids, from the indexes alone; to pass on a row takes longer than to find it.
    chosen = union_all(*walks).subquery()
    found = (
        select(*_LINE)
        .select_from(chosen)
        .join(Thread, (Thread.id == chosen.c.id) & Thread.hidden.is_(False))
        .where(wanted)
        .order_by(*(column.desc() for column in _RECENT))
        .limit(most)
    )
    return select(found.subquery())


def _top(wanted: list[ColumnElement[bool]], sort: Sort, most: int) -> Select[int]:
    if sort is Sort.UNANSWERED:
        wanted = [*wanted, *_UNANSWERED]
    found = select(Thread.id).where(*wanted).order_by(_order(sort).desc()).limit(most)
    return select(found.subquery())


def cards(session: Session, thread_ids: Iterable[int]) -> dict[int, ThreadCard]:
    """What is to be said of each of these threads, by its id."""
    rows = session.execute(_CARDS, {"threads": list(thread_ids)})
    return {
        row.id: ThreadCard(
            row.id, row.slug, row.title, byline_of(row, row.id), row.intent, row.content_note
        )
        for row in rows
    }


_CARDS = (
    select(
        Thread.id,
        Thread.slug,
        Thread.title,
        Thread.intent,
        Post.content_note,
        Voice.label,
        Member.handle,
        Member.name,
        Member.role,
        Membership.role.label("place"),
    )
    .join(Post, (Post.thread_id == Thread.id) & (Post.seq == 1))
    .outerjoin(Voice, (Voice.thread_id == Thread.id) & (Voice.token == Post.voice))
    .outerjoin(Member, Member.id == Post.author_id)
    .outerjoin(
        Membership,
        (Membership.circle_id == Thread.circle_id) & (Membership.member_id == Post.author_id),
    )
    .where(Thread.id.in_(bindparam("threads", expanding=True)))
)


# Within a day, minutes are compared with minutes only; pseudonyms know no more than the day.
_RECENT = (Thread.active_day, Thread.active_at.is_not(None), Thread.active_at, Thread.bump)


def _recent(line: Line) -> tuple[date, bool, datetime | date, int]:
    """The same as `_RECENT`, of a line."""
    return line.active_day, line.active_at is not None, line.active, line.bump
