"""Shields: what a member has blocked and muted, and whom she follows, for her eyes. Sealed at rest;
in memory while she is here, and read anew when a bell says that somebody has changed hers.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from app.core import keys
from app.core.errors import Invalid
from app.core.keys import Broken, Keyring, Seal
from app.core.languages import Sentence
from app.core.questions import Question
from app.people.safety import bells, muted_phrases
from app.people.safety.models import ShieldRow

NAME = "shields"
STEP = 1024
KEPT = 5000
MOST = 500
MOST_PHRASES = 50


@dataclass(frozen=True)
class Shield:
    """Members by their ids, voices by their thread and the pseudonym there, threads and circles by
    their numbers, phrases as she typed them. Each in the order in which she wrote them down.

    A pseudonym and not a voice's token: it is what she has seen, and it outlives a burnt key.
    """

    blocked: tuple[UUID, ...] = ()
    members: tuple[UUID, ...] = ()
    voices: tuple[tuple[int, str], ...] = ()
    threads: tuple[int, ...] = ()
    circles: tuple[int, ...] = ()
    phrases: tuple[str, ...] = ()
    followed: tuple[UUID, ...] = ()

    def __bool__(self) -> bool:
        """Whether it keeps anything away."""
        return self._keeps_away

    @cached_property
    def _keeps_away(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self) if one.name != "followed")

    @cached_property
    def quiet(self) -> frozenset[UUID]:
        """The members whose words under their names are folded for her."""
        return frozenset(self.blocked + self.members)

    @cached_property
    def looked_for(self) -> tuple[str, ...]:
        """Her phrases as they are found again."""
        return muted_phrases.looked_for(self.phrases)

    def minds(self, spoken: str) -> bool:
        """Whether one of her phrases is in words as `muted_phrases.spoken` makes them."""
        return any(each in spoken for each in self.looked_for)

    def packed(self) -> bytes:
        said = [[one.hex for one in self.blocked], [one.hex for one in self.members]]
        rest = [self.voices, self.threads, self.circles, self.phrases]
        near = [one.hex for one in self.followed]
        return keys.padded(json.dumps([*said, *rest, near]).encode(), STEP)

    @classmethod
    def unpacked(cls, words: bytes) -> "Shield":
        # Whoever wrote hers down before anybody could be followed follows nobody.
        blocked, members, voices, threads, circles, said, *more = json.loads(words)
        return cls(
            tuple(map(UUID, blocked)),
            tuple(map(UUID, members)),
            tuple((thread_id, label) for thread_id, label in voices),
            tuple(threads),
            tuple(circles),
            tuple(said),
            tuple(map(UUID, more[0])) if more else (),
        )


NONE = Shield()
_OF = Question(
    select(ShieldRow.sealed).where(ShieldRow.owner == bindparam("owner")), lambda sealed: sealed
)


class Shields:
    """The shields that this process has in hand, each with the bell as it was when it was read."""

    def __init__(self, ring: Keyring) -> None:
        self._ring = ring
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, tuple[int, Shield]] = OrderedDict()

    def of(self, session: Session, rung: int, owner: bytes) -> Shield:
        """Hers, in her own request. `rung` is the bell as her request has seen it; where it has
        never rung, nobody has any."""
        if not rung:
            return NONE
        with self._lock:
            known = self._kept.get(owner)
            if known is not None and known[0] >= rung:
                self._kept.move_to_end(owner)
                return known[1]
        found = read(session, self._ring, owner)
        with self._lock:
            if self._kept.get(owner, (0, NONE))[0] <= rung:
                self._kept[owner] = rung, found
            self._kept.move_to_end(owner)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


def read(session: Session, ring: Keyring, owner: bytes) -> Shield:
    """As it is in the table now; an empty one where there is none, or where this key opens none."""
    sealed = _OF.first(session, owner=owner)
    return NONE if sealed is None else _opened(ring, owner, sealed)


def change(
    session: Session, ring: Keyring, owner: bytes, how: Callable[[Shield], Shield]
) -> Shield:
    """Write down what `how` makes of hers, and return it. Raises Invalid when it holds too much.

    One changes at a time: from the bell on, nobody else's change comes between.
    """
    bells.ring(session, NAME)
    sealed = _OF.first(session, owner=owner)
    after = how(NONE if sealed is None else _opened(ring, owner, sealed))
    _refuse_long(after)
    # A row never gets shorter, so that forgetting does not show.
    words = after.packed().ljust(len(sealed or b"") - _OVERHEAD)
    fresh = _seal(ring).close(words, owner)
    if sealed is None:
        session.execute(insert(ShieldRow).values(owner=owner, sealed=fresh))
    else:
        mine = update(ShieldRow).where(ShieldRow.owner == owner)
        session.execute(mine.values(sealed=fresh))
    return after


# A nonce and a tag are the same for all.
_OVERHEAD = 28


def _refuse_long(shield: Shield) -> None:
    for one in fields(shield):
        most = MOST_PHRASES if one.name == "phrases" else MOST
        if len(getattr(shield, one.name)) > most:
            raise Invalid(
                "", Sentence("Your list holds {n} of these. Take one off it first.", n=most)
            )


def _opened(ring: Keyring, owner: bytes, sealed: bytes) -> Shield:
    try:
        return Shield.unpacked(_seal(ring).open(sealed, owner))
    except (Broken, ValueError):
        return NONE


def _seal(ring: Keyring) -> Seal:
    return ring.seal("shield/v1")
