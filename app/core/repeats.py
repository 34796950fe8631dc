"""A form of ours that comes a second time: whoever finds what it has made already says so here,
and `sent` knows whether it said the same words then."""

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.orm import Session

from app.core import keys

if TYPE_CHECKING:
    from app.core.shared import Shared

T = TypeVar("T")

MOST = 4000
HOURS = 12
_AGAIN = "came again"


def again(session: Session, made: T | None, *, differs: bool | None = None) -> T | None:
    """What this very form has made already, if it has; and whether it then said something else,
    where that is to be seen from what stands."""
    if made is not None:
        session.info[_AGAIN] = differs
    return made


def came_again(session: Session) -> bool:
    """Whether the deed of this session found that it had been done."""
    return _AGAIN in session.info


def differs(session: Session) -> bool:
    """Whether what that made is seen to say something else."""
    return bool(session.info.get(_AGAIN))


class Sent:
    """With what words forms came, by blind values that only this process can make: a memory image
    tells neither a form nor a word. The newest are known; where several processes share a Redis,
    to all of them."""

    def __init__(self, shared: "Shared | None" = None) -> None:
        self._key = keys.random_bytes(32)
        self._lock = Lock()
        self._words: OrderedDict[bytes, bytes] = OrderedDict()
        self._shared = shared

    def keep(self, nonce: str, words: bytes) -> None:
        """This form has done its deed with these words."""
        with self._lock:
            self._words[self._blind(nonce.encode())] = self._blind(words)
            while len(self._words) > MOST:
                self._words.popitem(last=False)
        if self._shared:
            place, said = self._elsewhere(self._shared, nonce, words)
            self._shared.ask(lambda redis: redis.set(place, said, ex=HOURS * 3600))

    def differ(self, nonce: str, words: bytes) -> bool | None:
        """Whether it has done its deed with other words; None where that is not known: after a new
        start, or where processes share no Redis."""
        with self._lock:
            known = self._words.get(self._blind(nonce.encode()))
        if known is not None:
            return known != self._blind(words)
        if not self._shared:
            return None
        place, said = self._elsewhere(self._shared, nonce, words)
        before = self._shared.ask(lambda redis: redis.get(place))
        return None if before is None else before != said

    def _blind(self, text: bytes) -> bytes:
        return keys.blind(self._key, text)

    @staticmethod
    def _elsewhere(shared: "Shared", nonce: str, words: bytes) -> tuple[bytes, bytes]:
        return shared.name("sent", nonce.encode()), shared.name("sent words", words)
