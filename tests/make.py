"""Makers of test data: only what a test names matters, the rest is plausible."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.messages import actions as messages
from app.community.messages import handing, writing
from app.community.threads import actions, arrivals, held, waiting
from app.community.threads.arrivals import ArrivedPost, ArrivedThread
from app.community.threads.held_models import HeldPost
from app.community.threads.models import Intent, Post, Thread
from app.community.threads.posting import Draft
from app.community.threads.waiting import Waiting
from app.core import clock, events, keys
from app.core.db import Base
from app.core.outbox import Mail
from app.oversight.moderation import appeals, decisions, holds, reports, talks
from app.oversight.moderation.appeals import Hearing
from app.oversight.moderation.desk import Desk, Ruling
from app.oversight.moderation.holds_models import HoldRule, RuleKind
from app.oversight.moderation.models import Action, Case, Decision, Outcome, Reason, Report
from app.oversight.notifications.models import Notification
from app.people import leaving
from app.people.circles import actions as circles
from app.people.circles.models import Circle, CircleRole, Visibility
from app.people.evidence import actions as evidence
from app.people.evidence.drawers import Entry, Words
from app.people.house import House
from app.people.members import accounts, passwords, sessions
from app.people.members.models import Fate, Member, MemberSecret, Role, Standing
from app.people.noted import counts
from app.people.noted.events import Kind
from app.people.recognition import recognise
from app.people.subjects import SubjectRef
from app.people.viewer import Viewer

Row = TypeVar("Row", bound=Base)

PASSWORD = "velvet orbit mustard"


@cache
def hashed() -> str:
    """Argon2 is slow on purpose; one hash does for everybody."""
    return passwords.hashed(PASSWORD)


Thing = Post | Thread | Member


def _address(thing: Thing) -> SubjectRef:
    """Its kind, and its id as it stands in addresses."""
    if isinstance(thing, Member):
        return SubjectRef("profile", thing.handle)
    return SubjectRef("post" if isinstance(thing, Post) else "thread", keys.base32(thing.id))


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
            leaving.close(session, post, viewer, fate, self.house.settings.retention_closed)
        self.session.refresh(member)

    def voiced(self, thread: Thread, by: Member, body: str) -> None:
        """A reply of hers without her name."""
        draft = Draft(body, nonce=keys.token(), anonymous=True)
        with self._as(by) as (session, viewer):
            actions.reply(session, viewer, self.house.ring, thread.id, draft)

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
        events.deliver(self.session)
        self.session.commit()
        opened = circle.bump - len(posts) + 1
        return self.session.scalars(
            select(Thread).filter_by(circle_id=circle.id, opened=opened)
        ).one()

    def newest_thread(self) -> Thread:
        """The one that was opened last in its circle."""
        return self.session.scalars(select(Thread).order_by(Thread.opened.desc()).limit(1)).one()

    def joins(self, member: Member, circle: Circle) -> None:
        circles.add(self.session, circle, member.id)
        self.session.commit()

    def evidence(self, by: Member, what: str = "I ran the meeting.", **words: str) -> Entry:
        """An entry in her evidence file."""
        with self._as(by) as (session, viewer):
            said = Words(what, **words)
            return evidence.keep(session, viewer, self.house.ring, said, keys.token())

    def waiting(self, thread: Thread, by: Member, body: str = "In some hours.") -> Waiting:
        """A reply of hers that waits; its circle has to have a crowd."""
        draft = Draft(body, nonce=keys.token(), anonymous=True)
        with self._as(by) as (session, viewer):
            waiting.reply(session, viewer, self.house.ring, thread.id, draft)
            session.flush()
            hers = waiting.mine(session, viewer, self.house.ring)
        return next(one for one in hers if one.envelope.body == body)

    def conversation(self, one: Member, other: Member, *words: str) -> int:
        """What they write to each other, in turns; the second lets the first one write."""
        with self._as(other) as (session, viewer):
            messages.let(session, self.house.ring, viewer, one.id, on=True)
        here = 0
        for n, body in enumerate(words):
            by, to = (other, one) if n % 2 else (one, other)
            with self._as(by) as (session, viewer):
                draft = writing.Draft(body, keys.token())
                here, _n = writing.write(session, self.house.ring, viewer, to.id, draft)
        return here

    def notification(self, member: Member, post: Post) -> Notification:
        """She is told of a mention there."""
        n = counts.next_for(self.session, member.id)
        thing = ("post", keys.base32(post.id))
        return self.saved(
            Notification(
                member_id=member.id,
                n=n,
                kind=Kind.MENTION,
                thing_kind=thing[0],
                thing_id=thing[1],
                circle_id=None,
            )
        )

    def shown(self, conversation_id: int, by: Member, *chosen: int) -> Report:
        """She shows the messages of these numbers to the moderators; the report is on `case_id`."""
        with self._as(by) as (session, viewer):
            ring, nonce = self.house.ring, keys.token()
            ref = handing.hand_over(session, ring, viewer, conversation_id, chosen, nonce)
            found = self.house.subjects.known(session, [ref])[ref]
            return reports.report(session, viewer, ring, found, Reason.UNKIND, "")

    def report(
        self, thing: Thing, by: Member, reason: Reason = Reason.UNKIND, note: str = ""
    ) -> Report:
        """She reports a post, a thread or somebody's profile; the report is on `case_id`."""
        with self._as(by) as (session, viewer):
            found = self.house.subjects.find(session, viewer, _address(thing))
            return reports.report(session, viewer, self.house.ring, found, reason, note)

    def decision(
        self, case_id: int, by: Member, action: Action = Action.HIDE, words: str = "", **more: Any
    ) -> Decision:
        """She decides the case, with this statement; the letter to its author goes nowhere."""
        ruling = Ruling(action, Reason.UNKIND, words or f"Because of {action}.", **more)
        with self._as(by) as (session, viewer):
            return decisions.decide(self._desk(session, viewer), case_id, ruling)

    def decided(self, thing: Thing, *hands: Member, **ruling: Any) -> Decision:
        """The first has reported it, the second decides."""
        reporter, moderator = hands
        return self.decision(self.report(thing, reporter).case_id, moderator, **ruling)

    def hearing(
        self, decision: Decision, by: Member, outcome: Outcome, words: str = "We heard you."
    ) -> None:
        with self._as(by) as (session, viewer):
            appeals.hear(self._desk(session, viewer), decision.id, Hearing(outcome, words))

    def asked(self, case_id: int, by: Member, words: str, report_id: int = 0) -> None:
        """The team says something to the author, or to this reporter."""
        with self._as(by) as (session, viewer):
            case = session.get_one(Case, case_id, with_for_update=True)
            talks.tell(session, case, report_id, words, viewer.id)

    def _desk(self, session: Session, viewer: Viewer) -> Desk:
        return Desk(session, viewer, self.house.subjects, lambda _member: None, self.house.ring)

    def rule(
        self,
        kind: str,
        pattern: str = "",
        number: int = 0,
        *,
        circle: Circle | None = None,
        on: bool = True,
    ) -> HoldRule:
        """A rule by which posts are held, named for what it looks at."""
        rule = HoldRule(name=f"The rule: {kind}", kind=RuleKind(kind))
        rule.pattern, rule.number, rule.on = pattern, number, on
        rule.circle_id = circle.id if circle else None
        return self.saved(rule)

    def held(
        self,
        thread: Thread,
        by: Member,
        body: str = "See example.com",
        *,
        kept_until: date | None = None,
    ) -> HeldPost:
        """A reply of hers that waits for a moderator, with its case, or was refused."""
        draft = Draft(body, nonce=keys.token())
        rule = HoldRule(name="The rule: link", kind=RuleKind.LINK)
        with self._as(by) as (session, viewer):
            _thread, row = held.reply(session, viewer, self.house.ring, thread.id, draft)
            assert isinstance(row, HeldPost)
            row.kept_until = kept_until
            ref = SubjectRef("held", keys.base32(row.id))
            holds.bring(session, self.house.subjects, rule, ref)
        return row

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
