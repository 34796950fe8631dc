"""What a member has read and follows, circle by circle: in memory while she reads, sealed at rest.

A row that changed when she reads would say when she was here. So nothing is written then:
at intervals *all* rows are sealed again with fresh nonces, changed or not, in the order of their
keys, and neither two copies of the table nor watching it tells whose reading moved. Several
processes tell each other meanwhile, sealed, over the wire that they share.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.core import keys
from app.core.keys import BLIND, Broken, Keyring, Seal
from app.core.wire import Wire
from app.people.anonymity import bundle_rows

# Bytes. A page of SQLite takes four rows of it; what is longer than 1,002 has a page to itself.
STEP = 896
MOST_MARKS = 2000
# Where it is noted what she has read of what moderators wrote to her.
NO_CIRCLE = 0
# Under which it is noted whether she follows the circle itself; no thread has this number.
CIRCLE = 0
KEPT_CLEAN = 20_000
# As what the processes tell each other what was read.
MARKS = "marks"


@dataclass
class Bundle:
    """One member in one circle.

    `start` and `seen` are values of the circle's counter of posts: the first that was news to
    her, and the last she knew when she looked at its list. `marks` holds the last post read of
    each thread, `follows` how often following was switched (odd: she follows), `size` the bytes
    that its row has: it never gets shorter, so that forgetting does not show.
    """

    start: int = 0
    seen: int = 0
    marks: dict[int, int] = field(default_factory=dict)
    follows: dict[int, int] = field(default_factory=dict)
    size: int = field(default=0, compare=False)

    def begin(self, bump: int) -> None:
        """Her first look: what was there before is not news."""
        if not self.start:
            self.start, self.seen = bump + 1, bump

    def is_following(self, thread_id: int) -> bool:
        return self.follows.get(thread_id, 0) % 2 == 1

    def following(self) -> list[int]:
        """The threads that she follows, not the circle itself."""
        return [each for each in self.follows if each != CIRCLE and self.is_following(each)]

    def switch(self, thread_id: int) -> None:
        """She follows it from now on, or no more."""
        self.follows[thread_id] = self.follows.get(thread_id, 0) + 1

    @property
    def follows_circle(self) -> bool:
        """Whether she wants to hear of each new thread there."""
        return self.is_following(CIRCLE)

    def mark(self, thread_id: int, seq: int) -> None:
        """She has read the thread up to this post. The oldest marks give way to new ones."""
        self.marks[thread_id] = max(seq, self.marks.pop(thread_id, 0))
        while len(self.marks) > MOST_MARKS:
            del self.marks[next(iter(self.marks))]

    def merge(self, other: "Bundle") -> None:
        """Take over what another process has seen of her: numbers only grow."""
        self.start = max(self.start, other.start)
        self.seen = max(self.seen, other.seen)
        for thread_id, seq in other.marks.items():
            self.marks[thread_id] = max(seq, self.marks.get(thread_id, 0))
        for thread_id, times in other.follows.items():
            self.follows[thread_id] = max(times, self.follows.get(thread_id, 0))

    def copy(self) -> "Bundle":
        return Bundle(self.start, self.seen, dict(self.marks), dict(self.follows))

    def since(self, before: "Bundle") -> "Bundle":
        """What has come into it that is not in the one before."""
        marks = {t: seq for t, seq in self.marks.items() if before.marks.get(t) != seq}
        follows = {t: n for t, n in self.follows.items() if before.follows.get(t) != n}
        return Bundle(self.start, self.seen, marks, follows)

    def packed(self) -> bytes:
        """As JSON, with the same length for each thread and filled up to whole steps: a row's
        length says in about how many threads she has been, and nothing of what she did there."""
        known = [*(t for t in self.follows if t not in self.marks), *self.marks]
        threads = ",".join(
            f"[{t:19},{self.marks.get(t, 0):10},{self.follows.get(t, 0):5}]" for t in known
        )
        text = f"[{self.start:19},{self.seen:19},[{threads}]]".encode()
        return keys.padded(text, STEP).ljust(self.size)

    @classmethod
    def unpacked(cls, text: bytes) -> "Bundle":
        start, seen, threads = json.loads(text)
        marks = {thread_id: seq for thread_id, seq, _ in threads if seq}
        follows = {thread_id: times for thread_id, _, times in threads if times}
        return cls(start, seen, marks, follows, len(text))


class Shelf:
    """The bundles that this process has in hand."""

    def __init__(self, ring: Keyring, wire: Wire | None = None) -> None:
        self._seal: Seal = ring.seal("bundle/v2")
        self._lock = threading.Lock()
        self._clean: OrderedDict[bytes, Bundle] = OrderedDict()
        self._touched: dict[bytes, Bundle] = {}
        # What other processes have said of bundles that are not in hand.
        self._heard: dict[bytes, Bundle] = {}
        self._wire = wire
        if wire is not None:
            wire.on(MARKS, self._learn, also_before=True)

    def take(self, session: Session, owners: Iterable[bytes]) -> dict[bytes, Bundle]:
        """The bundles of these owners; one question for all that are not in hand."""
        with self._lock:
            held = {o: b for o in owners if (b := self._held(o)) is not None}
        missing = [o for o in owners if o not in held]
        if missing:
            found = {
                o: self._opened(o, sealed) for o, sealed in bundle_rows.stored(session, missing)
            }
            with self._lock:
                for owner in missing:
                    held[owner] = self._held(owner) or found.get(owner) or Bundle()
                    self._add_heard(owner, held[owner])
                    self._keep(owner, held[owner])
        return held

    def change(self, owner: bytes, bundle: Bundle, how: Callable[[Bundle], None]) -> None:
        """Change what is in hand, now; the table hears of it at the next flush."""
        with self._lock:
            current = self._touched.get(owner) or self._clean.pop(owner, bundle)
            before = current.copy() if self._wire else current
            how(current)
            self._touched[owner] = current
            self._add_heard(owner, current)
            news = current.since(before) if self._wire else current
        if self._wire is not None:
            self._wire.send(MARKS, owner.hex().encode() + news.packed())

    def lift(self) -> dict[bytes, Bundle]:
        """What was touched since the last time, here or elsewhere, to be written now; what was
        touched here stays in hand."""
        with self._lock:
            lifted, self._touched = self._touched, {}
            heard, self._heard = self._heard, {}
            for owner, bundle in lifted.items():
                self._keep(owner, bundle)
        # Another process may be killed before it writes.
        return heard | lifted

    def put_back(self, lifted: dict[bytes, Bundle]) -> None:
        """It could not be written: the next time has to."""
        with self._lock:
            for owner, bundle in lifted.items():
                if owner in self._touched:
                    self._touched[owner].merge(bundle)
                elif self._clean.pop(owner, None) is not None:
                    self._touched[owner] = bundle
                else:
                    self._heard.setdefault(owner, Bundle()).merge(bundle)

    def write(
        self,
        session: Session,
        lifted: dict[bytes, Bundle],
        forgotten: Collection[bytes] = (),
        after: bytes = b"",
    ) -> tuple[int, bytes | None]:
        """Seal the next portion of the table anew, with what was seen since, and empty those rows
        of it that the `forgotten` own. Returns how many there were, and the last one, after which
        to go on, or None when there are no more."""
        portion = bundle_rows.portion(session, after, lifted)
        there, fresh = dict[bytes, bytes](), dict[bytes, bytes]()
        for owner, sealed in portion.items():
            bundle = Bundle() if sealed is None else self._opened(owner, sealed)
            if owner in forgotten:
                bundle = Bundle(size=bundle.size)
            self._merge_in_hand(owner, bundle, lifted.get(owner))
            anew = fresh if sealed is None else there
            anew[owner] = self._seal.close(bundle.packed(), owner)
        bundle_rows.replace(session, there)
        bundle_rows.add(session, fresh)
        more = len(portion) == bundle_rows.PORTION
        return len(portion), max(portion) if more else None

    def _merge_in_hand(self, owner: bytes, stored: Bundle, lifted: Bundle | None) -> None:
        with self._lock:
            if lifted is not None:
                stored.merge(lifted)
            held = self._held(owner)
            if held is not None:
                held.merge(stored)

    def _learn(self, words: bytes) -> None:
        """Another process says what she has read there."""
        owner = bytes.fromhex(words[: 2 * BLIND].decode())
        news = Bundle.unpacked(words[2 * BLIND :])
        with self._lock:
            held = self._touched.get(owner) or self._clean.pop(owner, None)
            if held is None:
                held = self._heard.setdefault(owner, Bundle())
            else:
                self._touched[owner] = held
            held.merge(news)

    def _add_heard(self, owner: bytes, bundle: Bundle) -> None:
        heard = self._heard.pop(owner, None)
        if heard is not None:
            bundle.merge(heard)
            self._touched[owner] = bundle

    def _held(self, owner: bytes) -> Bundle | None:
        return self._touched.get(owner) or self._clean.get(owner)

    def _keep(self, owner: bytes, bundle: Bundle) -> None:
        if owner in self._touched:
            return
        self._clean[owner] = bundle
        self._clean.move_to_end(owner)
        while len(self._clean) > KEPT_CLEAN:
            self._clean.popitem(last=False)

    def _opened(self, owner: bytes, sealed: bytes) -> Bundle:
        try:
            return Bundle.unpacked(self._seal.open(sealed, owner))
        except (Broken, ValueError):
            return Bundle()
