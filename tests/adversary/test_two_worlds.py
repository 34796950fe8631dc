"""Two worlds that differ only in who wrote without her name are the same to everybody else.

In each the same is done in the same minutes under every name, and both friends read the same; but
what is written without a name in two threads is written by one friend, by the other, or by both.
Everything is compared that an adversary could come by: each night's copy of every table, logs,
letters, files, and each page for everybody else.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random
from unittest import mock

import pytest
from sqlalchemy.orm import Session

from app.community.threads import removals
from app.core.keys import Keyring
from tests.adversary import crawl, deeds, evidence, plants
from tests.adversary.deeds import CLOSED, FRIENDS, HER, HER_TOO, OPEN, OTHERS
from tests.adversary.evidence import Evidence
from tests.adversary.plants import Plant
from tests.adversary.worlds import BEGINNING, World

# Each plays a fortnight twice, on a machine that does other things as well.
pytestmark = pytest.mark.timeout(600)

FIRST_GONE = 8  # days after the beginning: Cleo has been away for one
Authors = tuple[str, str]


@dataclass
class Story:
    """What happens, day by day. `first` writes without her name in a thread of the open circle,
    `second` in one of the closed circle and in threads that she opens herself."""

    world: World
    first: str
    second: str

    def tell(self) -> None:
        days = (self.names, self.silence, self.voices, self.answers, self.second_thoughts)
        for day in (*days, self.judged, self.heard):
            day()
            self.world.night()

    def leave(self) -> None:
        """Both close their accounts, come back after some days, and then leave for good."""
        for day in (self.first_closing, self.second_closing):
            day()
            self.world.night()
        self._nights(3)
        for who in (HER, HER_TOO):
            deeds.come_back(self.world, who)
        self._authors_look()
        self._both_read(self.open, self.own)
        self.world.night()
        for who, words in ((HER, "keep"), (HER_TOO, "remove")):
            deeds.close(self.world, who, words=words)
        self._nights(16)

    def names(self) -> None:
        """Bea is known in the open thread by her name; Cleo comes later and says nothing."""
        self.open = deeds.start(self.world, "Dora", OPEN, "the nights")
        self.closed = deeds.start(self.world, "Edith", CLOSED, "going back")
        deeds.reply(self.world, HER, self.open, "I kept a lamp on")
        deeds.look_in(self.world, HER, OPEN)

    def silence(self) -> None:
        self._both_read(self.open, self.closed)

    def voices(self) -> None:
        """Some of it waits for some hours, and some is to stand for a day."""
        later, day = {"later": "on"}, {"ending": "day"}
        deeds.reply(self.world, self.second, self.closed, "Nor shall I", hidden=True, **later)
        deeds.start(self.world, self.second, OPEN, "an old wish", hidden=True, **later | day)
        deeds.reply(self.world, self.first, self.open, "I cannot say this at home", hidden=True)
        deeds.reply(self.world, self.second, self.closed, "Nor can I", hidden=True)
        self.own = deeds.start(self.world, self.second, OPEN, "leaving him", hidden=True)
        self.gone = deeds.start(self.world, self.second, OPEN, "a mistake", hidden=True)
        self._both_read(self.open, self.closed, self.own, self.gone)
        for who in (HER, HER_TOO):
            deeds.ask_for_password(self.world, who)
        for body in ("Until tomorrow", "Forget it"):
            deeds.reply(self.world, self.first, self.open, body, hidden=True, **later | day)
        deeds.take_back(self.world, self.first, "Forget it")
        self.world.hours(12)

    def answers(self) -> None:
        self._both_read(self.own)
        deeds.reply(self.world, "Edith", self.own, "You are not alone, @bea")
        deeds.reply(self.world, HER_TOO, self.closed, "So did I")
        deeds.reply(self.world, self.second, self.own, "Thank you all", hidden=True)
        deeds.react(self.world, self.second, deeds.post(self.world, self.own, 2))
        for who, kind in ((self.first, "thanks"), ("Fay", "with-you"), ("Ida", "been-there")):
            deeds.react(self.world, who, deeds.post(self.world, self.open, 1), kind)
        for who in (HER, HER_TOO):
            deeds.follow(self.world, who, self.own, "no")
        self._both_read(self.open, self.own, deeds.thread_on(self.world, "an old wish"))
        deeds.reply(self.world, self.second, self.own, "And good night", hidden=True, ending="day")
        self._authors_look()

    def judged(self) -> None:
        """Both authors hear from the moderators: one is warned; the other’s words are hidden, and
        for what she said elsewhere she is paused until tomorrow is over."""
        places = (self.open, 3), (self.own, 3), (self.closed, 2)
        self.said = [deeds.post(self.world, *place) for place in places]
        for post, ruling in zip(self.said, ("warn", "hide", "pause-anonymous"), strict=True):
            deeds.report(self.world, "Fay", post)
            deeds.decide(self.world, post, action=ruling, note="Please be kind.", days="1")

    def heard(self) -> None:
        """One of them appeals, and is right; she is paused in the open circle as well."""
        deeds.hear_from_team(self.world, self.first, self.said[0])
        deeds.hear_from_team(self.world, self.second, self.said[1], appeal="I was in pain")
        deeds.hear_from_team(self.world, self.second, self.said[2])
        deeds.be_refused(self.world, self.second, self.open)
        deeds.hear_appeal(self.world, self.said[1])
        self._both_read(self.open, self.own)

    def second_thoughts(self) -> None:
        opening, last = (deeds.post(self.world, self.own, seq) for seq in (1, 4))
        deeds.edit(self.world, self.second, opening, "leaving him, slowly", ending="week")
        deeds.delete(self.world, self.second, last)
        deeds.delete(self.world, self.second, deeds.post(self.world, self.gone, 1))
        deeds.react(self.world, self.second, deeds.post(self.world, self.own, 2))
        for kind, friend in zip(("with-you", "thanks", "been-there") * 2, FRIENDS, strict=True):
            deeds.react(self.world, friend, deeds.post(self.world, self.own, 3), kind)
            deeds.reply(self.world, friend, self.own, f"{friend} is here", hidden=friend < "G")
        self._both_read(self.open, self.own)
        for who in (HER, HER_TOO):
            deeds.read_all(self.world, who, OPEN)

    def first_closing(self) -> None:
        """Both take a copy of their data; who has written without her name, of that as well."""
        for who in (HER, HER_TOO):
            names = deeds.export(self.world, who, anonymous=self._is_author(who))
            assert ("anonymous" in names) is self._is_author(who)
        self._close(HER)

    def second_closing(self) -> None:
        self._close(HER_TOO)

    def _close(self, who: str) -> None:
        """Whoever has written without her name has it removed.

        Chance has chosen a day for each of these posts that is no other if somebody else wrote
        it: one on which either would have been away for some days.
        """
        ask, soon = removals.ask, BEGINNING.toordinal() + FIRST_GONE

        def one_by_one(session: Session, ring: Keyring, posts: Iterable[int]) -> None:
            ask(session, ring, falling(posts))

        def falling(posts: Iterable[int]) -> Iterator[int]:
            for post_id in posts:
                away = soon + Random(post_id).randrange(4) - self.world.morning.toordinal()
                self.world.dice.fall(removals.DAYS + away - 1)
                yield post_id
            self.world.dice.load(f"{who} is away")

        with mock.patch.object(removals, "ask", one_by_one):
            deeds.close(self.world, who, remove=self._is_author(who))

    def _is_author(self, who: str) -> bool:
        return who in (self.first, self.second)

    def _authors_look(self) -> None:
        for who in (self.first, self.second):
            deeds.look_at_hers(self.world, who)

    def _both_read(self, *threads: str) -> None:
        for who in (HER, HER_TOO):
            deeds.look_in(self.world, who, OPEN)
            for thread in threads:
                deeds.read(self.world, who, thread)

    def _nights(self, number: int) -> None:
        for _ in range(number):
            self.world.night()


@pytest.fixture(scope="module")
def told(new_world) -> Callable[[str, str], Evidence]:
    """What is left of the story with these authors; it is told once for all tests."""
    known: dict[Authors, Evidence] = {}

    def tell(first: str, second: str) -> Evidence:
        if (first, second) not in known:
            with new_world() as world:
                deeds.settle(world)
                story = Story(world, first, second)
                story.tell()
                seen = pages(world)
                story.leave()
                left = crawl.pages(world, ("Dora", "Mona", ""))
                seen |= {f"later, {at}": page for at, page in left.items()}
                known[first, second] = evidence.of(world, seen)
        return known[first, second]

    return tell


def pages(world: World) -> dict[str, str]:
    """All that the others find, and what some of them are told who ask for a post by its id."""
    found = crawl.pages(world, OTHERS)
    asked = crawl.addresses_of(deeds.posts(world))
    return found | crawl.pages(world, ("Dora", "Mona", ""), asked)


def test_nobody_can_tell_who_wrote(told):
    """Neither from what is known of Bea nor from what is not known of Cleo."""
    assert evidence.difference(told(HER, HER), told(HER_TOO, HER_TOO)) == ""


def test_nobody_can_tell_whether_two_threads_have_one_author(told):
    assert evidence.difference(told(HER, HER), told(HER, HER_TOO)) == ""


def test_nobody_can_tell_whether_somebody_uses_both_her_names_in_a_thread(told):
    """Bea has written in it by name four days before; Cleo has only read it."""
    assert evidence.difference(told(HER, HER_TOO), told(HER_TOO, HER_TOO)) == ""


@pytest.fixture
def read_for_days(new_world) -> Callable[[str], Evidence]:
    """Both read more and more threads, so that their sealed rows grow; one writes in some."""

    def play(author: str) -> Evidence:
        with new_world() as world:
            deeds.settle(world)
            threads = deeds.many_threads(world, OPEN, 48)
            deeds.look_in(world, HER, OPEN)
            world.night()
            for day in range(0, 48, 6):
                for who in (HER, HER_TOO):
                    for thread in threads[day : day + 6]:
                        deeds.read(world, who, thread)
                deeds.reply(world, author, threads[day], "It was the same with me", hidden=True)
                for who in (HER, HER_TOO):
                    deeds.read(world, who, threads[day])
                world.night()
            return evidence.of(world, {})

    return play


def test_no_sealed_row_grows_by_what_she_writes(read_for_days):
    assert evidence.difference(read_for_days(HER), read_for_days(HER_TOO)) == ""


def seen(plant: Plant | None, all_of_it: Evidence) -> Evidence:
    """Without what other leaks say, and so without the order in which rows were written: of one
    row more, all others show that."""
    copies = {
        name: replace(table, rows=tuple((None, *row[1:]) for row in table.rows))
        for name, table in all_of_it.copies.items()
        if plants.is_of(plant, name.partition(": ")[2])
    }
    return Evidence(copies, all_of_it.streams)


@pytest.fixture(scope="module")
def leaking(new_world) -> Callable[[Plant, str, str], Evidence]:
    """The same as `told`, but of an application with a leak."""
    known: dict[Authors, Evidence] = {}

    def tell(plant: Plant, first: str, second: str) -> Evidence:
        if (first, second) not in known:
            with new_world() as world, plants.planted(world):
                deeds.settle(world)
                Story(world, first, second).tell()
                known[first, second] = evidence.of(world, {})
        return seen(plant, known[first, second])

    return tell


@pytest.mark.parametrize(
    ("plant", "others", "place"),
    [
        (plants.remember_last_seen, (HER_TOO, HER_TOO), r"planted_last_seen\..*at"),
        (plants.skip_herself, (HER_TOO, HER_TOO), "planted_follows"),
        (plants.mark_read, (HER_TOO, HER_TOO), r"planted_reads\..*seq"),
        (plants.keep_standing, (HER, HER_TOO), "planted_standing"),
        (plants.count_posts, (HER_TOO, HER_TOO), r"planted_counts\..*posts"),
        (plants.know_who_waits, (HER_TOO, HER_TOO), "planted_waits"),
        (plants.count_endings, (HER_TOO, HER_TOO), "planted_endings"),
        (plants.keep_whom_it_concerned, (HER_TOO, HER_TOO), "planted_concerned"),
        (plants.pause_members, (HER_TOO, HER_TOO), "planted_paused"),
        (plants.remember_notices_read, (HER_TOO, HER_TOO), "planted_told"),
    ],
    ids=lambda given: getattr(given, "__name__", "-"),
)
def test_a_planted_leak_is_found_and_named(leaking, plant, others, place):
    said = evidence.difference(leaking(plant, HER, HER), leaking(plant, *others))

    assert re.search(place, said.splitlines()[0])


def test_words_that_go_on_the_day_of_the_closing_are_found(new_world):
    """Bea closes her account a day before Cleo does."""

    def left(author: str) -> Evidence:
        with new_world() as world, plants.removing_at_once():
            deeds.settle(world)
            story = Story(world, author, author)
            for day in (story.names, story.voices, story.first_closing, story.second_closing):
                day()
                world.night()
            return seen(None, evidence.of(world, {}))

    said = evidence.difference(left(HER), left(HER_TOO))

    assert re.match(r"night \d: (posts|threads)\b", said)
