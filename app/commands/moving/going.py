"""What of the community is written out, table by table: what whoever may read there could copy.

Of whoever wrote without her name nothing is asked, so nothing of her can be written. Rows come in
the order of their numbers, which are random, and so in the order of chance.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select
from sqlalchemy.orm import aliased

from app.community.threads.models import TAKEN_DOWN, Post, PostState, Reaction, Thread
from app.core.keys import base32
from app.people.anonymity.models import Voice
from app.people.circles.models import Circle, CircleRole, Membership, Visibility
from app.people.members.arrivals import NO_ADDRESS
from app.people.members.models import NO_PROFILE, Member, Standing

AT_ONCE = 500
WITHOUT_TITLE = "A deleted thread"
MEMBERS = ("handle", "name", "pronouns", "bio", "joined", "circles", "hosts", "suspended")
CIRCLES = ("id", "name", "summary", "about", "guidelines", "visibility", "anonymity")
THREADS = ("id", "circle", "title", "intent", "pinned", "locked")
POSTS = (
    *("id", "thread", "number", "author", "anonymous", "pseudonym", "created_at", "body"),
    *("content_note", "advice", "edited_on", "state"),
)


@dataclass(frozen=True)
class Wish:
    """What goes beside what always goes."""

    addresses: bool = False
    private: bool = False


@dataclass(frozen=True)
class Table:
    """One file: its columns, and its rows as they are asked for."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Connection, Wish], Iterator[list[str]]]


def _asked(line: Connection, question: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    streamed = line.execution_options(stream_results=True, yield_per=AT_ONCE)
    yield from streamed.execute(question)


def members(line: Connection, wish: Wish) -> Iterator[list[str]]:
    """Who has a page here, and which circles that go she is in."""
    question = (
        select(Member.handle, Member.name, Member.pronouns, Member.bio, Member.joined)
        .add_columns(Member.standing, Member.email, _circles_of(wish, None))
        .add_columns(_circles_of(wish, CircleRole.HOST))
        .where(Member.standing.not_in(NO_PROFILE))
        .order_by(Member.id)
    )
    for handle, name, pronouns, bio, joined, standing, email, circles, hosts in _asked(
        line, question
    ):
        said = [handle, name, pronouns, bio, joined.isoformat()]
        said += [_listed(circles), _listed(hosts), _yes(standing is Standing.SUSPENDED)]
        if wish.addresses:
            said.append("" if email.startswith(NO_ADDRESS) else email)
        yield said


def _circles_of(wish: Wish, role: CircleRole | None) -> ColumnElement[str | None]:
    chosen = [Membership.member_id == Member.id, _goes(wish)]
    if role is not None:
        chosen.append(Membership.role == role)
    names = func.aggregate_strings(Circle.slug, " ")
    return (
        select(names)
        .select_from(Membership)
        .join(Circle, Circle.id == Membership.circle_id)
        .where(*chosen)
        .correlate(Member)
        .scalar_subquery()
    )


def _listed(names: str | None) -> str:
    return " ".join(sorted((names or "").split()))


def circles(line: Connection, wish: Wish) -> Iterator[list[str]]:
    """Those that go."""
    question = (
        select(Circle.slug, Circle.name, Circle.summary, Circle.about, Circle.guidelines)
        .add_columns(Circle.visibility, Circle.anonymity)
        .where(_goes(wish))
        .order_by(Circle.id)
    )
    for row in _asked(line, question):
        yield [str(value) for value in row]


def threads(line: Connection, wish: Wish) -> Iterator[list[str]]:
    """Those in which something stands, and which moderators have not hidden."""
    opening = and_(Post.thread_id == Thread.id, Post.seq == 1, _stands())
    # The title goes with the words that it was given to.
    title = case((Post.id.is_not(None), Thread.title), else_=WITHOUT_TITLE)
    question = (
        select(Thread.id, Circle.slug, title, Thread.intent, Thread.pinned, Thread.locked)
        .join(Circle, Circle.id == Thread.circle_id)
        .outerjoin(Post, opening)
        .where(_goes(wish), Thread.hidden.is_(False), _has_posts())
        .order_by(Thread.id)
    )
    for number, circle, title, intent, pinned, locked in _asked(line, question):
        yield [base32(number), circle, title, str(intent), _yes(pinned), _yes(locked)]


_PLACE = func.row_number().over(partition_by=Post.thread_id, order_by=Post.seq)


def posts(line: Connection, wish: Wish) -> Iterator[list[str]]:
    """Named ones with their minute, those of a pseudonym with that and their day."""
    numbered = select(Post, _PLACE.label("number")).where(_stands() | _holds_place()).subquery()
    post = numbered.c
    question = (
        select(post.id, post.thread_id, post.number, Member.handle, Member.standing, post.voice)
        .add_columns(Voice.label, post.at, post.day, post.body, post.content_note, post.advice)
        .add_columns(post.edited_day, post.state, post.ends_on)
        .join(Thread, Thread.id == post.thread_id)
        .join(Circle, Circle.id == Thread.circle_id)
        .outerjoin(Member, Member.id == post.author_id)
        .outerjoin(Voice, and_(Voice.thread_id == post.thread_id, Voice.token == post.voice))
        .where(_goes(wish), Thread.hidden.is_(False), _has_posts())
        .order_by(post.id)
    )
    for row in _asked(line, question):
        yield _post(row)


def _post(row: Any) -> list[str]:
    stands = row.state is PostState.SHOWN and row.ends_on is None
    said = [base32(row.id), base32(row.thread_id), str(row.number)]
    if not stands:
        # Of words that are gone nothing goes, not even whose they were.
        return [*said, "", "yes", "", row.day.isoformat(), "", "", "no", "", "deleted"]
    named = row.voice is None
    author = row.handle if named and row.standing not in NO_PROFILE else ""
    at = _minute(row.at) if row.at else row.day.isoformat()
    said += [author, _yes(not named), row.label or "", at, row.body, row.content_note]
    return [*said, _yes(row.advice), _day(row.edited_day), "shown"]


def reactions(line: Connection, wish: Wish) -> Iterator[list[str]]:
    """How many said each kind word on a post that goes; never who."""
    question = (
        select(Reaction.post_id, Reaction.kind, func.count())
        .join(Post, Post.id == Reaction.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Circle, Circle.id == Thread.circle_id)
        .where(_goes(wish), Thread.hidden.is_(False), _stands())
        .group_by(Reaction.post_id, Reaction.kind)
        .order_by(Reaction.post_id, Reaction.kind)
    )
    for post, kind, number in _asked(line, question):
        yield [base32(post), str(kind), str(number)]


def left_out(line: Connection, wish: Wish) -> dict[str, int]:
    """How much of what does not go there is, as far as numbers tell nothing."""
    here = select(func.count()).select_from(Post).join(Thread, Thread.id == Post.thread_id)
    here = here.join(Circle, Circle.id == Thread.circle_id).where(_goes(wish))
    rooms = select(func.count()).select_from(Circle).where(~_goes(wish))
    return {
        "circles that are not for everybody here": _number(line, rooms),
        "posts that end on a day": _number(line, here.where(Post.ends_on.is_not(None))),
        "posts that moderators took down": _number(
            line, here.where(Post.state.in_(TAKEN_DOWN) | Thread.hidden.is_(True))
        ),
    }


def _number(line: Connection, question: Select[int]) -> int:
    return line.execute(question).scalar_one()


def _goes(wish: Wish) -> ColumnElement[bool]:
    """A circle that belongs to something sealed never goes."""
    if wish.private:
        return Circle.bound.is_(False)
    return and_(Circle.bound.is_(False), Circle.visibility != Visibility.PRIVATE)


def _stands() -> ColumnElement[bool]:
    """What its author wants destroyed on a day does not go where nobody can destroy it."""
    return and_(Post.state == PostState.SHOWN, Post.ends_on.is_(None))


def _holds_place() -> ColumnElement[bool]:
    """An opening post without words, under which others stand."""
    return and_(Post.seq == 1, ~_stands())


def _has_posts() -> ColumnElement[bool]:
    other = aliased(Post)
    stands = and_(other.state == PostState.SHOWN, other.ends_on.is_(None))
    return select(other.id).where(other.thread_id == Thread.id, stands).exists()


def _yes(value: object) -> str:
    return "yes" if value else "no"


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _minute(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def tables(wish: Wish) -> list[Table]:
    """In the order in which they are read again."""
    hers = (*MEMBERS, "email") if wish.addresses else MEMBERS
    return [
        Table("members", hers, members),
        Table("circles", CIRCLES, circles),
        Table("threads", THREADS, threads),
        Table("posts", POSTS, posts),
        Table("reactions", ("post", "kind", "count"), reactions),
    ]
