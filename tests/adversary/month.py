"""Forty-five days of a community: who visits, what she reads, writes and under which name.

The people come and go by chance, which is the same in every run. What they do goes through HTTP;
who wrote what without her name is noted here alone. Moderators are among them, but in no circle.
"""

import random
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.community.threads import envelopes
from app.community.threads.models import Post, Thread
from app.core.keys import base32
from app.people.circles.models import Circle
from app.people.members.models import Member
from app.web.kit.addresses import url
from tests.adversary import deeds
from tests.adversary.deeds import SETTLED
from tests.adversary.moderating import OTHERS_POST, Moderation, Place
from tests.adversary.worlds import World
from tests.make import PASSWORD

OWN_POST = re.compile(r'href="(/p/\w+)/edit"')
AT = re.compile(r"/t/(\w+)(?:/[\w-]+)?(?:\?[\w=&]+)?(?:#p(\d+))?$")


@dataclass
class Person:
    """`hides` is how often she writes without her name in a thread that she is new to. Who has
    closed her account is away `until` a day, mostly for ever."""

    member: Member
    circles: list[str]
    visits: float
    hides: float
    here: datetime | None = None
    until: date | None = None
    hidden_in: dict[str, bool] = field(default_factory=dict)


@dataclass
class Month:
    """`things` is how much is done in a visit, `leaving` how often one of them is the last,
    `reports` how often a page that is read has something reported.

    `truth` names the author of what was written without a name, by the thread's id in base 32 and
    the post's number there. Of these posts, `waited` were published later and `ends` have an
    ending; `leavers` are who has left and had all of hers removed.
    """

    world: World
    people_in: int
    circles_in: int
    things: int
    leaving: float
    reports: float
    truth: dict[Place, Member] = field(default_factory=dict)
    waited: set[Place] = field(default_factory=set)
    ends: set[Place] = field(default_factory=set)
    leavers: set[str] = field(default_factory=set)
    waiting: dict[str, tuple[Person, str]] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random("a month"))
    people: list[Person] = field(default_factory=list)
    threads: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    moderation: Moderation = field(init=False)

    def __post_init__(self) -> None:
        self.moderation = Moderation(self.world, self.reports)

    def at_once(self) -> set[Place]:
        """What was not published later: leaks that are planted in requests say nothing of that."""
        return self.truth.keys() - self.waited

    def removed(self) -> set[Place]:
        """What those wrote who had it removed, as far as it was there when they left."""
        return {place for place, who in self.truth.items() if who.name in self.leavers}

    def judged(self, *whats: str) -> set[Place]:
        """Of what moderators have decided one of these about; of anything, where none is given."""
        done = self.moderation.done
        return set().union(*(done[what] for what in whats or list(done))) & self.truth.keys()

    def authors(self, what: str) -> set[str]:
        """Whom moderators have decided this about, under pseudonyms."""
        return {self.truth[place].name for place in self.judged(what)}

    def settle(self) -> None:
        world, chance = self.world, self.chance
        world.morning -= SETTLED
        world.clock.move_to(world.morning)
        circles = [world.make.circle(f"Circle {n}") for n in range(self.circles_in)]
        for n in range(self.people_in):
            hers = chance.sample(circles, chance.choice([1, 2, 2, 3, 3]))
            self._join(f"Member{n}", hers)
        self.moderation.settle()
        world.morning += SETTLED - timedelta(days=1)
        world.clock.move_to(world.morning)
        world.night()

    def day(self) -> None:
        """Everybody who comes today, one after the other or in between each other."""
        plan = []
        for person in self.people:
            if self._is_there(person) and self.chance.random() < person.visits:
                at = self.world.morning + timedelta(seconds=self.chance.randrange(50_000))
                for _ in range(self.chance.randint(1, self.things)):
                    at += timedelta(seconds=self.chance.randrange(20, 900))
                    plan.append((at, self.chance.random(), person))
        self.moderation.work()
        tended = self.world.morning
        for at, _, person in sorted(plan, key=lambda thing: thing[:2]):
            while self.waiting and tended < at:
                self.world.clock.move_to(tended)
                self._tend()
                tended += envelopes.STEP
            tended = max(tended, at)
            self.world.clock.move_to(at)
            if person.until is None:
                self._do_something(person)

    def _is_there(self, person: Person) -> bool:
        """Who has closed her account may come back by signing in."""
        if person.until == self.world.morning.date():
            deeds.come_back(self.world, person.member.name)
            with self.world.make.session as session:
                person.member = session.get_one(Member, person.member.id, populate_existing=True)
            person.until, person.here = None, self.world.morning
        return person.until is None

    def _tend(self) -> None:
        """See which of those that wait have been published."""
        self.world.tend()
        question = select(Post.thread_id, Post.seq, Post.body, Thread.title)
        with self.world.make.session as session:
            found = session.execute(question.join(Thread).where(Post.body.in_(self.waiting))).all()
        for row in found:
            person, circle = self.waiting.pop(row.body)
            thread = base32(row.thread_id)
            self.truth[thread, row.seq] = person.member
            self.waited.add((thread, row.seq))
            if thread not in self.threads[circle]:
                self.threads[circle].append(thread)
            person.hidden_in[thread] = True

    def _join(self, name: str, circles: list[Circle]) -> None:
        chance = self.chance
        member = self.world.person(name, *circles)
        slugs = [circle.slug for circle in circles]
        self.people.append(
            Person(member, slugs, chance.uniform(0.3, 0.9), chance.choice([0.4, 0.6, 0.8, 0.95]))
        )

    def _do_something(self, person: Person) -> None:
        self._sign_in(person)
        kind = self.chance.random()
        circle = self.chance.choice(person.circles)
        if kind < self.leaving:
            self._leave(person)
        elif kind < 0.03:
            self._something_by_name(person)
        elif kind < 0.16 or not self.threads[circle]:
            self._start(person, circle)
        else:
            self._visit(person, circle, kind)

    def _sign_in(self, person: Person) -> None:
        """Many sign out when they go, and nobody is known any more who was away for a week."""
        now = self.world.morning
        if person.here == now:
            return
        is_away = person.here is None or now - person.here > timedelta(days=6)
        if is_away or self.chance.random() < 0.4:
            self.world.browser(person.member.name).as_(person.member)
        person.here = now

    def _something_by_name(self, person: Person) -> None:
        """She says something else of herself, joins one more circle, has a letter sent, or takes
        a copy of her data and looks at what is hers."""
        web = self.world.browser(person.member.name)
        kind, number = self.chance.randrange(4), self.chance.randrange(1000)
        if kind == 0:
            typed = {"name": person.member.name, "pronouns": "", "time_zone": ""}
            answer = web.post(url("settings_profile"), bio=f"I am here, {number}", **typed)
        elif kind == 1:
            circle = f"circle-{number % self.circles_in}"
            answer = web.post(url("join_circle", circle=circle))
            person.circles = sorted({*person.circles, circle})
        elif kind == 2:
            answer = web.post(url("forgot_password"), email=person.member.email)
        else:
            deeds.look_at_hers(self.world, person.member.name)
            answer = web.post(url("export"), password=PASSWORD, anonymous="on")
        assert answer.status_code in {200, 303}

    def _leave(self, person: Person) -> None:
        """She closes her account; what is said by her name and without it stays or goes."""
        wishes = self.chance.choice(["keep", "remove"]), self.chance.choice([True, False])
        deeds.close(self.world, person.member.name, words=wishes[0], remove=wishes[1])
        person.until = date.max
        if self.chance.random() < 0.3:
            person.until = self.world.morning.date() + timedelta(self.chance.randint(1, 6))
        elif wishes[1]:
            self.leavers.add(person.member.name)

    def _start(self, person: Person, circle: str) -> None:
        hidden = self.chance.random() < person.hides
        typed = {"title": "A thread", "intent": "advice-welcome", "body": "Has anybody been here?"}
        self._write(person, circle, url("start_thread", circle=circle), typed, hidden=hidden)

    def _write(
        self, person: Person, circle: str, way: str, typed: dict[str, Any], *, hidden: bool
    ) -> None:
        """Some posts have an ending, and of those without a name some are published later."""
        how = self.chance.random()
        waits, ends = hidden and how < 0.1, how > 0.85
        if waits:
            typed["body"] += f" {len(self.waiting)}, {len(self.truth)}"
            self.waiting[typed["body"]] = person, circle
        answer = self.world.browser(person.member.name).post(
            way,
            **typed,
            anonymous="on" if hidden else "",
            later="on" if waits else "",
            ending=self.chance.choice(["day", "week"]) if ends else "",
        )
        if answer.status_code == 403:  # she is paused, or too many have left this circle
            self.moderation.refuse(person.member.name, answer.text)
            self.waiting.pop(typed["body"], None)
            return
        assert answer.status_code == 303, answer.text
        if not waits:
            place = self._note(person, answer.headers["location"], hidden=hidden)
            if hidden and ends:
                self.ends.add(place)
            if place[0] not in self.threads[circle]:
                self.threads[circle].append(place[0])

    def _visit(self, person: Person, circle: str, kind: float) -> None:
        """She reads one of the latest threads, mostly one that she has written in, and may write,
        or say a kind word, or think better of what she has written."""
        web = self.world.browser(person.member.name)
        known = [thread for thread in self.threads[circle] if thread in person.hidden_in]
        again = known and self.chance.random() < 0.5
        thread = self.chance.choice(known[-3:] if again else self.threads[circle][-6:])
        answer = web.get(f"/t/{thread}")
        page = web.follow(answer).text if answer.status_code == 303 else answer.text
        if answer.status_code == 404:  # all of it has ended, or is gone with who wrote it
            self.threads[circle].remove(thread)
            return
        self.moderation.before(person.member.name, thread, page)
        if kind < 0.82:
            hidden = person.hidden_in.get(thread, self.chance.random() < person.hides)
            typed = {"body": "So it was with me"}
            self._write(person, circle, f"/t/{thread}/replies", typed, hidden=hidden)
        elif kind < 0.92 and (others := OTHERS_POST.findall(page)):
            word = f"{self.chance.choice(others)}w"
            answer = web.post(f"/t/{thread}/reactions", to=word)
            assert answer.status_code == 303
        elif mine := OWN_POST.findall(page):
            self._think_better(person, self.chance.choice(mine))

    def _think_better(self, person: Person, post: str) -> None:
        web = self.world.browser(person.member.name)
        number = self.chance.randrange(1000)
        typed = {"body": f"Said better, {number}", "content_note": ""}
        answer = web.post(f"{post}/edit", **typed)
        if answer.status_code == 422:  # an opening post has a title
            answer = web.post(f"{post}/edit", title="A thread", **typed)
        assert answer.status_code == 303

    def _note(self, person: Person, location: str, *, hidden: bool) -> Place:
        place = AT.search(location)
        assert place, location
        thread, seq = place[1], int(place[2] or 1)
        person.hidden_in[thread] = hidden
        if hidden:
            self.truth[thread, seq] = person.member
        return thread, seq
