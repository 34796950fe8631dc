"""From process to process: one stream in the Redis that they share, for a whole installation.

What travels is sealed, and every process hears all of it: nobody else learns what was said, and
not even Redis who listens to what. It is a stream rather than a channel, so that a connection
that breaks for a moment loses nothing; where something may be lost all the same, each is told so.
"""

import atexit
import contextlib
import json
import queue
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.core import clock, keys
from app.core.keys import Broken

if TYPE_CHECKING:
    from app.core.shared import Shared

Heard = Callable[[bytes], None]

KEPT = 10_000
# Longer than it takes until what was read is written, and then of no use.
KEPT_SECONDS = 2 * 3600
TIDY_SECONDS = 60.0
WAITING = 10_000
AT_ONCE = 500
BLOCK_SECONDS = 1.0
REST_SECONDS = 0.25
STEP = 128
STOP_SECONDS = 2.0
# Something may have been said that nobody heard.
DOUBT = "doubt"


class Wire:
    """`send` never waits: a thread of its own speaks, and another listens once it is `start`ed."""

    def __init__(self, shared: "Shared") -> None:
        self._shared, self._seal = shared, shared.ring.seal("wire/v1")
        self._key = shared.name("wire")
        self._me = keys.token()[:12]
        self._heard: dict[str, tuple[Heard, bool]] = {}
        self._to_say: queue.Queue[tuple[str, bytes]] = queue.Queue(WAITING)
        self._enough = threading.Event()
        self._owes_doubt, self._tidy_at = False, 0.0
        self._lock = threading.Lock()
        self._speaker: threading.Thread | None = None
        self._listener: threading.Thread | None = None

    def on(self, kind: str, heard: Heard, *, also_before: bool = False) -> None:
        """Have `heard` called, in the listening thread, for what others say of this kind; with
        `also_before`, for what they had said before this process began."""
        self._heard[kind] = heard, also_before

    def send(self, kind: str, words: bytes = b"") -> None:
        self._begin_to_speak()
        try:
            self._to_say.put_nowait((kind, words))
        except queue.Full:
            self._owes_doubt = True

    def start(self) -> None:
        """Listen. What this process was going to say when it was killed the last time is lost, and
        the others are told that."""
        self._listener = threading.Thread(target=self._listen, name="wire-in", daemon=True)
        self._listener.start()
        self.send(DOUBT)

    def stop(self) -> None:
        """Say what is still to be said, if that goes quickly."""
        self._enough.set()
        for thread in (self._speaker, self._listener):
            if thread is not None:
                thread.join(STOP_SECONDS)

    def _begin_to_speak(self) -> None:
        if self._speaker is not None:
            return
        with self._lock:
            if self._speaker is None:
                self._speaker = threading.Thread(target=self._speak, name="wire-out", daemon=True)
                self._speaker.start()
                # A command ends sooner than its thread would have spoken.
                atexit.register(self.stop)

    def _speak(self) -> None:
        while not (self._enough.is_set() and self._to_say.empty()):
            with contextlib.suppress(queue.Empty):
                said = self._to_say.get(timeout=0 if self._enough.is_set() else REST_SECONDS)
                self._owes_doubt = not self._say(*said) or self._owes_doubt
            if self._owes_doubt:
                self._owes_doubt = not self._say(DOUBT, b"")
            self._tidy()

    def _say(self, kind: str, words: bytes) -> bool:
        letter = json.dumps([self._me, kind, words.decode()]).encode()
        sealed = self._seal.close(keys.padded(letter, STEP))
        added = self._shared.ask(
            lambda redis: redis.xadd(self._key, {"m": sealed}, maxlen=KEPT, approximate=True)
        )
        return added is not None

    def _tidy(self) -> None:
        """Once a minute: what is old goes, whether much is said or little."""
        if time.monotonic() < self._tidy_at:
            return
        self._tidy_at = time.monotonic() + TIDY_SECONDS
        oldest = int((clock.now().timestamp() - KEPT_SECONDS) * 1000)
        self._shared.ask(lambda redis: redis.xtrim(self._key, minid=oldest, approximate=False))
        self._shared.ask(lambda redis: redis.expire(self._key, KEPT_SECONDS))

    def _listen(self) -> None:
        line = self._shared.line(BLOCK_SECONDS + 1)
        last, fresh, broken = b"0-0", False, False
        while not self._enough.is_set():
            try:
                if broken:
                    line.ping()
                    self._shared.note_back()
                    self._doubt()
                # What was said before is read first, without waiting for more.
                wait = int(BLOCK_SECONDS * 1000) if fresh else None
                found = line.xread({self._key: last}, count=AT_ONCE, block=wait)
            except self._shared.trouble as problem:
                self._shared.note_away(problem)
                broken = True
                self._enough.wait(REST_SECONDS)
                continue
            broken = False
            last = self._hear_all(found, last, fresh=fresh)
            fresh = fresh or not found
        line.close()

    def _hear_all(self, found: Any, last: bytes, *, fresh: bool) -> bytes:
        """Returns the number of the last one."""
        for _name, entries in found:
            for number, fields in entries:
                last = number
                self._hear(fields.get(b"m", b""), fresh=fresh)
        return last

    def _hear(self, sealed: bytes, *, fresh: bool) -> None:
        try:
            who, kind, words = json.loads(self._seal.open(sealed))
        except (Broken, ValueError):
            return
        heard, also_before = self._heard.get(kind, (None, False))
        if heard is not None and who != self._me and (fresh or also_before):
            heard(words.encode())

    def _doubt(self) -> None:
        heard, _ = self._heard.get(DOUBT, (None, False))
        if heard is not None:
            heard(b"")
