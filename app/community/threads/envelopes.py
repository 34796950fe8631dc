"""What waits to be published: how it lies under its seal, and when its time has come."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.community.threads.endings import Lifetime
from app.community.threads.models import Intent
from app.community.threads.posting import Author, Draft, Opening
from app.core import keys
from app.core.keys import Broken, Keyring, Seal
from app.core.languages import Sentence, words

# Whoever writes waits for an hour at least and twelve at most: for the first quarter of a day that
# begins in an hour or later, and there for five hours at most.
SOONEST = timedelta(hours=1)
QUARTER = timedelta(hours=6)
SPREAD = timedelta(hours=5)
STEP = timedelta(minutes=10)
PADDED = 1024


@dataclass(frozen=True)
class Envelope:
    """A post that waits. `place` is the name of the circle; `title` and `intent` are those of a
    thread that it opens; `why` says why it could not be published."""

    circle_id: int
    thread_id: int
    epoch: str
    voice: str
    submit_key: str
    place: str
    body: str
    note: str
    lifetime: Lifetime
    title: str = ""
    intent: Intent | None = None
    why: str = ""
    advice: bool = False

    @property
    def author(self) -> Author:
        return Author(None, bytes.fromhex(self.voice), bytes.fromhex(self.submit_key))

    @property
    def draft(self) -> Draft:
        return Draft(
            self.body, self.note, anonymous=True, lifetime=self.lifetime, advice=self.advice
        )

    @property
    def opening(self) -> Opening | None:
        return Opening(self.title, self.intent, self.epoch) if self.intent else None

    def sealed(self, ring: Keyring, waiting_id: int) -> bytes:
        """For the row of this number, filled up to whole kilobytes: its length says little."""
        text = json.dumps(asdict(self)).encode()
        return _seal(ring).close(text + b" " * (-len(text) % PADDED), keys.number(waiting_id))


def opened(ring: Keyring, waiting_id: int, sealed: bytes) -> Envelope:
    """What is in it; of what this key does not open, that it is lost."""
    try:
        said = json.loads(_seal(ring).open(sealed, keys.number(waiting_id)))
    except Broken:
        return Envelope(
            0, 0, "", "", "", "", "", "", Lifetime.NONE, why=Sentence("It can’t be read any more.")
        )
    said["why"] = words(said["why"])
    said["lifetime"] = Lifetime(said["lifetime"])
    said["intent"] = said["intent"] and Intent(said["intent"])
    return Envelope(**said)


def due(now: datetime) -> tuple[date, int]:
    """The day and the quarter, 0 to 3 in UTC, in which what is written now will be published."""
    midnight = datetime.combine(now.date(), time(), UTC)
    days, quarter = divmod(-((midnight - now - SOONEST) // QUARTER), 4)
    return now.date() + timedelta(days=days), quarter


def window(day: date, quarter: int) -> tuple[datetime, datetime]:
    """Between which moments it will be published."""
    begins = datetime.combine(day, time(), UTC) + quarter * QUARTER
    return begins, begins + SPREAD


def chance(now: datetime, earliest: datetime, latest: datetime) -> float:
    """Of being published now, when that is asked at every STEP: no moment of the window is
    likelier than another."""
    if now < earliest:
        return 0
    return 1 if latest - now <= STEP else STEP / (latest - now)


def _seal(ring: Keyring) -> Seal:
    return ring.seal("waiting/v1")
