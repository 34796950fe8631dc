"""The adversary: has every night's copy, all lines of logs and all letters, but no key.

For each post without a name she ranks who could have written it, by traces: those that every
member can see, and those in the copies. She knows nothing of the tables: whatever row has a member
in it is a trace of hers. What a trace is worth she learns from half of the posts, whose authors
she is told: how often is it there for who wrote one, how often for the others (naive Bayes)? Then
she guesses the other half. A row that names another row by its number, as what was decided does
its case, is about all that the other is about.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from zlib import crc32

from tests.adversary.isomorphism import Mark, Table

MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d")
WORD = re.compile(r"[\w.+-]+@[\w.-]+|[\w-]+")
TOKEN = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")
NEVER = 10**9
FORTNIGHT = 14
PLACE = 2  # so many columns tell where a row lies
# What is found so often by chance is worth nothing: so many posts more, as they would be if
# others had written them.
DOUBT = 5.0
Place = tuple[str, int]  # a thread and the number of a post in it
Trace = tuple[str, str]  # what kind of evidence, and what it says


@dataclass(frozen=True)
class Post:
    """As anybody sees it; `night` is the first one in whose copy it is."""

    id: Mark
    thread: Mark
    seq: int
    author: Mark | None
    voice: Mark | None
    night: int


@dataclass
class Kept:
    """What one table, or the lines of logs and letters, have said of members, night by night."""

    columns: set[int] = field(default_factory=set)
    moved: dict[Mark, set[int]] = field(default_factory=lambda: defaultdict(set))
    moments: dict[tuple[Mark, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    # Since when a member stands beside a thread or a post.
    beside: dict[Mark, dict[Mark, int]] = field(default_factory=lambda: defaultdict(dict))
    # A number by its column, and the thread it stands beside or None: the night, the number.
    numbers: dict[tuple[int, Mark | None], dict[Mark, list[tuple[int, int]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def note(self, night: int, member: Mark, things: set[Mark], moments: set[str]) -> None:
        """A row with this member, these posts or threads, and these times."""
        self.moved[member].add(night)
        self.moments[member, night] |= moments
        for thing in things:
            self.beside[thing].setdefault(member, night)

    def count(
        self,
        night: int,
        member: Mark,
        things: Iterable[Mark | None],
        numbers: list[tuple[int, int]],
    ) -> None:
        """The numbers of that row, by their columns."""
        for column, number in numbers:
            self.columns.add(column)
            for thing in things:
                self.numbers[column, thing][member].append((night, number))


@dataclass
class Adversary:
    """`receive` is called each night, `guesses` at the end."""

    night: int = 0
    names: dict[str, Mark] = field(default_factory=dict)
    threads: dict[Mark, Mark] = field(default_factory=dict)
    # Who was in a circle in the copy of a night.
    circles: dict[int, dict[Mark, set[Mark]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    left: dict[Mark, int] = field(default_factory=dict)
    gone: dict[Mark, int] = field(default_factory=dict)
    posts: dict[Mark, Post] = field(default_factory=dict)
    post_moments: dict[Mark, set[str]] = field(default_factory=lambda: defaultdict(set))
    linked: dict[Mark, set[tuple[Mark, Mark]]] = field(default_factory=lambda: defaultdict(set))
    # On which nights the rows of a table in which a post stands were new or other ones.
    touched: dict[str, dict[Mark, set[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    # The posts and threads that a row is about, by the row's number.
    about: dict[Mark, set[Mark]] = field(default_factory=lambda: defaultdict(set))
    kept: dict[str, Kept] = field(default_factory=lambda: defaultdict(Kept))
    seen: dict[str, set[tuple[object, ...]]] = field(default_factory=lambda: defaultdict(set))

    def receive(self, tables: Mapping[str, Table], lines: Iterable[str]) -> None:
        """This night's copy, by the tables' names, and what was logged or sent since the last."""
        self.night += 1
        self._learn(tables)
        # Not by where it lies: that is another for all when one has been written.
        rows = {name: {row[PLACE:] for row in table.rows} for name, table in tables.items()}
        fresh = {name: rows[name] - self.seen[name] for name in tables}
        self._adopt(fresh)
        self._join(fresh)
        for name, found in fresh.items():
            for row in found:
                self._look_at(name, row)
            self.seen[name] = rows[name]
        for line in lines:
            self._look_at("lines", tuple(WORD.findall(line)) + tuple(MOMENT.findall(line)))

    def guesses(
        self, truth: Mapping[Place, Mark], *, looking: bool
    ) -> Iterator[tuple[Place, set[Mark]]]:
        """For each post without a name, by thread and number, those who most likely wrote it.

        Of half of the threads she knows the `truth`. With `looking` off she has no copies.
        """
        groups = self._groups(looking=looking)
        for half in (False, True):
            worth = self._worth(groups, truth, half=half, looking=looking)
            for group in groups:
                mine = [post for post in group if _half(post) is not half]
                best = self._best(group, worth, looking=looking) if mine else set()
                for post in mine:
                    yield (post.thread, post.seq), best

    def _best(self, group: list[Post], worth: Mapping[Trace, float], *, looking: bool) -> set[Mark]:
        could = set.intersection(*(self._could_have(post) for post in group))
        scores = {
            member: sum(
                worth.get(trace, 0.0) for trace in self._traces(group, member, looking=looking)
            )
            for member in could or self._could_have(group[0])
        }
        most = max(scores.values())
        return {member for member, score in scores.items() if score > most - 1e-9}

    def _learn(self, tables: Mapping[str, Table]) -> None:
        """Who is there, where, and what was posted since."""
        for row in _dicts(tables["members"]):
            self.names |= {row["handle"]: row["id"], row["email"]: row["id"], row["id"]: row["id"]}
            if row["handle"].startswith("~"):
                self.left.setdefault(row["id"], self.night)
        for row in _dicts(tables["memberships"]):
            self.circles[self.night][row["circle_id"]].add(row["member_id"])
        self.threads |= {row["id"]: row["circle_id"] for row in _dicts(tables["threads"])}
        for row in _dicts(tables["posts"]):
            if row["id"] not in self.posts:
                values = (row[name] for name in ("id", "thread_id", "seq", "author_id", "voice"))
                self.posts[row["id"]] = Post(*values, self.night)
            if row["state"] == "deleted":
                self.gone.setdefault(row["id"], self.night)

    def _adopt(self, fresh: Mapping[str, set[tuple[object, ...]]]) -> None:
        """Where one member has joined something today, and one token is new: it will be hers."""
        joined = {self.names[c] for row in fresh["memberships"] for c in row if c in self.names}
        for rows in fresh.values() if len(joined) == 1 else ():
            tokens = {c for row in rows for c in row if self._is_token(c)}
            if len(tokens) == 1:
                self.names[tokens.pop()] = next(iter(joined))

    def _join(self, fresh: Mapping[str, set[tuple[object, ...]]]) -> None:
        """Learn what rows are about, as often as there is more of it to be learnt."""
        rows = [row for found in fresh.values() for row in found if self._is_id(row)]
        more = True
        while more:
            more = False
            for row in rows:
                known, found = self.about[row[0]], self._things(row)
                more = more or not found <= known
                known |= found

    def _is_id(self, row: tuple[object, ...]) -> bool:
        """Whether it begins with a number of its own."""
        first = row[0]
        known = first in self.names or first in self.posts or first in self.threads
        return isinstance(first, Mark) and not (known or self._is_token(first))

    def _things(self, row: tuple[object, ...]) -> set[Mark]:
        """The posts and threads in a row, by what stands there itself or is said elsewhere."""
        words = {cell for cell in row if isinstance(cell, str)}
        found = {word for word in words if word in self.posts or word in self.threads}
        return found.union(*(self.about[word] for word in words & self.about.keys()))

    def _is_token(self, cell: object) -> bool:
        return isinstance(cell, Mark) and bool(TOKEN.fullmatch(cell)) and cell not in self.names

    def _look_at(self, name: str, row: tuple[object, ...]) -> None:
        """Note whom and what a new row, or a changed one, puts side by side."""
        marks, things = {cell for cell in row if isinstance(cell, Mark)}, self._things(row)
        posts, threads = things & self.posts.keys(), marks & self.threads.keys()
        for post in posts if name != "posts" else ():
            self.touched[name][post].add(self.night)
        moments = {moment for cell in row if (moment := _moment(cell))}
        for post in posts:
            self.post_moments[post] |= moments
        tokens = {mark for mark in marks if self._is_token(mark)}
        for token in tokens if threads else ():
            self.linked[token] |= {(thread, t) for thread in threads for t in tokens - {token}}
        if name == "posts":  # whose they are, everybody can see
            return
        numbers = [(column, cell) for column, cell in enumerate(row) if type(cell) is int]
        for member in {self.names[c] for c in row if isinstance(c, str) and c in self.names}:
            self.kept[name].note(self.night, member, things, moments)
            self.kept[name].count(self.night, member, threads or {None}, numbers)

    def _could_have(self, post: Post) -> set[Mark]:
        """Who was in the circle on that day; who has left it that day was there before."""
        circle = self.threads[post.thread]
        return self.circles[post.night][circle] | self.circles[post.night - 1][circle]

    def _groups(self, *, looking: bool) -> list[list[Post]]:
        """Posts of one author, for all that can be seen: of one voice, or of voices that share a
        token which stands beside them in more than one thread."""
        bound = {}
        for token, places in self.linked.items() if looking else ():
            if len({thread for thread, _ in places}) > 1:
                bound |= dict.fromkeys(places, token)
        voices: dict[object, list[Post]] = defaultdict(list)
        for post in self.posts.values():
            if post.voice:
                place = (post.thread, post.voice)
                voices[bound.get(place, place)].append(post)
        return list(voices.values())

    @cached_property
    def _named_in(self) -> dict[Mark, set[Mark]]:
        found = defaultdict(set)
        for post in self.posts.values():
            if post.author:
                found[post.thread].add(post.author)
        return found

    @cached_property
    def _named(self) -> Counter[Mark]:
        return Counter(post.author for post in self.posts.values() if post.author)

    @cached_property
    def _named_on(self) -> Counter[tuple[Mark, int]]:
        return Counter((p.author, p.night) for p in self.posts.values() if p.author)

    @cached_property
    def _became(self) -> dict[Mark, dict[int, str]]:
        """Of each post on which nights after its first something else was said, and where."""
        found: dict[Mark, dict[int, str]] = defaultdict(dict)
        for name in sorted(self.touched):
            for post, nights in self.touched[name].items():
                for night in nights - {self.posts[post].night}:
                    found[post][night] = f"{found[post].get(night, '')} {name}"
        return found

    def _worth(
        self, groups: list[list[Post]], truth: Mapping[Place, Mark], *, half: bool, looking: bool
    ) -> dict[Trace, float]:
        """How much more often each trace is there for who wrote than for others, in one half."""
        hers: Counter[Trace] = Counter()
        others: Counter[Trace] = Counter()
        for group in groups:
            known = [post for post in group if _half(post) is half]
            wrote = truth.get((known[0].thread, known[0].seq)) if known else None
            for member in self._could_have(known[0]) if wrote else ():
                counts = hers if wrote == member else others
                counts.update(self._traces(known, member, looking=looking))
        of_hers, of_others = _by_kind(hers), _by_kind(others)
        worth = {}
        for trace in hers.keys() | others.keys():
            usual = (others[trace] + 0.5) / (of_others[trace[0]] + 1)
            found = (hers[trace] + DOUBT * usual) / (of_hers[trace[0]] + DOUBT)
            worth[trace] = math.log(found / usual)
        return worth

    def _traces(self, group: list[Post], member: Mark, *, looking: bool) -> Iterator[Trace]:
        """What there is of this member that may have to do with these posts of one author."""
        yield "named posts", str(self._named[member].bit_length())
        there = self.circles[group[0].night].values()
        yield "circles", str(sum(member in people for people in there))
        for thread in {post.thread for post in group}:
            yield "named in the thread", str(member in self._named_in[thread])
        for post in group:
            yield "named that day", str(self._named_on[member, post.night] > 0)
            left = self.left.get(member, NEVER)
            yield "gone when she left", _since(left, self.gone.get(post.id, NEVER))
            if looking:
                yield from self._copied_traces(post, member)

    def _copied_traces(self, post: Post, member: Mark) -> Iterator[Trace]:
        """What tables, logs and letters have of her and this post."""
        left = self.left.get(member, NEVER)
        for name, touched in self.touched.items():
            yield f"{name} when she left", str(left in touched.get(post.id, ()))
        for night, what in self._became.get(post.id, {}).items():
            yield f"named when {what}", str((member, night) in self._named_on)
            for name, kept in self.kept.items():
                yield f"{name} moved when {what}", str(night in kept.moved[member])
        for name, kept in self.kept.items():
            yield from self._kept_traces(name, kept, post, member)

    def _kept_traces(self, name: str, kept: Kept, post: Post, member: Mark) -> Iterator[Trace]:
        yield f"{name} moved", str(post.night in kept.moved[member])
        if moments := self.post_moments.get(post.id):
            yield f"{name} moments", _compared(kept.moments.get((member, post.night)), moments)
        if kept.beside:
            follows, has = (
                _since_when(kept.beside[t].get(member, NEVER), post.night)
                for t in (post.thread, post.id)
            )
            yield f"{name} beside", f"{follows} {has}"
        for column in kept.columns:
            numbers = kept.numbers.get((column, post.thread)) or kept.numbers[column, None]
            history = numbers[member]
            if (column, post.thread) in kept.numbers:
                said = _sign(_at(history, post.night) - post.seq)
            else:
                grown = _at(history, post.night) - _at(history, post.night - 1)
                said = _sign(grown - self._named_on[member, post.night] - 1)
            yield f"{name}.{column}", said


def _by_kind(traces: Counter[Trace]) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for (kind, _), number in traces.items():
        kinds[kind] += number
    return kinds


def _half(post: Post) -> bool:
    return crc32(post.thread.encode()) % 2 == 0


def _dicts(table: Table) -> Iterator[dict[str, Any]]:
    for row in table.rows:
        yield dict(zip(table.columns, row, strict=True))


def _moment(cell: object) -> str:
    """A time of day with its date, as text; nothing for what is none."""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    found = MOMENT.match(cell) if isinstance(cell, str) else None
    return found[0].replace("T", " ") if found else ""


def _compared(hers: set[str] | None, of_post: set[str]) -> str:
    if not hers:
        return "none"
    if hers & of_post:
        return "the same"
    return "later" if max(hers) > max(of_post) else "earlier"


def _since_when(night: int, of_post: int) -> str:
    return "never" if night == NEVER else "before" if night <= of_post else "later"


def _at(history: list[tuple[int, int]], night: int) -> int:
    """The number as it was in that night, or 0."""
    return max(((n, number) for n, number in history if n <= night), default=(0, 0))[1]


def _since(left: int, gone: int) -> str:
    """How long after somebody left something was gone."""
    if NEVER in (left, gone):
        return f"{left == NEVER} {gone == NEVER}"
    return "the same day" if left == gone else str(0 < gone - left <= FORTNIGHT)


def _sign(number: int) -> str:
    return "as many" if number == 0 else "more" if number > 0 else "fewer"
