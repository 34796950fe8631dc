"""By what a thing that came from elsewhere is known when it comes again: numbers made of its own.

They are made by the application's key, as those of `arrivals` are, and nothing else is kept: no
table joins what is here to what it was there.
"""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from app.core import keys
from app.core.keys import Keyring


@dataclass(frozen=True)
class Marks:
    """`source` keeps two communities apart that have the same numbers."""

    ring: Keyring
    source: str

    def number(self, kind: str, *said: object) -> int:
        """For a circle, a thread, a post: 63 bits, never 0."""
        return int.from_bytes(self._blind(kind, *said)[:8], "big") >> 1 or 1

    def member(self, said: str) -> UUID:
        # As a random one: the version and the variant of RFC 9562 say no more.
        return UUID(bytes=self._blind("member", said), version=4)

    def _blind(self, kind: str, *said: object) -> bytes:
        words = "\\0".join([self.source, kind, *map(str, said)])
        return keys.blind(self.ring.derive("moved/v1"), sha256(words.encode()).digest())
