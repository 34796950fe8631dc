"""`python -m bench.growth`: what pages cost among ten thousand posts, a million, ten million, and
how that grows; one JSON line for each page, size and database.

Each community is made for it and gone afterwards. For each fifty posts it has a member, in three of
eight circles; that these are as many in each makes each of them as large as can be. A fifth of the
posts has no name, there is about a reaction for each post and a mention for each twentieth. The
longest thread has a hundredth of them, at least a thousand; a thread has at most a thousand voices.
Ten thousand posts were written in ten weeks, a hundred times as many in ten times as long. One post
of 500 was reported, at least 120; a twentieth of the cases waits, at least 60 and at most 500, and
the rest is decided. The reader is in all circles, follows ten of the longest threads and five
members, has read the beginning of two hundred threads, and was mentioned sixty times, in every
community alike. So what grows is what others have done.

A page is asked for in this process. `cpu_ms` is what this process and PostgreSQL's own were at work
for it, `any-thread` and `any-circle` are pages of which each is asked for once.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.community.threads.models import Post, Reaction, Thread
from app.core.engines import size
from app.people.anonymity.models import Voice
from app.people.circles.models import Membership
from app.people.house import House
from app.people.members.models import Member, MemberSecret, Role
from app.people.noted.models import NotedCount
from bench import bulk, busy, data, history, places, targets, visits
from bench.asking import Door, Took, figures
from bench.data import Plan
from bench.history import History
from bench.places import DATABASES, tell, tidy
from bench.visits import Visits
from tests import memory, postgres

SIZES = (10_000, 1_000_000, 10_000_000)
# SQLite is for communities that are no larger, and takes long to be filled with more.
MOST_ON_SQLITE = 1_000_000
EACH_MEMBER, LEAST_MEMBERS, STAFF = 50, 100, 1000
TIMES = ("filled_s", "indexed_s", "tidied_s")
FILLED = (Member, MemberSecret, Membership, Thread, Voice, Post, Reaction, *history.TABLES)
# With its log and with what an index is sorted in.
BYTES_A_POST = {"sqlite": 5_000, "postgresql": 3_500}
SPARE_BYTES = 2 * 10**9
STEP = 250_000
# So often is a page asked for first, and in one place before it is the other's turn.
WARM, TURN = 20, 4


def main() -> int:
    options = _options()
    lines = places.printed(measured(options))
    if options.check:
        print(*targets.verdicts(lines), sep="\n", file=sys.stderr)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    add = parser.add_argument
    add("--sizes", nargs="+", type=int, metavar="POSTS",
        help="10000 1000000 10000000, of which SQLite takes the first two")  # fmt: skip
    add("--databases", nargs="+", default=DATABASES, choices=DATABASES, metavar="DATABASE",
        help=" ".join(DATABASES))  # fmt: skip
    add("--times", type=int, default=300, help="how often each page is asked for")
    add("--cold", type=int, default=400, help="how many pages are asked for once")
    add("--check", action="store_true", help="say which targets are met")
    return parser.parse_args()


def measured(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """A line for each community, one for each of its pages, and how those have grown."""
    for database in options.databases:
        if database == "postgresql" and postgres.find_programs() is None:
            tell("PostgreSQL's own programs are not installed, so it is left out.")
            continue
        for line in _on_database(database, options):
            yield {"database": database, **line}


def _usual(database: str) -> Sequence[int]:
    return [n for n in SIZES if n <= MOST_ON_SQLITE or database == "postgresql"]


def _has_room(database: str, posts: int) -> bool:
    """Said before hours are spent on it."""
    place = memory.DISK if database == "postgresql" else Path(tempfile.gettempdir())
    free, wanted = shutil.disk_usage(place).free, posts * BYTES_A_POST[database] + SPARE_BYTES
    if free < wanted:
        have, need = (round(some / 10**9, 1) for some in (free, wanted))
        tell(f"{database}: {posts:,} posts want {need} GB in {place}, which has {have}: left out.")
    return free >= wanted


@dataclass(frozen=True)
class Place:
    """A community that can be asked."""

    posts: int
    built: dict[str, Any]
    house: House
    door: Door
    visits: Mapping[str, Visits]


def _on_database(database: str, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """The smallest stays, and is asked again beside each of the others: of what a machine does
    that does other things as well, only what it does at the same time can be compared."""
    grown: list[dict[str, Any]] = []
    smallest: Place | None = None
    with ExitStack() as stack:
        is_server = database == "postgresql"
        cluster = stack.enter_context(postgres.cluster(durable=True)) if is_server else None
        for posts in sorted(options.sizes or _usual(database)):
            if not _has_room(database, posts):
                continue
            with ExitStack() as own:
                place = own.enter_context(_place(cluster, posts, options))
                yield {"posts": posts, **place.built}
                for line in _compared(smallest, place):
                    if "from" in line:
                        grown.append(line)
                    else:
                        yield line
                if smallest is None:
                    smallest = place
                    stack.enter_context(own.pop_all())
    yield from grown


@contextmanager
def _place(
    cluster: postgres.Cluster | None, posts: int, options: argparse.Namespace
) -> Iterator[Place]:
    with places.folder() as folder:
        name = cluster.new_database() if cluster else ""
        with places.opened(folder, cluster.url(name) if cluster else "") as house:
            built = _built(house, posts)
            planned = visits.planned(house, options.times, options.cold)
            with closing(Door(house)) as door:
                yield Place(posts, built, house, door, planned)
        if cluster:
            cluster.drop_database(name)


def _compared(smallest: Place | None, place: Place) -> Iterator[dict[str, Any]]:
    """A line for each page, and one that says how it has grown."""
    for page, (addresses, cookie) in place.visits.items():
        base = None if page.startswith(visits.ANY) else smallest
        asked_of = [base, place] if base else [place]
        took = [figures(each) for each in _in_turn(asked_of, page)]
        asked = place.door.statements(addresses[0], cookie)
        yield {"page": page, "posts": place.posts, **took[-1], "statements": asked}
        if base:
            ratios = {
                f"{name}_growth": round(took[1][f"{name}_ms"] / took[0][f"{name}_ms"], 3)
                for name in ("cpu", "p50")
            }
            yield {"page": page, "posts": place.posts, "from": base.posts, **ratios}


def _in_turn(asked_of: Sequence[Place], page: str) -> list[list[Took]]:
    """What the page took in each place; the first few times, in which all is new to it, aside."""
    took: list[list[Took]] = [[] for _ in asked_of]
    for start in range(0, max(len(place.visits[page].addresses) for place in asked_of), TURN):
        if start == WARM:
            busy.note(*(place.house for place in asked_of))
        for place, answered in zip(asked_of, took, strict=True):
            addresses, cookie = place.visits[page]
            some = place.door.ask(addresses[start : start + TURN], cookie)
            answered.extend(some if start >= WARM else ())
    return took


def _built(house: House, posts: int) -> dict[str, Any]:
    """Fills the house, and says how long that took and how large it is."""
    times = [time.monotonic()]
    with house.database.reshaping() as connection, bulk.filling(connection, FILLED):
        with Session(connection, expire_on_commit=False) as session:
            _fill(session, house, posts)
            session.commit()
        times.append(time.monotonic())
    times.append(time.monotonic())
    tidy(house)
    times.append(time.monotonic())
    tell(f"{posts:,} posts are there after {times[-1] - times[0]:.0f} s")
    spans = (round(end - start, 1) for start, end in pairwise(times))
    with house.database.copying() as connection:
        taken = round(size(connection) / 10**9, 2)
    return {**dict(zip(TIMES, spans, strict=True)), "gigabytes": taken}


def _fill(session: Session, house: House, posts: int) -> None:
    members = max(LEAST_MEMBERS, posts // EACH_MEMBER)
    longest = max(data.LONG_THREAD, posts // 100)
    minutes = round(data.MINUTES * max(1, sqrt(posts / SIZES[0])))
    past, done, began = None, 0, time.monotonic()
    for rows in data.made(session, house, Plan(posts, members, longest, minutes)):
        past = past or _history(session, posts)
        before, done = done, done + len(rows[Post])
        past.add(rows)
        bulk.write(session, rows)
        if before // STEP < done // STEP:
            tell(f"{done:,} posts of {posts:,} after {time.monotonic() - began:.0f} s")
    assert past is not None
    bulk.write(session, {NotedCount: past.counts()})


def _history(session: Session, posts: int) -> History:
    """The members are there already: the reader first, then the one who moderates."""
    people = session.scalars(select(Member.id).order_by(Member.handle)).all()
    staff = people[1 : 2 + max(1, len(people) // STAFF)]
    session.execute(update(Member).where(Member.id.in_(staff)).values(role=Role.MODERATOR))
    return History(people, staff, posts)


if __name__ == "__main__":
    sys.exit(main())
