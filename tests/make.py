"""Makers of test data: only what a test names matters, the rest is plausible."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.threads import actions, arrivals, waiting
from app.community.threads.arrivals import ArrivedPost, ArrivedThread
from app.community.threads.models import Intent, Post, Thread
from app.community.threads.posting import Draft
from app.community.threads.waiting import Waiting
from app.core import clock, keys
from app.core.db import Base
from app.core.outbox import Mail
from app.people import leaving
from app.people.circles import actions as circles
from app.people.circles.models import Circle, CircleRole, Visibility
from app.people.house import House
from app.people.members import accounts, passwords, sessions
from app.people.members.models import Fate, Member, MemberSecret, Role, Standing
from app.people.recognition import recognise
from app.people.viewer import Viewer

Row = TypeVar("Row", bound=Base)

PASSWORD = "velvet orbit mustard"


@cache
def hashed() -> str:
    """Argon2 is slow on purpose; one hash does for everybody."""
    return passwords.hashed(PASSWORD)


class Make:
    """Each method commits, so that the next request sees it."""

    def __init__(self, session: Session, house: House) -> None:
        self.session = session
        self.house = house

    def saved(self, row: Row) -> Row:
        self.session.add(row)
        self.session.commit()
        return row

    def member(
        self,
        name: str,
        circle: Circle | None = None,
        *,
        host: bool = False,
        role: Role = Role.MEMBER,
        standing: Standing = Standing.GOOD,
    ) -> Member:
        """A member with PASSWORD; in the circle if one is given."""
        handle = name.lower()
        member = Member(
            handle=handle,
            name=name,
            email=f"{handle}@example.org",
            password=hashed(),
            role=role,
            standing=standing,
        )
        self.session.add(member)
        self.session.flush()
        self.session.add(MemberSecret(member_id=member.id))
        if circle:
            place = CircleRole.HOST if host else CircleRole.MEMBER
            circles.add(self.session, circle, member.id, place)
        self.session.commit()
        return member

    def leaving(self, member: Member, fate: Fate = Fate.KEEP) -> None:
        """She closes her account; the letter about it says nothing."""

        def write(_letter: str, to: str, **_words: str) -> Mail:
            return Mail(to, "", "", "")

        with self._as(member) as (session, viewer):
            post = accounts.Post(self.house.ring, write, "")
            leaving.close(session, post, viewer, PASSWORD, fate)
        self.session.refresh(member)

    def voiced(self, thread: Thread, by: Member, body: str) -> None:
        """A reply of hers without her name."""
        draft = Draft(body, nonce=keys.token(), anonymous=True)
        with self._as(by) as (session, viewer):
            actions.reply(session, viewer, thread.id, draft)

    def circle(self, name: str = "New mothers", **values: Any) -> Circle:
        circle = Circle(
            slug=name.lower().replace(" ", "-"),
            name=name,
            visibility=values.pop("visibility", Visibility.MEMBERS),
            **values,
        )
        return self.saved(circle)

    def thread(
        self,
        circle: Circle,
        by: Member | None = None,
        *,
        title: str = "First weeks",
        body: str = "Nobody told me about the nights.",
        replies: list[tuple[Member | None, str]] | None = None,
        **values: Any,
    ) -> Thread:
        """A thread by a member, or under a pseudonym nobody owns; replies likewise."""
        now = clock.minute()
        said = [(by, body), *(replies or [])]
        posts = [ArrivedPost(words, now, who.id if who else None) for who, words in said]
        mark = keys.token()
        intent = values.pop("intent", Intent.ADVICE_WELCOME)
        self.session.refresh(circle)
        came = ArrivedThread(title, intent, posts, mark, **values)
        arrivals.take_in(self.session, self.house.ring, circle, came)
        self.session.commit()
        opened = circle.bump - len(posts) + 1
        return self.session.scalars(
            select(Thread).filter_by(circle_id=circle.id, opened=opened)
        ).one()

    def waiting(self, thread: Thread, by: Member, body: str = "In some hours.") -> Waiting:
        """A reply of hers that waits; its circle has to have a crowd."""
        draft = Draft(body, nonce=keys.token(), anonymous=True)
        with self._as(by) as (session, viewer):
            waiting.reply(session, viewer, self.house.ring, thread.id, draft)
            session.flush()
            hers = waiting.mine(session, viewer, self.house.ring)
        return next(one for one in hers if one.envelope.body == body)

    @contextmanager
    def _as(self, member: Member) -> Iterator[tuple[Session, Viewer]]:
        """What she does, in a transaction of its own."""
        self.session.commit()
        with self.house.database.changing() as session:
            token = sessions.start(session, self.house.ring, session.merge(member, load=False))
            session.flush()
            yield session, recognise(session, self.house.ring, token)

    def post(self, thread: Thread, seq: int = 1) -> Post:
        """A post as it is in the table now."""
        question = select(Post).filter_by(thread_id=thread.id, seq=seq)
        return self.session.scalars(question.execution_options(populate_existing=True)).one()
