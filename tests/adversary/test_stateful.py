"""Whatever members do, in whatever order: what is written stays within bounds, and adds up."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule
from hypothesis.stateful import run_state_machine_as_test as run
from sqlalchemy import delete, func, select

from app import tables
from app.community.threads.models import Post, PostState, Reaction, Thread
from app.core.keys import base32, from_base32
from app.core.limits import Limiter
from app.people.anonymity.bundles import Shelf
from app.people.anonymity.models import ReadBundle, Voice
from app.people.circles.models import Circle
from app.people.members.models import SessionRow
from app.web.community.leaf import Leaves
from app.web.kit.addresses import url
from tests.adversary.test_write_set import writing
from tests.adversary.worlds import World

# What is written in threads is in these tables, whoever does it; none of them is a member's.
THREADS = {"circles", "threads", "voices", "posts", "reactions", "revisions"}
OWN = re.compile(r'href="/p/(\w+)/edit"')
PEOPLE = ("Amina", "Bea", "Cleo")
WHO = st.sampled_from(PEOPLE)
HERSELF = st.sampled_from([True, True, False])
HIDDEN = st.sampled_from(["on", ""])
SHORT = settings(phases=[Phase.generate])
KINDS = st.sampled_from(["with-you", "thanks"])


@dataclass(frozen=True)
class Said:
    """A post, as the one who wrote it knows it; ids are in base 32."""

    id: str
    thread: str
    seq: int
    author: str


class Community(RuleBasedStateMachine):
    """Three members in a circle; each run begins with empty tables and the same chance."""

    world: ClassVar[World]
    posts = Bundle("posts")

    def __init__(self) -> None:
        super().__init__()
        self._empty()
        self.circle = self.world.make.circle("Room", crowd=30)
        self.hers: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.last = ""
        for name in PEOPLE:
            self.world.as_(name).as_(self.world.person(name, self.circle))

    @rule(target=posts, who=WHO, hidden=HIDDEN)
    def start(self, who, hidden):
        fields = {"title": "A thread", "body": "Words", "intent": "celebrate"}
        answer = self._send(
            who, url("start_thread", circle=self.circle.slug), **fields, anonymous=hidden
        )
        return self._said(who, answer.headers["location"].split("/")[2], 1)

    @rule(target=posts, who=WHO, to=posts, hidden=HIDDEN)
    def reply(self, who, to, hidden):
        answer = self._send(who, f"/t/{to.thread}/replies", body="More", anonymous=hidden)
        if answer.status_code == 404:  # its opening post was deleted, and with it the thread
            return multiple()
        return self._said(who, to.thread, int(answer.headers["location"].partition("#p")[2]))

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
        for table, column in ((ReadBundle, ReadBundle.owner), (SessionRow, SessionRow.h)):
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
            for table in reversed(tables.metadata().sorted_tables):
                session.execute(delete(table))
        world.house = replace(world.house, limiter=Limiter(), shelf=Shelf(world.house.ring))
        world.app.state.house, world.app.state.leaves = world.house, Leaves()
        world.browsers.clear()
        world.steps = 0

    def _send(self, who, path, **typed):
        with writing(self.world.house) as written:
            answer = self.world.as_(who).post(path, **typed)
        assert answer.status_code in {303, 403, 404}, answer.text
        assert written.tables <= THREADS
        return answer

    def _said(self, who, thread, seq):
        wanted = select(Post.id).where(Post.thread_id == from_base32(thread), Post.seq == seq)
        said = Said(base32(self._ask(wanted)[0][0]), thread, seq, who)
        self.hers[who, thread].add(said.id)
        self.last = thread
        return said

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
        run(Community, settings=settings(SHORT, max_examples=30, stateful_step_count=20))
