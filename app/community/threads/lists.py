"""Lists of threads: in a circle, across circles, of one member, with what is new for the viewer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.community.threads.leaves import byline_of
from app.community.threads.models import Intent, Post, PostState, Thread
from app.community.threads.queries import moment_of
from app.people.anonymity.bundles import Bundle
from app.people.anonymity.bylines import Byline
from app.people.anonymity.models import Voice
from app.people.circles.models import Circle, Membership, Visibility
from app.people.members.models import Member
from app.people.viewer import Viewer

PAGE = 25
MOST_CIRCLES = 100


class Sort(StrEnum):
    """By latest post, by opening, or those that nobody has answered."""

    LATEST = "latest"
    NEWEST = "newest"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class ThreadCard:
    """A thread in a list. `new` counts unread posts; `unopened`: came since she joined."""

    id: int
    slug: str
    title: str
    byline: Byline
    intent: Intent
    content_note: str
    circle_id: int
    circle_slug: str
    circle_name: str
    replies: int
    nseq: int
    opened: int
    bump: int
    active: datetime | date
    active_day: date
    pinned: bool
    locked: bool
    new: int = 0
    unopened: bool = False


_CARD: Select[*tuple[Any, ...]] = (
    select(
        Thread.id,
        Thread.slug,
        Thread.title,
        Thread.intent,
        Thread.circle_id,
        Thread.replies,
        Thread.nseq,
        Thread.opened,
        Thread.bump,
        Thread.active_at,
        Thread.active_day,
        Thread.pinned,
        Thread.locked,
        Circle.slug.label("circle_slug"),
        Circle.name.label("circle_name"),
        Post.content_note,
        Voice.label,
        Member.handle,
        Member.name,
        Member.role,
        Membership.role.label("place"),
    )
    .join(Circle, Circle.id == Thread.circle_id)
    .join(Post, (Post.thread_id == Thread.id) & (Post.seq == 1))
    .outerjoin(Voice, (Voice.thread_id == Thread.id) & (Voice.token == Post.voice))
    .outerjoin(Member, Member.id == Post.author_id)
    .outerjoin(
        Membership,
        (Membership.circle_id == Thread.circle_id) & (Membership.member_id == Post.author_id),
    )
)


@dataclass(frozen=True)
class Page:
    """A stretch of a circle's list; `older` is the key of the next one, None at the end."""

    pinned: list[ThreadCard]
    threads: list[ThreadCard]
    older: int | None


def in_circle(session: Session, circle_id: int, sort: Sort, after: int | None) -> Page:
    """The threads before the key `after`; the pinned ones above the first stretch.

    One question: the pinned and the stretch are told apart by their flag.
    """
    with_pinned = sort is Sort.LATEST and after is None
    question = _in_circle(sort, from_start=after is None)
    cards = _cards(session, question, {"circle": circle_id, "after": after})
    plain = [c for c in cards if not (with_pinned and c.pinned)]
    more = len(plain) > PAGE
    plain = plain[:PAGE]
    last = (plain[-1].bump if sort is Sort.LATEST else plain[-1].opened) if more else None
    return Page([c for c in cards if with_pinned and c.pinned], plain, last)


@lru_cache
def _in_circle(sort: Sort, *, from_start: bool) -> Select[*tuple[Any, ...]]:
    order, here = _order(sort), Thread.circle_id == bindparam("circle")
    wanted = [here] if from_start else [here, order < bindparam("after")]
    if sort is Sort.LATEST:
        wanted.append(Thread.pinned.is_(False))
    if sort is Sort.UNANSWERED:
        wanted += [Thread.replies == 0, Thread.locked.is_(False)]
    chosen = select(Thread.id).where(*wanted).order_by(order.desc()).limit(PAGE + 1)
    if sort is Sort.LATEST and from_start:
        pinned = select(Thread.id).where(here, Thread.pinned.is_(True))
        chosen = select(union_all(pinned, select(chosen.subquery())).subquery())
    return _CARD.where(Thread.id.in_(chosen)).order_by(order.desc())


def _order(sort: Sort) -> InstrumentedAttribute[int]:
    return Thread.bump if sort is Sort.LATEST else Thread.opened


def across(
    session: Session,
    circle_ids: Sequence[int],
    *,
    each: int,
    unanswered: int = 0,
    also: Iterable[int] = (),
) -> list[ThreadCard]:
    """The `each` most active threads of every circle, its `unanswered` latest that nobody has
    answered, and the threads `also`; newest day first.

    A short walk along an index for each circle: the cost grows with the circles, of which the
    first hundred count, not with what was ever said in them.
    """
    ids = {f"circle{n}": circle_id for n, circle_id in enumerate(circle_ids[:MOST_CIRCLES])}
    question = _across(tuple(ids), each, unanswered)
    cards = _cards(session, question, {**ids, "also": list(also)})
    return sorted(cards, key=_recent, reverse=True)


@lru_cache
def _across(circles: tuple[str, ...], each: int, unanswered: int) -> Select[*tuple[Any, ...]]:
    """The question for so many circles, whose ids come under these names."""
    stretches = [_top(circle, Sort.LATEST, each) for circle in circles]
    if unanswered:
        stretches += [_top(circle, Sort.UNANSWERED, unanswered) for circle in circles]
    also = select(Thread.id).where(Thread.id.in_(bindparam("also", expanding=True)))
    return _CARD.where(Thread.id.in_(union_all(*stretches, also)))


def _top(circle: str, sort: Sort, most: int) -> Select[int]:
    wanted = [Thread.circle_id == bindparam(circle)]
    if sort is Sort.UNANSWERED:
        wanted += [Thread.replies == 0, Thread.locked.is_(False)]
    found = select(Thread.id).where(*wanted).order_by(_order(sort).desc()).limit(most)
    return select(found.subquery())


def of_member(session: Session, viewer: Viewer, member: Member, most: int) -> list[ThreadCard]:
    """What she started under her name and the viewer may read, newest first."""
    visible = [Visibility.PUBLIC, *([Visibility.MEMBERS] if viewer.signed_in else [])]
    question = (
        _CARD.where(
            Post.author_id == member.id,
            Post.state == PostState.SHOWN,
            Circle.visibility.in_(visible) | Circle.id.in_(viewer.circles),
        )
        .order_by(Post.day.desc(), Thread.id)
        .limit(most)
    )
    return _cards(session, question)


def latest_numbers(session: Session, circle_id: int, thread_ids: Iterable[int]) -> dict[int, int]:
    """The number of the latest post of each of these threads that is in the circle."""
    rows = session.execute(
        select(Thread.id, Thread.nseq).where(
            Thread.circle_id == circle_id, Thread.id.in_(list(thread_ids))
        )
    )
    return {row.id: row.nseq for row in rows}


def with_news(cards: Iterable[ThreadCard], bundles: Mapping[int, Bundle]) -> list[ThreadCard]:
    """The same, with what is new for the owner of these bundles, one for each circle."""
    return [_with_news(card, bundles.get(card.circle_id)) for card in cards]


def _with_news(card: ThreadCard, bundle: Bundle | None) -> ThreadCard:
    if bundle is None or not bundle.start:
        return card
    read = bundle.marks.get(card.id)
    if read is None:
        return replace(card, unopened=card.opened >= bundle.start)
    return replace(card, new=max(0, card.nseq - read))


def _recent(card: ThreadCard) -> tuple[date, bool, datetime | date, int]:
    # Within a day, minutes are compared with minutes only; pseudonyms know no more than the day.
    exact = isinstance(card.active, datetime)
    return card.active_day, exact, card.active, card.bump


def _cards(
    session: Session, question: Select[*tuple[Any, ...]], values: Mapping[str, object] | None = None
) -> list[ThreadCard]:
    return [
        ThreadCard(
            id=row.id,
            slug=row.slug,
            title=row.title,
            byline=byline_of(row, row.id),
            intent=row.intent,
            content_note=row.content_note,
            circle_id=row.circle_id,
            circle_slug=row.circle_slug,
            circle_name=row.circle_name,
            replies=row.replies,
            nseq=row.nseq,
            opened=row.opened,
            bump=row.bump,
            active=moment_of(row.active_at, row.active_day),
            active_day=row.active_day,
            pinned=row.pinned,
            locked=row.locked,
        )
        for row in session.execute(question, values)
    ]
