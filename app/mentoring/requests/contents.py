"""What stands in a request, and the seal around it: the application's key opens it, for its two
sides."""

import json
from dataclasses import dataclass

from app.core import keys
from app.core.keys import Keyring

STEP = 1024
PURPOSE = "mentoring-request/v1"


@dataclass(frozen=True)
class Said:
    """Her note and her goal; what the mentor asked, what she answered; the mentor's last words.
    With `withheld`, moderators have taken what the mentor says away from the asker."""

    note: str
    goal: str
    question: str = ""
    answer: str = ""
    closing: str = ""
    withheld: bool = False

    def sealed(self, ring: Keyring, request_id: int) -> bytes:
        said = [self.note, self.goal, self.question, self.answer, self.closing, self.withheld]
        words = keys.padded(json.dumps(said).encode(), STEP)
        return ring.seal(PURPOSE).close(words, keys.number(request_id))

    @classmethod
    def opened(cls, ring: Keyring, request_id: int, sealed: bytes) -> "Said":
        words = ring.seal(PURPOSE).open(sealed, keys.number(request_id))
        return cls(*json.loads(words))
