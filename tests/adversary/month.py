"""Forty-five days of a community: who visits, what she reads, writes and under which name.

The people come and go by chance, which is the same in every run. What they do goes through HTTP;
who wrote what without her name is noted here alone.
"""

import random
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.people.circles.models import Circle
from app.people.members.models import Member
from app.web.kit.addresses import url
from tests.adversary.deeds import SETTLED
from tests.adversary.worlds import World

DAYS = 45
OTHERS_POST = re.compile(r'formaction="(/p/\w+/reactions)"')
OWN_POST = re.compile(r'href="(/p/\w+)/edit"')
PLACE = re.compile(r"/t/(\w+)(?:/[\w-]+)?(?:\?after=\d+)?(?:#p(\d+))?$")


@dataclass
class Person:
    """`hides` is how often she writes without her name in a thread that she is new to."""

    member: Member
    circles: list[str]
    visits: float
    hides: float
    here: datetime | None = None
    hidden_in: dict[str, bool] = field(default_factory=dict)


@dataclass
class Month:
    """`things` is how much is done in a visit. `truth` names the author of what was written
    without a name, by the thread's id in base 32 and the post's number there."""

    world: World
    people_in: int
    circles_in: int
    things: int
    truth: dict[tuple[str, int], Member] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random("a month"))
    people: list[Person] = field(default_factory=list)
    threads: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def settle(self) -> None:
        world, chance = self.world, self.chance
        world.morning -= SETTLED
        world.clock.move_to(world.morning)
        circles = [world.make.circle(f"Circle {n}") for n in range(self.circles_in)]
        for n in range(self.people_in):
            hers = chance.sample(circles, chance.choice([1, 2, 2, 3, 3]))
            self._join(f"Member{n}", hers)
        world.morning += SETTLED - timedelta(days=1)
        world.clock.move_to(world.morning)
        world.night()

    def day(self) -> None:
        """Everybody who comes today, one after the other or in between each other."""
        plan = []
        for person in self.people:
            if self.chance.random() < person.visits:
                at = self.world.morning + timedelta(seconds=self.chance.randrange(50_000))
                for _ in range(self.chance.randint(1, self.things)):
                    at += timedelta(seconds=self.chance.randrange(20, 900))
                    plan.append((at, self.chance.random(), person))
        for at, _, person in sorted(plan, key=lambda thing: thing[:2]):
            self.world.clock.move_to(at)
            self._do_something(person)

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
        if kind < 0.02:
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
        """She says something else of herself, joins one more circle, or has a letter sent."""
        web = self.world.browser(person.member.name)
        kind, number = self.chance.randrange(3), self.chance.randrange(1000)
        if kind == 0:
            typed = {"name": person.member.name, "pronouns": "", "time_zone": ""}
            answer = web.post(url("settings_profile"), bio=f"I am here, {number}", **typed)
        elif kind == 1:
            circle = f"circle-{number % self.circles_in}"
            answer = web.post(url("join_circle", circle=circle))
            person.circles = sorted({*person.circles, circle})
        else:
            answer = web.post(url("forgot_password"), email=person.member.email)
        assert answer.status_code in {200, 303}

    def _start(self, person: Person, circle: str) -> None:
        web = self.world.browser(person.member.name)
        hidden = self.chance.random() < person.hides
        typed = {"title": "A thread", "intent": "advice-welcome", "body": "Has anybody been here?"}
        answer = web.post(
            url("start_thread", circle=circle), **typed, anonymous="on" if hidden else ""
        )
        thread = self._note(person, answer.headers["location"], hidden=hidden)
        self.threads[circle].append(thread)

    def _visit(self, person: Person, circle: str, kind: float) -> None:
        """She reads one of the latest threads, mostly one that she has written in, and may write,
        or say a kind word, or think better of what she has written."""
        web = self.world.browser(person.member.name)
        known = [thread for thread in self.threads[circle] if thread in person.hidden_in]
        again = known and self.chance.random() < 0.5
        thread = self.chance.choice(known[-3:] if again else self.threads[circle][-6:])
        page = web.get(f"/t/{thread}").text
        if kind < 0.82:
            hidden = person.hidden_in.get(thread, self.chance.random() < person.hides)
            answer = web.post(
                f"/t/{thread}/replies", body="So it was with me", anonymous="on" if hidden else ""
            )
            self._note(person, answer.headers["location"], hidden=hidden)
        elif kind < 0.92 and (others := OTHERS_POST.findall(page)):
            answer = web.post(self.chance.choice(others), kind="with-you")
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

    def _note(self, person: Person, location: str, *, hidden: bool) -> str:
        place = PLACE.search(location)
        assert place, location
        thread, seq = place[1], int(place[2] or 1)
        person.hidden_in[thread] = hidden
        if hidden:
            self.truth[thread, seq] = person.member
        return thread
