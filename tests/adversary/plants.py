"""Leaks that an ordinary forum has, planted in the way of a request, so that tests of tests can
see whether they are found. Each keeps tables of its own beside the application's."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any
from unittest import mock

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Uuid,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.community.threads import destruction, hers, removals
from app.community.threads.models import Post, PostState, Thread
from app.core import clock, keys
from app.core.keys import Keyring
from app.oversight.moderation.models import Case
from app.web.kit import route
from app.web.kit.visit import Visit
from tests.adversary.worlds import World

METADATA = MetaData()
log = logging.getLogger("app.access")


def _table(name: str, *columns: tuple[str, Any], keyed: int = 1) -> Table:
    made = [Column(n, kind, primary_key=i < keyed) for i, (n, kind) in enumerate(columns)]
    return Table(f"planted_{name}", METADATA, *made, sqlite_with_rowid=False)


_MEMBER, _THREAD, _POST = ("member", Uuid), ("thread", BigInteger), ("post", BigInteger)
last_seen = _table("last_seen", _MEMBER, ("at", DateTime))
times = _table("times", _POST, ("at", DateTime))
follows = _table("follows", _THREAD, _MEMBER, keyed=2)
notifications = _table("notifications", _POST, _MEMBER, keyed=2)
reads = _table("reads", _THREAD, _MEMBER, ("seq", Integer), keyed=2)
standing = _table("standing", _THREAD, ("voice", LargeBinary), ("standing", LargeBinary), keyed=2)
owners = _table("owners", ("session", LargeBinary), _MEMBER)
counts = _table("counts", _MEMBER, ("posts", Integer))
waits = _table("waits", _THREAD, _MEMBER, ("at", DateTime), keyed=2)
endings = _table("endings", _MEMBER, ("posts", Integer))
removed = _table("removed", _POST)
concerned = _table("concerned", ("case", BigInteger), _MEMBER, keyed=2)
paused = _table("paused", _MEMBER, ("until", Date))
told = _table("told", ("case", BigInteger), _MEMBER, ("at", DateTime), keyed=2)


@dataclass(frozen=True)
class Request:
    """A request that has been answered, as a forum sees it that knows everything: of each post
    that was written at once its author, too."""

    visit: Visit
    answer: Response
    connection: Connection
    authors: dict[int, Any]

    @property
    def member(self) -> Any:
        return self.visit.viewer.member_id

    @property
    def route(self) -> str:
        return str(self.visit.request.scope["route"].name)

    @property
    def waits(self) -> bool:
        """Whether what was written is to be published later."""
        return self.typed("later") == "on"

    @cached_property
    def thread(self) -> int:
        """The thread that was shown or written in, or 0."""
        if self.route == "start_thread" and self.answer.status_code == 303 and not self.waits:
            return keys.from_base32(self.answer.headers["location"].split("/")[2])
        return int(self.visit.request.path_params.get("thread_id", 0))

    @cached_property
    def seq(self) -> int:
        """The number of the thread's last post, which is the one that was just written."""
        wanted = select(Thread.nseq).where(Thread.id == self.thread)
        return self.connection.execute(wanted).scalar_one()

    @cached_property
    def post(self) -> int:
        """The post that was written, or 0."""
        wrote = self.route in {"reply", "start_thread"} and self.answer.status_code == 303
        if not wrote or self.waits:
            return 0
        wanted = select(Post.id).where(Post.thread_id == self.thread, Post.seq == self.seq)
        return self.connection.execute(wanted).scalar_one()

    @property
    def case(self) -> int:
        """The case that a moderator has just decided, or 0."""
        decided = self.route == "decide" and self.answer.status_code == 303
        return int(self.visit.request.path_params["case_id"]) if decided else 0

    @cached_property
    def judged(self) -> Any:
        """Who wrote what has just been decided about, where that was without her name."""
        about = (Case.id == self.case) & (Case.kind == "post") & Case.author_id.is_(None)
        subject = self.connection.execute(select(Case.subject).where(about)).scalar()
        return self.authors.get(keys.from_base32(subject)) if subject else None

    def typed(self, name: str) -> str:
        """What stood in a field of the form."""
        return str(self.visit.typed.get(name, ""))

    def put(self, table: Table, **values: Any) -> None:
        """A new row, or the one with its key made new."""
        make = sqlite if self.connection.dialect.name == "sqlite" else postgresql
        names = [column.name for column in table.primary_key]
        rest = {n: v for n, v in values.items() if n not in names}
        row = make.insert(table).values(values)
        if rest:
            row = row.on_conflict_do_update(index_elements=names, set_=rest)
        self.connection.execute(row if rest else row.on_conflict_do_nothing())


Plant = Callable[[Request], None]


def remember_last_seen(request: Request) -> None:
    """When she was here last, by the second, in a table and in the access log; and when each
    post was made."""
    now = clock.now().replace(tzinfo=None)
    request.put(last_seen, member=request.member, at=now)
    log.info("%s %s %s", now.isoformat(), request.visit.viewer.handle, request.route)
    if request.post:
        request.put(times, post=request.post, at=now)


def skip_herself(request: Request) -> None:
    """Who follows a thread is notified of each post but her own."""
    if request.post:
        following = select(follows.c.member).where(follows.c.thread == request.thread)
        for member in request.connection.execute(following).scalars().all():
            if member != request.member:
                request.put(notifications, post=request.post, member=member)
        request.put(follows, thread=request.thread, member=request.member)


def mark_read(request: Request) -> None:
    """What she has read, by her id."""
    if request.thread:
        request.put(reads, thread=request.thread, member=request.member, seq=request.seq)


def keep_standing(request: Request) -> None:
    """One blind value of hers beside all her voices, so that she can be paused in all of them."""
    if request.post and request.typed("anonymous") == "on":
        wanted = select(Post.voice).where(Post.id == request.post)
        voice = request.connection.execute(wanted).scalar_one()
        me = request.visit.viewer.me.limit_key()
        request.put(standing, thread=request.thread, voice=voice, standing=me)


def own_sessions(request: Request) -> None:
    """Whose a session is, as soon as it is used."""
    request.put(owners, session=request.visit.viewer.session_h, member=request.member)


def count_posts(request: Request) -> None:
    """How many posts she has made, under whatever name."""
    if request.post:
        _count(request, counts)


def know_who_waits(request: Request) -> None:
    """Whose a post is that waits, by her id, and since when."""
    if request.waits and request.thread and request.answer.status_code == 303:
        now = clock.now().replace(tzinfo=None)
        request.put(waits, thread=request.thread, member=request.member, at=now)


def count_endings(request: Request) -> None:
    """How many posts she has made that have an ending, under whatever name."""
    if request.typed("ending") and request.answer.status_code == 303:
        _count(request, endings)


def queue_each_post(request: Request) -> None:
    """Which posts are to go, a row for each of them, since the day of the closing."""
    if request.route == "close_account" and request.typed("anonymous"):
        with Session(request.connection) as session:
            mine = hers.posts(session, hers.everywhere(session, request.visit.viewer))
        for post in mine:
            request.put(removed, post=post.id)


def keep_whom_it_concerned(request: Request) -> None:
    """Whom a decision was about, under whatever name she wrote."""
    if request.judged:
        request.put(concerned, case=request.case, member=request.judged)


def pause_members(request: Request) -> None:
    """Until when she is paused, by her id alone."""
    if request.judged and request.typed("action") == "pause-anonymous":
        until = clock.today() + timedelta(days=int(request.typed("days")))
        request.put(paused, member=request.judged, until=until)


def remember_notices_read(request: Request) -> None:
    """When she has read what moderators wrote to her about a case."""
    if request.route == "notice" and request.answer.status_code == 200:
        now, case = clock.now().replace(tzinfo=None), request.visit.request.path_params["notice_id"]
        request.put(told, case=int(case), member=request.member, at=now)


def _count(request: Request, table: Table) -> None:
    mine = table.c.member == request.member
    more = update(table).where(mine).values(posts=table.c.posts + 1)
    if not request.connection.execute(more).rowcount:
        request.connection.execute(insert(table).values(member=request.member, posts=1))


# What each of them writes.
TABLES: dict[Plant, tuple[Table, ...]] = {
    remember_last_seen: (last_seen, times),
    skip_herself: (follows, notifications),
    mark_read: (reads,),
    keep_standing: (standing,),
    own_sessions: (owners,),
    count_posts: (counts,),
    know_who_waits: (waits,),
    count_endings: (endings,),
    queue_each_post: (removed,),
    keep_whom_it_concerned: (concerned,),
    pause_members: (paused,),
    remember_notices_read: (told,),
}


@contextmanager
def planted(world: World) -> Iterator[None]:
    """The application, with all these leaks, until the block is left."""
    METADATA.create_all(world.engine)
    answer, authors = route._in_transaction, dict[int, Any]()

    def and_more(visit: Visit, *given: Any) -> Response:
        response = answer(visit, *given)
        if visit.viewer.signed_in:
            with world.engine.begin() as connection:
                request = Request(visit, response, connection, authors)
                if request.post:
                    authors[request.post] = request.member
                for plant in TABLES:
                    plant(request)
        return response

    with mock.patch.object(route, "_in_transaction", and_more):
        yield


@contextmanager
def removing_at_once() -> Iterator[None]:
    """The application, in which anonymous words that are to go do so on the day of the closing."""
    ask = removals.ask

    def at_once(session: Session, ring: Keyring, posts: list[int]) -> None:
        if posts:
            destruction.destroy(session, Post.id.in_(posts), PostState.DELETED)
        ask(session, ring, ())

    with mock.patch.object(removals, "ask", at_once):
        yield


def is_of(plant: Plant | None, table: str) -> bool:
    """Whether the table is the application's own or this leak's."""
    mine = TABLES[plant] if plant else ()
    return not table.startswith("planted_") or table in {t.name for t in mine}


def logs(plant: Plant | None, line: str) -> bool:
    """Whether the line is the application's own or this leak's."""
    return plant is remember_last_seen or log.name not in line
