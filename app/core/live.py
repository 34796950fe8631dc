"""What is told to pages that are open: that something has changed, never what.

A poke names a topic: a thread, a circle, a queue of cases, a member to whom something was said
under her name. It leaves after the commit, is the same for all who may hear of it, and is kept
nowhere: for a quarter of an hour this process knows which topics were poked, so that a page which
was being made, or lost its stream, hears of what it missed.
"""

import asyncio
import json
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import keys
from app.core.wire import DOUBT, Wire

POKES = "pokes"
QUEUE = "queue"
REMEMBERED_SECONDS = 900.0
MOST_REMEMBERED = 50_000
# Two clocks, and a page that was asked for while its answer was still being committed.
SLACK_SECONDS = 3.0
LOOKS_A_SECOND = 200
EACH = 12
MOST = 5_000


class TooMany(Exception):
    """She has as many streams as one may have, or this process as many as it can bear."""


class SaidToMember(Protocol):
    @property
    def member_id(self) -> UUID: ...
    @property
    def veiled(self) -> bool: ...


def thread(thread_id: int) -> str:
    return f"thread:{thread_id}"


def circle(circle_id: int) -> str:
    return f"circle:{circle_id}"


def queue(circle_id: int) -> str:
    """The cases of one circle; those of all are `QUEUE`."""
    return f"{QUEUE}:{circle_id}"


def member(member_id: UUID) -> str:
    return f"member:{member_id.hex}"


def kind(topic: str) -> str:
    """All that a browser is told."""
    return topic.partition(":")[0]


def poke(session: Session, *topics: str) -> None:
    """Have these topics poked once the session's transaction is committed."""
    session.info.setdefault(POKES, {}).update(dict.fromkeys(topics))


def poke_member(session: Session, event: SaidToMember) -> None:
    """A listener: something was said to a member under her name. What somebody without a name had a
    part in moves no stream of hers: she sees it when she next looks."""
    if not event.veiled:
        poke(session, member(event.member_id))


def leave(session: Session) -> None:
    """It is committed: whoever has such a page open may hear of it."""
    topics, live = session.info.pop(POKES, None), session.info.get("live")
    if topics and live is not None:
        live.send(tuple(topics))


class Ears:
    """One open page. All of it happens on the loop."""

    __slots__ = ("_heard", "_wake", "over", "topics")

    def __init__(self, topics: Collection[str]) -> None:
        self.topics, self.over = tuple(topics), False
        self._heard: set[str] = set()
        self._wake = asyncio.Event()

    def hear(self, topics: Iterable[str]) -> None:
        self._heard.update(map(kind, topics))
        self._wake.set()

    def leave(self) -> None:
        """Nobody listens any more, or nobody is to speak."""
        self.over = True
        self._wake.set()

    async def next(self, seconds: float) -> list[str]:
        """The kinds that were poked since the last time; none when it was quiet for so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        self._wake.clear()
        heard, self._heard = sorted(self._heard), set()
        return heard


class Live:
    """Who listens in this process, and the way to those who listen in others."""

    def __init__(self, wire: Wire | None = None) -> None:
        self._wire = wire
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._open: dict[str, set[Ears]] = {}
        self._by_whom: Counter[bytes] = Counter()
        self._recent: OrderedDict[str, float] = OrderedDict()
        self._whole_since = time.monotonic()
        self._closed, self.ending = True, False
        if wire is not None:
            wire.on("topics", self._hear_others)
            wire.on(DOUBT, lambda _: self.doubt())

    def start(self) -> None:
        """From now on streams stay open; before, they end with what they have to say at once."""
        self._closed = self.ending = False
        # Whatever others said since this was made, nobody has listened to.
        self._whole_since = time.monotonic()
        if self._wire is not None:
            self._wire.start()

    def announce_end(self) -> None:
        """This process is about to stop: from now on it says so to whoever asks if it is ready."""
        self.ending = True

    def stop(self) -> None:
        """End every stream, from whatever thread; a new one ends at once."""
        self._closed = self.ending = True
        self._on_loop(self._end_all)

    def close(self) -> None:
        if self._wire is not None:
            self._wire.stop()

    def send(self, topics: tuple[str, ...]) -> None:
        """Poke, here and in every other process. It waits for nobody."""
        self.hear(topics)
        if self._wire is not None:
            self._wire.send("topics", json.dumps(topics).encode())

    def hear(self, topics: tuple[str, ...]) -> None:
        now = time.monotonic()
        with self._lock:
            for topic in topics:
                self._recent[topic] = now
                self._recent.move_to_end(topic)
            while self._recent and self._is_old(next(iter(self._recent.values())), now):
                self._recent.popitem(last=False)
        self._on_loop(self._tell, topics)

    def doubt(self) -> None:
        """Something may have been missed: every page is told to look."""
        self._whole_since = time.monotonic()
        self._on_loop(self._tell_all)

    @contextmanager
    def listening(self, topics: Collection[str], who: bytes, age: float) -> Iterator[Ears]:
        """On the loop: ears that hear of these topics, also of what was poked while the page got
        `age` seconds old. Raises TooMany."""
        if self._by_whom[who] >= EACH or self._by_whom.total() >= MOST:
            raise TooMany
        self._loop = asyncio.get_running_loop()
        ears = Ears(topics)
        self._by_whom[who] += 1
        for topic in ears.topics:
            self._open.setdefault(topic, set()).add(ears)
        try:
            if missed := self._missed(ears.topics, age):
                ears.hear(missed)
            if self._closed:
                ears.leave()
            yield ears
        finally:
            self._forget(ears, who)

    @property
    def listeners(self) -> int:
        return self._by_whom.total()

    def _forget(self, ears: Ears, who: bytes) -> None:
        self._by_whom[who] -= 1
        if not self._by_whom[who]:
            del self._by_whom[who]
        for topic in ears.topics:
            self._open[topic].discard(ears)
            if not self._open[topic]:
                del self._open[topic]

    def _missed(self, topics: tuple[str, ...], age: float) -> list[str]:
        since = time.monotonic() - age - SLACK_SECONDS
        if since < self._whole_since or age + SLACK_SECONDS > REMEMBERED_SECONDS:
            return list(topics)
        with self._lock:
            return [topic for topic in topics if self._recent.get(topic, since) > since]

    def _is_old(self, at: float, now: float) -> bool:
        if len(self._recent) > MOST_REMEMBERED:
            self._whole_since = max(self._whole_since, at)
            return True
        return now - at > REMEMBERED_SECONDS

    def _hear_others(self, words: bytes) -> None:
        self.hear(tuple(json.loads(words)))

    def _on_loop(self, do: Callable[..., None], *what: object) -> None:
        # Without a loop, or with one that has ended, nobody listens.
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(do, *what)

    def _tell(self, topics: tuple[str, ...]) -> None:
        for topic in topics:
            for ears in self._open.get(topic, ()):
                ears.hear((topic,))

    def _tell_all(self) -> None:
        everybody, loop = self._everybody(), asyncio.get_running_loop()
        for ears in everybody:
            # Each of them asks for something then.
            later = keys.somewhere(0, len(everybody) / LOOKS_A_SECOND)
            loop.call_later(later, ears.hear, ears.topics)

    def _end_all(self) -> None:
        for ears in self._everybody():
            ears.leave()

    def _everybody(self) -> set[Ears]:
        return set().union(*self._open.values())
