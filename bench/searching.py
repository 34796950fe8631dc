"""`python -m bench.searching`: how long a search takes among a million posts, one JSON line for
each kind of search and database. The answer is worked out whole; only its page is not painted."""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from statistics import median, quantiles
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.community.threads.models import Intent, Post, PostState, Thread
from app.core import clock, keys, text
from app.oversight.search import filling, snippets, wishes
from app.oversight.search.queries import Search
from app.people.anonymity.models import Voice
from app.people.circles import actions as circles
from app.people.circles.models import Circle, Visibility
from app.people.house import House
from app.people.members import sessions
from app.people.members.models import Member, MemberSecret, Standing
from app.people.recognition import recognise
from app.people.searchable import Filters
from app.people.viewer import VISITOR, Viewer
from bench import busy, places
from bench.places import tidy

VOCABULARY, CIRCLES, DAYS, THREAD = 60_000, 60, 1000, 10
# The first are open to all, the next to all members; the others to those who are in them.
PUBLIC, OPEN, FEW = 2, 5, 3
BATCH = 1000
ANONYMOUS, POOL = 0.2, 20_000
TARGET_MS = 50
TRIES = 3
ALL = "all"
# The first circle has as much as the next two together.
_WEIGHTS = [1 / (n + 1) for n in range(CIRCLES)]
_SYLLABLES = [a + b for a in "bdfglmnprstvz" for b in ("a", "e", "i", "o", "u", "al", "en", "ir")]


@dataclass(frozen=True)
class Words:
    """A language whose words are as unevenly common as those of any: the first in a quarter of all
    posts, the last in hardly any."""

    all: list[str]
    weights: list[float]

    @classmethod
    def made(cls) -> "Words":
        chance = random.Random(1)
        found = dict.fromkeys(
            "".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4)))
            for _ in range(3 * VOCABULARY)
        )
        said = [*found][:VOCABULARY]
        return cls(said, list(accumulate(1 / (n + 20) ** 1.02 for n in range(len(said)))))

    def bodies(self, chance: random.Random) -> list[list[str]]:
        """What is said, again and again: words are as common among these as among all."""
        return [self._body(chance) for _ in range(POOL)]

    def _body(self, chance: random.Random) -> list[str]:
        length = min(600, max(5, int(chance.lognormvariate(3.6, 0.7))))
        return chance.choices(self.all, cum_weights=self.weights, k=length)


@dataclass(frozen=True)
class Place:
    """A filled house, and who looks: somebody in all circles, in few, a visitor."""

    house: House
    words: Words
    everywhere: Viewer
    few: Viewer
    bodies: list[list[str]]


def fill(house: House, posts: int, words: Words) -> Place:
    """Circles, two members, and so many posts, a fifth of them without a name."""
    chance = random.Random(posts)
    with house.database.changing() as session:
        rooms = [_circle(session, n) for n in range(CIRCLES)]
        wide, narrow = _member(session, "wide"), _member(session, "narrow")
        for room in rooms:
            circles.add(session, room, wide.id)
        for room in rooms[OPEN : OPEN + FEW]:
            circles.add(session, room, narrow.id)
        rows: dict[Any, list[dict[str, Any]]] = {Thread: [], Voice: [], Post: []}
        bodies = words.bodies(chance)
        writing = _Writing(house, rooms, [wide, narrow], bodies, chance, rows)
        first = clock.today() - timedelta(days=DAYS - 1)
        for n in range(0, posts, THREAD):
            writing.thread(first + timedelta(days=n * DAYS // posts))
            if len(rows[Post]) >= BATCH:
                _write(session, rows)
        _write(session, rows)
    with house.database.changing() as session:
        tokens = [sessions.start(session, house.ring, session.merge(m)) for m in (wide, narrow)]
        session.flush()
        viewers = [recognise(session, house.ring, token) for token in tokens]
    return Place(house, words, viewers[0], viewers[1], bodies)


def _circle(session: Session, number: int) -> Circle:
    kinds = [Visibility.PUBLIC] * PUBLIC + [Visibility.MEMBERS] * (OPEN - PUBLIC)
    visibility = kinds[number] if number < OPEN else Visibility.PRIVATE
    circle = Circle(slug=f"circle-{number}", name=f"Circle {number}", visibility=visibility)
    session.add(circle)
    session.flush()
    return circle


def _member(session: Session, handle: str) -> Member:
    member = Member(handle=handle, name=handle, email=f"{handle}@example.org", password="-")
    member.standing = Standing.GOOD
    session.add(member)
    session.flush()
    session.add(MemberSecret(member_id=member.id))
    return member


@dataclass
class _Writing:
    """Threads as they are made, to be written in bulk."""

    house: House
    rooms: list[Circle]
    people: list[Member]
    bodies: list[list[str]]
    chance: random.Random
    rows: dict[Any, list[dict[str, Any]]]

    def thread(self, day: date) -> None:
        room = self.chance.choices(self.rooms, _WEIGHTS)[0]
        room.bump += THREAD
        title = " ".join(self.chance.choice(self.bodies)[: self.chance.randint(3, 8)])
        thread = {
            "id": keys.random_id(), "circle_id": room.id, "title": title, "slug": text.slug(title),
            "intent": self.chance.choice([*Intent]), "key_epoch": self.house.ring.current,
            "opened": room.bump, "bump": room.bump, "opened_day": day, "active_day": day,
            "nseq": THREAD, "replies": THREAD - 1,
        }  # fmt: skip
        self.rows[Thread].append(thread)
        for seq in range(1, THREAD + 1):
            self._post(thread["id"], seq, day)

    def _post(self, thread_id: int, seq: int, day: date) -> None:
        body = self.chance.choice(self.bodies)
        voice = keys.random_bytes(16) if self.chance.random() < ANONYMOUS else None
        if voice:
            row = {"thread_id": thread_id, "token": voice, "label": f"Heron {seq}"}
            self.rows[Voice].append(row)
        author = None if voice else self.chance.choice(self.people).id
        post = {
            "id": keys.random_id(), "thread_id": thread_id, "seq": seq, "day": day,
            "author_id": author, "voice": voice, "body": " ".join(body), "html": "",
            "state": PostState.SHOWN,
        }  # fmt: skip
        self.rows[Post].append(post)


def _write(session: Session, rows: dict[Any, list[dict[str, Any]]]) -> None:
    for model, made in rows.items():
        if made:
            session.execute(insert(model.__table__), made)
        made.clear()


def kinds(
    place: Place, chance: random.Random
) -> dict[str, Callable[[], tuple[Viewer, str, Filters]]]:
    """What somebody may look for, by what is hard about it: she, the words, what narrows them."""
    said, wide, few = place.words.all, place.everywhere, place.few

    def of(first: int, last: int) -> str:
        return said[chance.randrange(first, last)]

    def row(many: int) -> str:
        body = chance.choice([body for body in place.bodies if len(body) > many])
        at = chance.randrange(len(body) - many)
        return f'"{" ".join(body[at : at + many])}"'

    def room() -> Filters:
        return Filters(circle=f"circle-{chance.randrange(CIRCLES)}")

    month = clock.today() - timedelta(days=500)
    days = Filters(since=month, until=month + timedelta(days=30))
    none, last = Filters(), len(said)
    return {
        "very common": lambda: (wide, of(0, 5), none),
        "common": lambda: (wide, of(5, 100), none),
        "middling": lambda: (wide, of(100, 2000), none),
        "seldom": lambda: (wide, of(2000, 10_000), none),
        "rare": lambda: (wide, of(20_000, last), none),
        "two very common": lambda: (wide, f"{of(0, 5)} {of(5, 20)}", none),
        "two middling": lambda: (wide, f"{of(200, 1000)} {of(200, 1000)}", none),
        "common and rare": lambda: (wide, f"{of(0, 20)} {of(5000, last)}", none),
        "two in a row": lambda: (wide, row(2), none),
        "three in a row": lambda: (wide, row(3), none),
        "two very common in a row": lambda: (wide, f'"{of(0, 5)} {of(0, 20)}"', none),
        "without a common one": lambda: (wide, f"{of(100, 2000)} -{of(0, 5)}", none),
        "one circle, common": lambda: (wide, of(0, 20), room()),
        "one circle, middling": lambda: (wide, of(100, 2000), room()),
        "one intent, middling": lambda: (wide, of(100, 2000), Filters(intent="celebrate")),
        "threads, common": lambda: (wide, of(0, 100), Filters(kind="threads")),
        "a month, common": lambda: (wide, of(0, 100), days),
        "a month, seldom": lambda: (wide, of(2000, 10_000), days),
        "few circles, very common": lambda: (few, of(0, 5), none),
        "few circles, middling": lambda: (few, of(100, 2000), none),
        "few circles, seldom": lambda: (few, of(2000, 10_000), none),
        "few circles, two in a row": lambda: (few, row(2), none),
        "visitor, very common": lambda: (VISITOR, of(0, 5), none),
        "visitor, middling": lambda: (VISITOR, of(100, 2000), none),
    }  # fmt: skip


class Took(NamedTuple):
    """One search: on the clock and on the processor, in milliseconds, and what it found."""

    clock: float
    cpu: float
    results: int


def measure(place: Place, database: str, rounds: int) -> Iterator[dict[str, Any]]:
    """A line for each kind, and one for all of them: as often one as another."""
    chance, every = random.Random(7), []
    for name, ask in kinds(place, chance).items():
        of_kind = [_best(place.house, ask()) for _ in range(rounds)]
        every += of_kind
        yield _line(name, database, of_kind)
    yield _line(ALL, database, every)


def _best(house: House, asked: tuple[Viewer, str, Filters]) -> Took:
    """Of a few: what else the machine does is not the search's fault."""
    tries = []
    for _ in range(TRIES):
        start, at_work = time.perf_counter(), busy.ms()
        found = _searched(house, *asked)
        tries.append(Took(1000 * (time.perf_counter() - start), busy.ms() - at_work, found))
    return Took(min(t.clock for t in tries), min(t.cpu for t in tries), found)


def _line(name: str, database: str, took: list[Took]) -> dict[str, Any]:
    clocks, cpus, results = ([*each] for each in zip(*took, strict=True))
    return {
        "search": name, "database": database, "p50_ms": round(median(clocks), 1),
        "p95_ms": round(quantiles(clocks, n=20)[-1], 1),
        "cpu_p50_ms": round(median(cpus), 1), "cpu_p95_ms": round(quantiles(cpus, n=20)[-1], 1),
        "results": round(median(results)),
    }  # fmt: skip


def _searched(house: House, viewer: Viewer, typed: str, filters: Filters) -> int:
    wish = wishes.read(typed)
    with house.database.reading() as session:
        found = Search(session, viewer, house.searched[0], filters).page(wish)
        for one in found.results:
            snippets.of(one.body, wish.words)
        return len(found.results)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.searching", description=__doc__)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40, help="searches of each kind")
    names = places.DATABASES
    parser.add_argument("--databases", nargs="+", default=names, choices=names)
    options = parser.parse_args()
    for database, folder, url in places.here(options.databases):
        with places.opened(folder, url) as house:
            _run(house, database, options)


def _run(house: House, database: str, options: argparse.Namespace) -> None:
    start = time.monotonic()
    place = fill(house, options.posts, Words.made())
    filled = time.monotonic()
    entries = _index(house)
    indexed = time.monotonic()
    tidy(house)
    told = {
        "database": database, "posts": options.posts, "filled_s": round(filled - start),
        "indexed_s": round(indexed - filled), "entries": entries,
        "tidied_s": round(time.monotonic() - indexed),
    }  # fmt: skip
    print(json.dumps(told), flush=True)
    busy.note(house)
    slow = 0
    for line in measure(place, database, options.rounds):
        slow += line["search"] != ALL and line["cpu_p95_ms"] > TARGET_MS
        print(json.dumps(line), flush=True)
    print(f"{database}: {slow} kinds slower than {TARGET_MS} ms", file=sys.stderr)


def _index(house: House) -> int:
    """In PostgreSQL its words are indexed when all rows are there: that takes half as long."""
    if house.database.is_sqlite:
        return filling.fill_anew(house.database, house.searched)
    with house.database.reshaping() as connection:
        connection.exec_driver_sql("DROP INDEX search_words_idx")
        connection.commit()
    entries = filling.fill_anew(house.database, house.searched)
    with house.database.reshaping() as connection:
        connection.exec_driver_sql("CREATE INDEX search_words_idx ON search USING gin (words)")
        connection.commit()
    return entries


if __name__ == "__main__":
    main()
