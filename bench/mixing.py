"""A day of a community in ten minutes: what its members ask for, in which proportion, and what
must be found in the database afterwards."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.community.threads.leaves import PAGE
from app.community.threads.models import Intent, Post, Reaction, ReactionKind, Thread
from app.core.keys import base32
from app.people.anonymity.bundles import Shelf
from app.people.circles.models import Circle, Membership
from app.people.house import House
from app.people.members import sessions
from app.people.members.models import Member
from app.people.recognition import recognise
from app.web.kit import csrf
from bench.texts import WORDS, texts

# Of a thousand requests so many are of a kind.
READING = {"thread": 500, "circle": 200, "home": 150, "opportunities": 50}
REACTING = {"react": 50, "follow": 15, "mark-read": 15}
POSTING = {"reply": 17, "new-thread": 3}
GROUPS = {"reading": READING, "reacting": REACTING, "posting": POSTING}
KINDS = READING | REACTING | POSTING
# As what each deed is found afterwards. That all is read is known to her page alone.
FOUND_AS = {
    "react": ("reactions",),
    "follow": ("follows",),
    "reply": ("posts", "follows"),
    "new-thread": ("posts", "threads", "follows"),
}
ANONYMOUS, ELSEWHERE = 0.2, 0.3
OPPORTUNITIES = ("", "?kind=job", "?kind=event&way=home", "?kind=job&place=Leeds&q=school+hours")
SORTS = ("", "", "", "?sort=newest", "?sort=unanswered")
# Other texts without a name: words that she posted under her name would be pointed out to her.
NAMED, UNNAMED = texts(150), texts(151)


class Line(NamedTuple):
    """One request: the number of the member who asks, from 1 on, and the form, if it is one."""

    kind: str
    member: int
    path: str
    form: str = ""


@dataclass(frozen=True)
class Room:
    slug: str
    # The liveliest first; whose each post is, by its number.
    threads: list[tuple[int, str]]
    authors: dict[int, list[UUID | None]]


@dataclass
class Mixer:
    """Members and what they may ask for; each deed is asked for once, by members in turn, so that
    none comes to a limit and none takes back what was done."""

    house: House
    tokens: dict[UUID, str] = field(init=False)
    _rooms: dict[UUID, list[Room]] = field(init=False)
    _done: set[tuple[Any, ...]] = field(default_factory=set)
    _chance: random.Random = field(default_factory=partial(random.Random, 1))
    _turn: int = 0

    def __post_init__(self) -> None:
        with self.house.database.changing() as session:
            people = session.scalars(select(Member).order_by(Member.handle)).all()
            self.tokens = {m.id: sessions.start(session, self.house.ring, m) for m in people}
            rooms = _rooms(session)
            self._rooms = {who: [] for who in self.tokens}
            for place in session.execute(select(Membership.member_id, Membership.circle_id)):
                self._rooms[place.member_id].append(rooms[place.circle_id])
        self._people = [*self.tokens]

    def write(self, lines: Path, members: Path, number: int) -> None:
        """So many lines, and the members with their cookies and tokens, as `ask.lua` reads them."""
        ring, stamp = self.house.ring, self.house.ring.stamp("cookie/v1")
        with members.open("w") as file:
            for token in self.tokens.values():
                said = f"session={stamp.press(token)} {quote(csrf.token(ring, token))}"
                print(said, file=file)
        with lines.open("w") as file:
            file.writelines("\t".join(map(str, line)) + "\n" for line in self._lines(number))

    def _lines(self, number: int) -> Iterator[Line]:
        ways: Mapping[str, Callable[[], tuple[int, str, dict[str, str]]]] = {
            "thread": self._thread,
            "circle": self._circle,
            "home": lambda: (self._somebody(), "/", {}),
            "opportunities": self._opportunities,
            "react": self._react,
            "follow": self._follow,
            "mark-read": self._mark_read,
            "reply": self._reply,
            "new-thread": self._new_thread,
        }
        kinds = self._chance.choices([*KINDS], [*KINDS.values()], k=number)
        for n, kind in enumerate(kinds):
            at, path, fields = ways[kind]()
            once = {"form_nonce": f"mixed-{n}"} if kind not in READING else {}
            yield Line(kind, at + 1, path, urlencode(fields | once))

    def _somebody(self) -> int:
        """Some are here all day, most now and then."""
        return int(len(self._people) * self._chance.random() ** 2)

    def _next(self) -> int:
        self._turn = (self._turn + 1) % len(self._people)
        return self._turn

    def _room(self, at: int) -> Room:
        return self._chance.choice(self._rooms[self._people[at]])

    def _of(self, room: Room) -> tuple[int, str]:
        """A thread: what is new is read most, and all else now and then."""
        return room.threads[int(len(room.threads) * self._chance.random() ** 3)]

    def _thread(self) -> tuple[int, str, dict[str, str]]:
        at = self._somebody()
        room = self._room(at)
        thread, slug = self._of(room)
        path = f"/t/{base32(thread)}/{slug}"
        pages = (len(room.authors[thread]) - 1) // PAGE
        if pages and self._chance.random() < ELSEWHERE:
            path += f"?after={PAGE * self._chance.randint(1, pages)}"
        return at, path, {}

    def _circle(self) -> tuple[int, str, dict[str, str]]:
        at = self._somebody()
        return at, f"/c/{self._room(at).slug}{self._chance.choice(SORTS)}", {}

    def _opportunities(self) -> tuple[int, str, dict[str, str]]:
        return self._somebody(), f"/opportunities{self._chance.choice(OPPORTUNITIES)}", {}

    def _react(self) -> tuple[int, str, dict[str, str]]:
        """To a post that is not hers."""
        while True:
            at = self._next()
            room = self._room(at)
            thread, _ = self._of(room)
            seq = self._chance.randint(1, len(room.authors[thread]))
            kind = self._chance.choice([*ReactionKind])
            said = (at, thread, seq, kind)
            if room.authors[thread][seq - 1] != self._people[at] and self._is_new(said):
                return at, f"/t/{base32(thread)}/reactions", {"to": f"{seq}{kind.letter}"}

    def _follow(self) -> tuple[int, str, dict[str, str]]:
        at, thread = self._unfollowed()
        return at, f"/t/{base32(thread)}/follow", {"on": "yes"}

    def _mark_read(self) -> tuple[int, str, dict[str, str]]:
        at = self._next()
        return at, f"/c/{self._room(at).slug}/read", {}

    def _reply(self) -> tuple[int, str, dict[str, str]]:
        # Whoever writes in a thread follows it from then on.
        at, thread = self._unfollowed()
        return at, f"/t/{base32(thread)}/replies", self._words()

    def _new_thread(self) -> tuple[int, str, dict[str, str]]:
        at = self._next()
        title = " ".join(self._chance.choices(WORDS, k=6)).capitalize()
        asked = {"title": title, "intent": self._chance.choice([*Intent]).value}
        return at, f"/c/{self._room(at).slug}/threads", asked | self._words()

    def _words(self) -> dict[str, str]:
        hides = self._chance.random() < ANONYMOUS
        body, _ = self._chance.choice(UNNAMED if hides else NAMED)
        return {"body": body, "content_note": ""} | ({"anonymous": "on"} if hides else {})

    def _unfollowed(self) -> tuple[int, int]:
        """The next member for whom there is one, and a thread that she does not follow."""
        while True:
            at = self._next()
            thread, _ = self._of(self._room(at))
            if self._is_new((at, thread)):
                return at, thread

    def _is_new(self, deed: tuple[Any, ...]) -> bool:
        if deed in self._done:
            return False
        self._done.add(deed)
        return True

    def found(self) -> Counter[str]:
        """What is in the database at this moment, by the names in `FOUND_AS`."""
        shelf = Shelf(self.house.ring)
        with self.house.database.reading() as session:
            found = Counter(
                posts=_count(session, Post),
                threads=_count(session, Thread),
                reactions=_count(session, Reaction),
            )
            circle_ids = session.scalars(select(Circle.id)).all()
            for token in self.tokens.values():
                me = recognise(session, self.house.ring, token).me
                bundles = shelf.take(session, [me.bundle(c) for c in circle_ids])
                found["follows"] += sum(len(b.following()) for b in bundles.values())
        return found


def _rooms(session: Session) -> dict[int, Room]:
    rooms = {c.id: Room(c.slug, [], {}) for c in session.scalars(select(Circle))}
    threads = select(Thread.id, Thread.circle_id, Thread.slug).order_by(Thread.bump.desc())
    of = {}
    for thread in session.execute(threads):
        of[thread.id] = rooms[thread.circle_id]
        of[thread.id].threads.append((thread.id, thread.slug))
    posts = select(Post.thread_id, Post.author_id).order_by(Post.thread_id, Post.seq)
    for post in session.execute(posts):
        of[post.thread_id].authors.setdefault(post.thread_id, []).append(post.author_id)
    return rooms


def _count(session: Session, table: Any) -> int:
    return session.execute(select(func.count()).select_from(table)).scalar_one()
