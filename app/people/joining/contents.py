"""What is sealed of a request: her answers, the invitation she came with, and what was said since.

Padded, and bound to the account, so that no row's content fits another.
"""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from app.core import keys
from app.core.keys import Broken, Keyring, Seal

STEP = 4096


@dataclass(frozen=True)
class Contents:
    """Each answer beside its question as it was then. `invitation` is the hash of a code, in hex.
    `words` are what a moderator wrote last, `reply` what she said to that."""

    answers: tuple[tuple[str, str], ...] = ()
    invitation: str = ""
    words: str = ""
    reply: str = ""

    def sealed(self, ring: Keyring, member_id: UUID) -> bytes:
        words = keys.padded(json.dumps(asdict(self)).encode(), STEP)
        return _seal(ring).close(words, member_id.bytes)


def opened(ring: Keyring, member_id: UUID, sealed: bytes) -> Contents:
    """Nothing where its key is lost: she can still be let in, or take it back."""
    try:
        said = json.loads(_seal(ring).open(sealed, member_id.bytes))
    except Broken:
        return Contents()
    said["answers"] = tuple((question, answer) for question, answer in said["answers"])
    return Contents(**said)


def _seal(ring: Keyring) -> Seal:
    return ring.seal("joining-request/v1")
