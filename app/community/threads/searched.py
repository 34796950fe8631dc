"""Posts as things that can be searched for; a thread is found by its title and its opening post.

What decides is `shown`: the same questions that the thread page and the lists ask. The index only
proposes. So a thread that a moderator has hidden is never found, though the replies in it stay in
the index, where they are if it is shown again.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from app.community.threads import hers, kept_out, policy
from app.community.threads.events import (
    PostAdded,
    PostsArrived,
    PostsChanged,
    ThreadArrived,
    ThreadMoved,
)
from app.community.threads.kept_out import Size
from app.community.threads.leaves import byline_of
from app.community.threads.models import Intent, Post, PostState, Thread
from app.community.threads.queries import moment_of
from app.core import keys
from app.core.events import Event
from app.core.languages import Sentence
from app.core.questions import Question
from app.people.anonymity.models import Voice
from app.people.circles import policy as circle_policy
from app.people.circles import queries as circles
from app.people.circles.models import Circle, Membership
from app.people.members.models import Member
from app.people.safety import muted_phrases
from app.people.searchable import Entry, Filters, Scope, Shown, Touched
from app.people.viewer import Viewer

PORTION = 500
# Of what she has written so many are looked at, her newest named ones and as many stretches of
# voices (`hers`).
MOST_HERS = 2000
STRETCHES = 4
THREADS, REPLIES = "threads", "replies"

_ENTRY = (
    select(Post.id, Post.seq, Post.day, Post.body)
    .add_columns(Thread.title, Thread.circle_id, Thread.intent)
    .join(Thread, Thread.id == Post.thread_id)
    .where(Post.state == PostState.SHOWN)
)


def _entry(id: int, seq: int, *said: Any) -> Entry:
    day, body, title, circle_id, intent = said
    marks = _marks(seq, circle_id, intent)
    return Entry(keys.base32(id), day, title if seq == 1 else "", body, marks)


def _marks(seq: int, circle_id: int, intent: Intent) -> tuple[str, ...]:
    return _circle(circle_id), _intent(intent), THREADS if seq == 1 else REPLIES


_ONE = Question(_ENTRY.where(Post.id == bindparam("post")), _entry)


@dataclass(frozen=True)
class Posts:
    kind: str = "post"
    for_members: bool = False
    events: Collection[type[Event]] = (
        *(PostAdded, PostsArrived, PostsChanged),
        *(ThreadArrived, ThreadMoved),
    )

    @property
    def sorts(self) -> dict[str, str]:
        return {THREADS: Sentence("Threads"), REPLIES: Sentence("Replies")}

    def touched(self, session: Session, event: Event) -> Touched:
        if isinstance(event, PostAdded):
            return Touched([keys.base32(event.post_id)], new=True)
        if isinstance(event, PostsArrived | PostsChanged):
            new = isinstance(event, PostsArrived)
            return Touched([*map(keys.base32, event.post_ids)], new=new)
        assert isinstance(event, ThreadArrived | ThreadMoved)
        whole = select(Post.id).where(Post.thread_id == event.thread_id)
        ids = [keys.base32(each) for each in session.scalars(whole)]
        return Touched(ids, new=isinstance(event, ThreadArrived))

    def entries(self, session: Session, ids: Collection[str]) -> list[Entry]:
        wanted = [*map(keys.from_base32, ids)]
        if len(wanted) == 1:
            return _ONE.all(session, post=wanted[0])
        portions = (wanted[at : at + PORTION] for at in range(0, len(wanted), PORTION))
        return [each for some in portions for each in _entries(session, Post.id.in_(some))]

    def all(self, session: Session) -> Iterator[list[Entry]]:
        after = -1
        while found := _ids_after(session, after):
            after = found[-1]
            yield _entries(session, Post.id.in_(found))

    def scope(self, session: Session, viewer: Viewer, filters: Filters) -> Scope | None:
        if filters.kind and filters.kind not in self.sorts:
            return None
        wanted = [filters.kind] if filters.kind else []
        if filters.intent:
            if filters.intent not in set(Intent):
                return None
            wanted.append(_intent(Intent(filters.intent)))
        question = select(Circle.id, Circle.slug, Circle.visibility, Circle.bump)
        rooms: list[Any] = [*session.execute(question)]
        return _within(viewer, filters.circle, rooms, tuple(wanted))

    def shown(
        self, session: Session, viewer: Viewer, ids: Collection[str], *, widely: bool
    ) -> dict[str, Shown]:
        if not ids:
            return {}
        question = _shown(kept_out.size(viewer.shield))
        wanted = {"posts": [*map(keys.from_base32, ids)], **kept_out.values(viewer.shield)}
        rows = session.execute(question.where(circles.readable(viewer)), wanted)
        away = viewer.shield.circles if widely else ()
        return {
            keys.base32(row.id): _card(row)
            for row in rows
            if row.circle_id not in away and not _is_quiet(viewer, row)
        }

    def hers(self, session: Session, viewer: Viewer) -> Iterator[Collection[str]]:
        named = select(Post.id).where(Post.author_id == viewer.id, Post.state == PostState.SHOWN)
        newest = session.scalars(named.order_by(Post.day.desc(), Post.id).limit(MOST_HERS)).all()
        for at in range(0, len(newest), PORTION):
            yield [*map(keys.base32, newest[at : at + PORTION])]
        after = None
        for _ in range(STRETCHES):
            stretch = hers.stretch(session, viewer, after)
            if stretch.voices:
                yield [keys.base32(post.id) for post in hers.posts(session, stretch.voices)]
            if (after := stretch.older) is None:
                return


def _within(
    viewer: Viewer, chosen: str, rooms: Sequence[Any], wanted: tuple[str, ...]
) -> Scope | None:
    """By the circles that she may read, or by the others, whichever holds less to go through."""
    hers = [r for r in rooms if circle_policy.may_read(viewer, r.id, r.visibility)]
    if chosen:
        hers = [room for room in hers if room.slug == chosen]
    known = {room.id for room in hers}
    others = [room for room in rooms if room.id not in known]
    if not hers:
        return None
    if not chosen and sum(room.bump for room in others) <= sum(room.bump for room in hers):
        return Scope(all_of=wanted, none_of=tuple(_circle(room.id) for room in others))
    return Scope(any_of=tuple(_circle(room.id) for room in hers), all_of=wanted)


def _ids_after(session: Session, after: int) -> Sequence[int]:
    return session.scalars(
        select(Post.id).where(Post.id > after).order_by(Post.id).limit(PORTION)
    ).all()


def _entries(session: Session, which: Any) -> list[Entry]:
    return [_entry(*row) for row in session.execute(_ENTRY.where(which))]


# By a name of its own: what is kept out asks of the opening posts beside it.
_said = aliased(Post)


@lru_cache
def _shown(without: Size) -> Select[*tuple[Any, ...]]:
    """What a list of results says of posts that stand, in threads that are kept out for nobody of
    this size."""
    return (
        select(
            _said.id, _said.seq, _said.day, _said.at, _said.body, _said.content_note, _said.advice
        )
        .add_columns(_said.author_id, _said.voice, _said.thread_id)
        .add_columns(Thread.title, Thread.slug, Thread.intent, Thread.key_epoch, Thread.circle_id)
        .add_columns(Circle.name.label("circle"), Voice.label, Member.handle, Member.name)
        .add_columns(Member.role, Membership.role.label("place"))
        .join(Thread, Thread.id == _said.thread_id)
        .join(Circle, Circle.id == Thread.circle_id)
        .outerjoin(Voice, (Voice.thread_id == _said.thread_id) & (Voice.token == _said.voice))
        .outerjoin(Member, Member.id == _said.author_id)
        .outerjoin(
            Membership,
            (Membership.circle_id == Thread.circle_id) & (Membership.member_id == _said.author_id),
        )
        .where(_said.id.in_(bindparam("posts", expanding=True)))
        .where(_said.state == PostState.SHOWN, Thread.hidden.is_(False))
        .where(*kept_out.conditions(without))
    )


def _card(row: Any) -> Shown:
    opening, number = row.seq == 1, keys.base32(row.id)
    return Shown(
        number,
        row.title,
        row.body,
        f"/t/{keys.base32(row.thread_id)}/{row.slug}" if opening else f"/p/{number}",
        row.day,
        _marks(row.seq, row.circle_id, row.intent),
        moment_of(row.at, row.day),
        byline_of(row, row.thread_id),
        row.circle,
        titled=opening,
        content_note=row.content_note,
        folded=bool(row.content_note) or (row.advice and row.intent.folds_advice),
    )


def _is_quiet(viewer: Viewer, row: Any) -> bool:
    """Whether its page folds it for her, because of whom or what she has blocked or muted."""
    shield = viewer.shield
    if not shield or policy.is_hers(viewer, row, row.key_epoch):
        return False
    if row.author_id in shield.quiet or (row.thread_id, row.label) in shield.voices:
        return True
    said = f"{row.title} {row.body}" if row.seq == 1 else row.body
    return shield.minds(muted_phrases.spoken(said))


def _circle(circle_id: int) -> str:
    return f"c{keys.base32(circle_id)}"


def _intent(intent: Intent) -> str:
    return f"i{intent.replace('-', '')}"
