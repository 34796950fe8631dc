"""Leaves: one page of a thread as everybody sees it, and what tells a viewer which of it is hers.

A leaf depends on the thread's version and the page alone, never on who looks: that is what
lets it be rendered once and kept.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import Text, bindparam, case, cast, func, select
from sqlalchemy.orm import Session, aliased

from app.community.threads.models import Post, PostState, Reaction, ReactionKind, Thread
from app.community.threads.queries import ThreadHead, moment_of
from app.core.db import hex_of
from app.core.errors import NotFound
from app.core.languages import Sentence
from app.core.questions import Question
from app.people.anonymity.bylines import Byline, named, pseudonym
from app.people.anonymity.models import Voice
from app.people.circles.models import CircleRole, Membership
from app.people.members.handles import is_former
from app.people.members.models import Member, Role
from app.people.members.queries import tone_of
from app.people.viewer import Viewer

PAGE = 20


@dataclass(frozen=True)
class PostCard:
    """A post as a template may see it: with a byline, without an author."""

    id: int
    seq: int
    byline: Byline
    by_opener: bool
    html: str
    content_note: str
    at: datetime | date
    edited: date | None
    state: PostState
    ends_on: date | None
    advice: bool
    counts: dict[ReactionKind, int]

    @property
    def gone(self) -> bool:
        return self.state is not PostState.SHOWN

    @property
    def told(self) -> str:
        """What stands where the words stood."""
        return self.state.told(opening=self.is_opening)

    @property
    def is_opening(self) -> bool:
        return self.seq == 1


@dataclass(frozen=True)
class Whose:
    """Whose a post is: a member's or a voice's."""

    author_id: UUID | None
    voice: bytes | None

    def is_hers(self, viewer: Viewer, voice: bytes | None) -> bool:
        """`voice` is the viewer's own in this thread."""
        if self.voice is not None:
            return self.voice == voice
        return self.author_id is not None and self.author_id == viewer.member_id


@dataclass(frozen=True)
class Marks:
    """What of a post can be a viewer's: whose it is, and the blind values of those who reacted."""

    post_id: int
    whose: Whose
    reacted: frozenset[tuple[bytes, ReactionKind]]

    @cached_property
    def reactors(self) -> frozenset[bytes]:
        """Those who reacted, whatever they said: most readers are none of them."""
        return frozenset(who for who, _ in self.reacted)


@dataclass(frozen=True)
class Leaf:
    """`thread` says whose the thread is, `voices` are its pseudonyms by their tokens."""

    cards: tuple[PostCard, ...]
    marks: tuple[Marks, ...]
    thread: Whose
    voices: Mapping[bytes, str]


def first_of(after: int) -> int:
    """The number before the first post of the page on which the post after `after` stands."""
    return after // PAGE * PAGE


def leaf(session: Session, thread: ThreadHead, after: int) -> Leaf:
    """The posts numbered after+1 to after+20, in one question. Raises NotFound where none are."""
    found = _POSTS.all(session, thread=thread.id, after=after, last=after + PAGE)
    if not found:
        raise NotFound
    cards, marks = tuple(one.card for one in found), tuple(one.marks for one in found)
    return Leaf(cards, marks, found[0].opener, found[0].voices)


def around(session: Session, thread_id: int, seq: int, more: int) -> list[PostCard]:
    """The post of this number with so many before and after it, and no kind words."""
    found = _POSTS.all(session, thread=thread_id, after=seq - more - 1, last=seq + more)
    return [replace(one.card, counts={}) for one in found]


@dataclass(frozen=True)
class _Found:
    card: PostCard
    marks: Marks
    opener: Whose
    voices: Mapping[bytes, str]


def _found(*values: Any) -> _Found:
    row = SimpleNamespace(**dict(zip(_COLUMNS, values, strict=True)))
    reacted = _reactions(row.reactions)
    marks = Marks(row.id, Whose(row.author_id, row.voice), reacted)
    opener = Whose(row.opener_id, row.opener_voice)
    return _Found(_card(row, reacted), marks, opener, _voices(row.voices))


def _voices(text: str | None) -> dict[bytes, str]:
    if not text:
        return {}
    pairs = (one.split(":") for one in text.split(","))
    return {bytes.fromhex(token): label for token, label in pairs}


def _reactions(text: str | None) -> frozenset[tuple[bytes, ReactionKind]]:
    if not text:
        return frozenset()
    pairs = (one.split(":") for one in text.split(","))
    return frozenset((bytes.fromhex(reactor), ReactionKind(kind)) for reactor, kind in pairs)


def _card(row: Any, reacted: frozenset[tuple[bytes, ReactionKind]]) -> PostCard:
    return PostCard(
        row.id,
        row.seq,
        byline_of(row, row.thread_id),
        # Voices and members are compared with their own kind only.
        (row.author_id, row.voice) == (row.opener_id, row.opener_voice)
        and not is_former(row.handle),
        row.html,
        row.content_note,
        moment_of(row.at, row.day),
        row.edited_day,
        row.state,
        row.ends_on,
        row.advice,
        _counts(reacted),
    )


def _counts(reacted: frozenset[tuple[bytes, ReactionKind]]) -> dict[ReactionKind, int]:
    """In the order in which the buttons stand."""
    said = Counter(kind for _, kind in reacted)
    return {kind: said[kind] for kind in ReactionKind if kind in said}


def byline_of(row: Any, thread_id: int) -> Byline:
    """From a row with `label`, or with `handle`, `name`, `role` and `place` (of its circle)."""
    if row.label is not None:
        return pseudonym(row.label, thread_id)
    if is_former(row.handle):
        return named("", row.name, tone_of(""))
    tag = Sentence("Circle host") if row.place is CircleRole.HOST else ""
    if not tag and row.role is not Role.MEMBER:
        tag = Sentence("Moderator")
    return named(row.handle, row.name, tone_of(row.handle), tag)


_opening = aliased(Post)
_reacted = (
    select(func.aggregate_strings(hex_of(Reaction.reactor) + ":" + cast(Reaction.kind, Text), ","))
    .where(Reaction.post_id == Post.id)
    .scalar_subquery()
)
# Asked of the first row alone: who speaks in this thread is the same for all of them.
_speaking = case(
    (
        Post.seq == bindparam("after") + 1,
        select(func.aggregate_strings(hex_of(Voice.token) + ":" + Voice.label, ","))
        .where(Voice.thread_id == bindparam("thread"))
        .scalar_subquery(),
    )
)
_posts = (
    select(
        Post.id,
        Post.thread_id,
        Post.seq,
        Post.author_id,
        Post.voice,
        Post.day,
        Post.at,
        Post.html,
        Post.content_note,
        Post.state,
        Post.edited_day,
        Post.ends_on,
        Post.advice,
        Voice.label,
        Member.handle,
        Member.name,
        Member.role,
        Membership.role.label("place"),
        _opening.author_id.label("opener_id"),
        _opening.voice.label("opener_voice"),
        _reacted.label("reactions"),
        _speaking.label("voices"),
    )
    .join(Thread, Thread.id == Post.thread_id)
    .join(_opening, (_opening.thread_id == Post.thread_id) & (_opening.seq == 1))
    .outerjoin(Voice, (Voice.thread_id == Post.thread_id) & (Voice.token == Post.voice))
    .outerjoin(Member, Member.id == Post.author_id)
    .outerjoin(
        Membership,
        (Membership.circle_id == Thread.circle_id) & (Membership.member_id == Post.author_id),
    )
    .where(
        Post.thread_id == bindparam("thread"),
        Post.seq > bindparam("after"),
        Post.seq <= bindparam("last"),
    )
    .order_by(Post.seq)
)
_COLUMNS = _posts.exported_columns.keys()
_POSTS = Question(_posts, _found)
