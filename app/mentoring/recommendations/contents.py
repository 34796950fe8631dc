"""What stands in the row of a recommendation, and the seal around it."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core import keys
from app.core.keys import Keyring
from app.core.languages import phrases

STEP = 1024
_PURPOSE = "recommendation/v1"


class State(StrEnum):
    """What moderators made of it. What is not STANDING nobody reads but who wrote it."""

    STANDING = "standing"
    HIDDEN = "hidden"
    REMOVED = "removed"

    @property
    def told(self) -> str:
        """What its author is told, and moderators are."""
        return _TOLD.get(self, "")


_TOLD = phrases(
    {
        State.HIDDEN: "A moderator has hidden this recommendation.",
        State.REMOVED: "A moderator has removed this recommendation.",
    }
)


@dataclass(frozen=True)
class Recommended:
    """`html` is made once, when it is written; `day` is when she last changed it. Whether it is
    `shown` the mentee has said of these words and of no others."""

    body: str
    html: str
    day: date
    shown: bool = False
    state: State = State.STANDING

    @property
    def mark(self) -> str:
        """The same as long as the words are."""
        return keys.digest(self.body).hex()[:16]

    @property
    def stands(self) -> bool:
        return self.state is State.STANDING

    @property
    def is_public(self) -> bool:
        return self.shown and self.stands

    def sealed(self, ring: Keyring, recommendation_id: int) -> bytes:
        said = [self.body, self.html, self.day.isoformat(), self.shown, self.state]
        words = keys.padded(json.dumps(said).encode(), STEP)
        return ring.seal(_PURPOSE).close(words, keys.number(recommendation_id))

    @classmethod
    def opened(cls, ring: Keyring, recommendation_id: int, sealed: bytes) -> "Recommended":
        words = ring.seal(_PURPOSE).open(sealed, keys.number(recommendation_id))
        body, html, day, shown, state = json.loads(words)
        return cls(body, html, date.fromisoformat(day), shown, State(state))
