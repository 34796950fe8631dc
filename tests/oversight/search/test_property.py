"""Whatever a world is like: a search returns a post or a pathway only where its page shows it to
who looks, and finds every one that a page shows her by a word of it."""

from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.community.pathways.events import PathwayChanged
from app.community.pathways.models import Audience, Pathway, PathwayState
from app.community.threads.models import Post, Thread
from app.core.events import publish
from app.core.keys import base32
from app.people.circles import actions
from app.people.circles.models import Visibility
from app.people.house import check_keys
from app.people.members import sessions
from app.people.recognition import recognise
from app.people.safety.shields import read
from app.people.subjects import Deed, Given
from app.web.kit.addresses import url
from tests import unguarded
from tests.house.test_surfaces import unfolded
from tests.oversight.search.finding import everything

NAMES = ("Ada", "Bo", "Cy")
ALL = "everywhere"
EXAMPLES = 8

circles = st.tuples(st.sampled_from([*Visibility]), st.lists(st.booleans(), min_size=3, max_size=3))
posts = st.lists(st.sampled_from([None, 0, 1, 2]), min_size=1, max_size=3)
# Each in a room, for whom, whether it is shown, and what moderators have made of it.
pathways = st.tuples(
    st.integers(0, 2), st.sampled_from([*Audience]), st.booleans(), st.sampled_from([*PathwayState])
)
threads = st.tuples(st.integers(0, 2), posts)
deeds = st.tuples(
    st.sampled_from(
        [
            *("hide", "remove", "hide thread", "move", "redact", "delete", "edit", "undo"),
            *("block", "mute", "mute thread", "mute voice", "mute phrase", "mute circle", "reply"),
        ]
    ),
    st.integers(0, 2),
    st.integers(0, 8),
)


@dataclass
class World:
    """Each post says one word that no other says, and one that all say."""

    web: object
    make: object
    people: list
    rooms: list
    done: list = field(default_factory=list)
    said: int = 0

    def word(self):
        self.said += 1
        return f"word{self.said}x"

    def body(self):
        return f"{ALL} {self.word()}"

    @property
    def posts(self):
        return self._fresh(Post, Post.thread_id, Post.seq)

    @property
    def pathways(self):
        return self._fresh(Pathway, Pathway.id)

    @property
    def threads(self):
        return self._fresh(Thread, Thread.id)

    def lay(self, n, room, audience, shown, state):
        """A pathway."""
        with self.make.house.database.changing() as session:
            row = Pathway(slug=f"way-{n}", circle_id=self.rooms[room].id, title="A way")
            row.intro, row.audience, row.shown, row.state = self.body(), audience, shown, state
            session.add(row)
            session.flush()
            publish(session, PathwayChanged(pathway_id=row.id))

    def _fresh(self, model, *order):
        self.make.session.expire_all()
        return list(self.make.session.scalars(select(model).order_by(*order)))

    def do(self, kind, row, deed):
        subject, number = self.make.house.subjects.of_kind(kind), base32(row.id)
        to = self.rooms[row.id % len(self.rooms)].slug
        given = Given(words=self.body(), heading=f"Heading {self.word()}", circle=to)
        with self.make.house.database.changing() as session:
            before = subject.do(session, number, deed, given)
        self.done.append((subject, number, deed, before))

    def undo(self):
        while self.done and self.done[-1][2] is Deed.REDACT:
            self.done.pop()
        if self.done:
            subject, number, deed, before = self.done.pop()
            with self.make.house.database.changing() as session:
                subject.undo(session, number, deed, before)


def act(world, name, who, which):
    """What somebody does; where it cannot be done nothing happens."""
    there, she = world.posts, world.web.as_(world.people[who])
    if not there:
        return
    post = there[which % len(there)]
    thread = world.make.session.get(Thread, post.thread_id)
    other = NAMES[(who + 1) % 3].lower()
    ways = {
        "hide": lambda: world.do("post", post, Deed.HIDE),
        "remove": lambda: world.do("post", post, Deed.REMOVE),
        "redact": lambda: world.do("post", post, Deed.REDACT),
        "hide thread": lambda: world.do("thread", thread, Deed.HIDE),
        "move": lambda: world.do("thread", thread, Deed.MOVE),
        "undo": world.undo,
        "delete": lambda: she.post(url("delete_post", post_id=post.id)),
        "edit": lambda: she.post(
            url("edit_post", post_id=post.id), body=world.body(), title=f"Title {world.word()}"
        ),
        "block": lambda: she.post(f"/m/{other}/block", change="block"),
        "mute": lambda: she.post(f"/m/{other}/block", change="mute"),
        "mute thread": lambda: she.post(url("mute_thread", thread_id=thread.id), on="yes"),
        "mute voice": lambda: she.post(url("mute_post", post_id=post.id), on="yes"),
        "mute phrase": lambda: she.post(url("mute_phrase"), phrase=post.body.split()[-1]),
        "mute circle": lambda: she.post(
            url("mute_circle", circle=world.rooms[which % 3].slug), on="yes"
        ),
        "reply": lambda: she.post(
            url("reply", thread_id=thread.id), body=world.body(), anonymous="on" * (which % 2)
        ),
    }
    ways[name]()


@contextmanager
def built(web, make, rooms, talks, ways):
    """A world of its own, and nothing of it afterwards."""
    people = [make.member(name) for name in NAMES]
    made = []
    for n, (visibility, within) in enumerate(rooms):
        made.append(make.circle(f"Room {n}", visibility=visibility, crowd=30))
        for who, member in enumerate(people):
            if within[who]:
                actions.add(make.session, made[-1], member.id)
        make.session.commit()
    world = World(web, make, people, made)
    for room, authors in talks:
        by = [None if who is None else people[who] for who in authors]
        said = [(who, world.body()) for who in by]
        first, *rest = said
        title = f"Title {world.word()}"
        make.thread(made[room], first[0], title=title, body=first[1], replies=rest)
    for n, way in enumerate(ways):
        world.lay(n, *way)
    try:
        yield world
    finally:
        make.session.rollback()
        with make.house.database.changing() as session:
            unguarded.empty(session)
        check_keys(make.house.database, make.house.ring)
        make.session.expunge_all()


def shown(world, viewer):
    """The posts that the pages show whoever looks unfolded, with their words, as far as a list
    lets their thread through."""
    found = {}
    quiet = _quiet(world, viewer)
    for thread in world.threads:
        answer = world.web.get(url("thread", thread_id=thread.id))
        page = world.web.follow(answer) if answer.status_code == 303 else answer
        if page.status_code != 200 or thread.id in quiet:
            continue
        words = unfolded(page.text)
        for post in world.posts:
            if post.thread_id == thread.id and post.body and post.body.split()[-1] in words:
                found[post.id] = post.body.split()[-1]
    return found


def paths_shown(world, viewer):
    """The pathways that are shown and whose pages open, with their words."""
    away = _away(world, viewer)
    return {
        f"/pathways/{row.slug}": row.intro.split()[-1]
        for row in world.pathways
        if world.web.get(f"/pathways/{row.slug}").status_code == 200
        and row.circle_id not in away
        and row.shown
    }


def _away(world, viewer):
    """The circles that she has muted."""
    return set() if viewer is None else _shield(world, viewer).circles


def _quiet(world, viewer):
    """The threads that a list leaves out for her: her own choice, by what she has written down."""
    if viewer is None:
        return set()
    shield = _shield(world, viewer)
    opened = {p.thread_id for p in world.posts if p.seq == 1 and p.author_id in shield.quiet}
    away = {t.id for t in world.threads if t.circle_id in shield.circles}
    return opened | away | set(shield.threads)


def _shield(world, viewer):
    with world.make.house.database.changing() as session:
        token = sessions.start(session, world.make.house.ring, session.merge(viewer, load=False))
        session.flush()
        me = recognise(session, world.make.house.ring, token).me
        return read(session, world.make.house.ring, me.shield())


@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    rooms=st.lists(circles, min_size=3, max_size=3),
    talks=st.lists(threads, min_size=1, max_size=4),
    ways=st.lists(pathways, max_size=3),
    acts=st.lists(deeds, max_size=8),
)
@pytest.mark.timeout(600)
def test_a_search_is_what_the_pages_show(web, make, rooms, talks, ways, acts):
    with built(web, make, rooms, talks, ways) as world:
        for deed in acts:
            act(world, *deed)
        for viewer in (None, *world.people):
            web.as_(viewer) if viewer else web.visitor()
            expected, laid = shown(world, viewer), paths_shown(world, viewer)

            found = set(everything(web, ALL))
            there = {path.split("/")[2] for path in found if not path.startswith("/pathways/")}
            assert {path for path in found if path.startswith("/pathways/")} == set(laid)
            by_thread = {post.thread_id: post.id for post in world.posts if post.seq == 1}
            numbers = {base32(number): number for number in expected}
            openings = {base32(t): base32(by_thread[t]) for t in by_thread}
            assert {openings.get(one, one) for one in there} == set(numbers)
            for word in [*expected.values(), *laid.values()]:
                assert len(everything(web, word)) == 1, word
