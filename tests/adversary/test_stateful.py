"""Whatever members do, in whatever order: what is written stays within bounds, and adds up."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule
from hypothesis.stateful import run_state_machine_as_test as run
from sqlalchemy import func, select

from app import wiring
from app.community.threads import removals
from app.community.threads.models import Post, PostState, Reaction, Thread, WaitingPost
from app.core import clock
from app.core.keys import base32, from_base32
from app.core.limits import Limiter
from app.people.anonymity.bundles import Shelf
from app.people.anonymity.models import ReadBundle, Voice
from app.people.circles.models import Circle
from app.people.members.models import Member, SessionRow
from app.web.community.leaf import Leaves
from app.web.kit.addresses import url
from tests.adversary import deeds
from tests.adversary.test_write_set import writing
from tests.adversary.worlds import BEGINNING, World
from tests.unguarded import empty

# What is written in threads is in these tables, whoever does it; none of them is a member's but
# for what somebody is told.
THREADS = {"circles", "threads", "voices", "posts", "reactions", "revisions", "waiting_posts"}
THREADS |= {"noted_counts", "notifications", "search"}
OWN = re.compile(r'href="/p/(\w+)/edit"')
PEOPLE = ("Amina", "Bea", "Cleo")
WHO = st.sampled_from(PEOPLE)
HERSELF = st.sampled_from([True, True, False])
HOW = st.sampled_from(
    [
        {},
        {"ending": "day"},
        {"anonymous": "on"},
        {"anonymous": "on", "ending": "day"},
        {"anonymous": "on", "later": "on"},
        {"anonymous": "on", "later": "on", "ending": "day"},
    ]
)
AS_ME = {"anonymous": ""}
SHORT = settings(phases=[Phase.generate])
KINDS = st.sampled_from(["with-you", "thanks"])


@dataclass(frozen=True)
class Said:
    """A post, as the one who wrote it knows it; ids are in base 32. It may have a last day."""

    id: str
    thread: str
    seq: int
    author: str
    hidden: bool
    ends: date | None


class Community(RuleBasedStateMachine):
    """Three members in a circle; each run begins with empty tables and the same chance."""

    world: ClassVar[World]
    posts = Bundle("posts")

    def __init__(self) -> None:
        super().__init__()
        self._empty()
        self.circle = self.world.make.circle("Room", crowd=30)
        self.hers: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.waiting: dict[str, tuple[str, dict[str, str]]] = {}
        self.written: dict[str, Said] = {}
        self.last = ""
        for name in PEOPLE:
            self.world.person(name, self.circle)
        self._sign_in_all()

    @rule(target=posts, who=WHO, how=HOW)
    def start(self, who, how):
        fields = {"title": "A thread", "body": self._words(who, how), "intent": "celebrate"}
        answer = self._send(who, url("start_thread", circle=self.circle.slug), **fields, **how)
        if "later" in how:
            return multiple()
        return self._said(who, answer.headers["location"].split("/")[2], 1, how)

    @rule(target=posts, who=WHO, to=posts, how=HOW)
    def reply(self, who, to, how):
        answer = self._send(
            who, f"/t/{to.thread}/replies", body=self._words(who, how), **AS_ME | how
        )
        if answer.status_code == 404 or "later" in how:
            # Its opening post was deleted, and with it the thread; or it waits.
            return multiple()
        return self._said(who, to.thread, int(answer.headers["location"].partition("#p")[2]), how)

    @rule(who=WHO, post=posts, herself=HERSELF)
    def edit(self, who, post, herself):
        who = post.author if herself else who
        title = {"title": "A better title"} if post.seq == 1 else {}
        answer = self._send(who, f"/p/{post.id}/edit", body="Better", **title)
        assert (answer.status_code == 303) is self._is_hers(who, post)

    @rule(who=WHO, post=posts, herself=HERSELF)
    def delete(self, who, post, herself):
        who = post.author if herself else who
        is_hers = self._is_hers(who, post)
        answer = self._send(who, f"/p/{post.id}/delete")
        assert (answer.status_code == 303) is is_hers
        self.hers[who, post.thread].discard(post.id)

    @rule(who=WHO, post=posts, kind=KINDS)
    def react(self, who, post, kind):
        answer = self._send(who, f"/p/{post.id}/reactions", kind=kind)
        is_there = post.id in self.hers[post.author, post.thread]
        assert (answer.status_code == 303) is (is_there and post.author != who)

    @rule(who=WHO, post=posts, on=st.sampled_from(["yes", "no"]))
    def follow(self, who, post, on):
        self._send(who, f"/t/{post.thread}/follow", on=on)

    @rule(who=WHO)
    def sign_in_again(self, who):
        self.world.as_(who).post("/sign-out")
        self.world.sign_in(who)

    @rule()
    def an_hour_passes(self):
        self.world.house.flush()

    @rule(target=posts)
    def a_day_passes(self):
        """What waits is published; what was to end has ended."""
        return multiple(*self._days(1))

    @rule(target=posts, who=WHO, remove=st.booleans(), days=st.sampled_from([0, 0, 3]))
    def close_and_come_back(self, who, remove, days):
        """What is gone by then was written without a name by her who wanted that, or has ended."""
        deeds.close(self.world, who, remove=remove)
        if remove:
            self.waiting = {w: (by, how) for w, (by, how) in self.waiting.items() if by != who}
        published = self._days(days)
        self._miss(who if remove else "")
        deeds.come_back(self.world, who)
        return multiple(*published)

    @invariant()
    def her_buttons_are_on_her_posts_and_nowhere_else(self):
        for who in PEOPLE if self.last else ():
            page = self.world.browser(who).get(f"/t/{self.last}")
            assert set(OWN.findall(page.text)) == self.hers[who, self.last]

    @invariant()
    def no_blind_value_is_in_two_places(self):
        places = defaultdict(set)
        for thread, token in self._rows(Voice.thread_id, Voice.token):
            places[token].add(thread)
        for post, reactor in self._rows(Reaction.post_id, Reaction.reactor):
            places[reactor].add(post)
        for post, submit_key in self._rows(Post.id, Post.submit_key):
            places[submit_key].add(post)
        for table, column in (
            (ReadBundle, ReadBundle.owner),
            (SessionRow, SessionRow.h),
            ("owner", WaitingPost.owner),
            ("form", WaitingPost.submit_key),
        ):
            for (token,) in self._rows(column):
                places[token].add(table)
        assert [token for token, found in places.items() if len(found) > 1] == []

    @invariant()
    def every_voice_that_speaks_is_one_of_its_thread(self):
        speaking = {row for row in self._rows(Post.thread_id, Post.voice) if row[1]}
        assert speaking <= set(self._rows(Voice.thread_id, Voice.token))

    @invariant()
    def counts_are_what_can_be_seen(self):
        shown = func.count().filter(Post.seq > 1, Post.state == PostState.SHOWN)
        there = select(Post.thread_id, shown, func.max(Post.seq)).group_by(Post.thread_id)
        kept = self._rows(Thread.id, Thread.replies, Thread.nseq)
        assert sorted(kept) == sorted(tuple(row) for row in self._ask(there))

    @invariant()
    def the_order_of_threads_is_that_of_their_latest_posts(self):
        [(counter,)] = self._rows(Circle.bump)
        bumps = [bump for (bump,) in self._rows(Thread.bump)]
        assert len(set(bumps)) == len(bumps)
        assert max(bumps, default=0) <= counter

    def _empty(self):
        """As after a new start on an empty database."""
        world = self.world
        with world.house.database.changing() as session:
            empty(session)
        fresh = replace(world.house, limiter=Limiter(), board=wiring.new_board())
        world.house = replace(fresh, shelf=Shelf(fresh.ring))
        world.app.state.house, world.app.state.leaves = world.house, Leaves()
        world.browsers.clear()
        world.clock.move_to(BEGINNING)
        world.steps = 0

    def _send(self, who, path, **typed):
        with writing(self.world.house) as written:
            answer = self.world.as_(who).post(path, **typed)
        assert answer.status_code in {303, 403, 404}, answer.text
        assert written.tables <= THREADS
        return answer

    def _words(self, who, how):
        """Each that wait are other ones, so that they are known when they stand."""
        words = f"Words {self.world.steps}"
        if "later" in how:
            self.waiting[words] = who, how
        return words

    def _said(self, who, thread, seq, how):
        wanted = select(Post.id).where(Post.thread_id == from_base32(thread), Post.seq == seq)
        ends = clock.today() + timedelta(days=1) if "ending" in how else None
        said = Said(base32(self._ask(wanted)[0][0]), thread, seq, who, "anonymous" in how, ends)
        self.hers[who, thread].add(said.id)
        self.written[said.id] = said
        self.last = thread
        return said

    def _days(self, number):
        """What is done on so many days; what was published in them."""
        published = []
        for _ in range(number):
            self.world.clock.shift(timedelta(days=1))
            self.world.tend()
            with self.world.house.database.changing() as session:
                removals.carry_out(session, self.world.house.ring)
            for said in self.written.values():
                if said.ends and said.ends <= clock.today():
                    self.hers[said.author, said.thread].discard(said.id)
            published += self._published()
        self._sign_in_all()
        return published

    def _published(self):
        """What waited a day ago, as far as its thread was still there."""
        for body, thread_id, seq in self._rows(Post.body, Post.thread_id, Post.seq):
            if body in self.waiting:
                who, how = self.waiting[body]
                yield self._said(who, base32(thread_id), seq, how)
        self.waiting.clear()

    def _miss(self, who):
        """Only what she wrote without her name may be gone."""
        shown = select(Post.id).where(Post.state == PostState.SHOWN)
        there = {base32(post_id) for (post_id,) in self._ask(shown)}
        for mine in self.hers.values():
            for gone in mine - there:
                assert self.written[gone].author == who
                assert self.written[gone].hidden
            mine.intersection_update(there)

    def _sign_in_all(self):
        """All who are there: nobody is known any more who was away for a week."""
        there = select(Member).execution_options(populate_existing=True)
        with self.world.make.session as session:
            members = {member.name: member for member in session.scalars(there)}
        for name in PEOPLE:
            if name in members:
                self.world.as_(name).as_(members[name])

    def _is_hers(self, who, post):
        return post.id in self.hers[who, post.thread]

    def _rows(self, *columns):
        return [tuple(row) for row in self._ask(select(*columns))]

    def _ask(self, question):
        with self.world.make.session as session:
            return session.execute(question).all()


@pytest.mark.timeout(300)
def test_what_is_written_adds_up_and_stays_where_it_belongs(new_world):
    with new_world() as world:
        Community.world = world
        # What fails is shown as it came: making it shorter takes minutes.
        run(Community, settings=settings(SHORT, max_examples=20, stateful_step_count=20))
