"""What stands in the sealed rows of programmes, and the seals around it.

Sealed with the application's key, since whoever matches a cohort has to read what all have said.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.core import keys
from app.core.keys import Keyring
from app.mentoring.matching.facts import Facts

STEP = 1024
# So many of those who are full are named: a large cohort has thousands for each mentee.
NAMED = 8
Pair = tuple[int, int]


class Part(StrEnum):
    """As what somebody enrols."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"

    @property
    def mentors(self) -> bool:
        return self is not Part.MENTEE

    @property
    def learns(self) -> bool:
        return self is not Part.MENTOR


@dataclass(frozen=True)
class Told:
    """What a member says when she enrols. `manager` is a handle. Her backgrounds count for matching
    only where she lets them (`matching`), and in fairness numbers likewise (`counted`). `answers`
    are by the numbers of the questions."""

    part: Part
    topics: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    zone: str = ""
    places: int = 1
    team: str = ""
    manager: str = ""
    backgrounds: tuple[str, ...] = ()
    matching: bool = False
    counted: bool = False
    answers: Mapping[int, str] = field(default_factory=dict)

    @property
    def facts(self) -> Facts:
        """As far as she lets it count."""
        return Facts(
            frozenset(self.topics),
            frozenset(self.times),
            frozenset(self.languages),
            frozenset(self.backgrounds if self.matching else ()),
            self.zone,
        )

    def sealed(self, ring: Keyring, enrolment_id: int) -> bytes:
        said = vars(self) | {"answers": [[*one] for one in self.answers.items()]}
        return _seal(ring, "enrolment/v1", said, enrolment_id)

    @classmethod
    def opened(cls, ring: Keyring, enrolment_id: int, sealed: bytes) -> "Told":
        said = _open(ring, "enrolment/v1", sealed, enrolment_id)
        many = {n: tuple(said[n]) for n in ("topics", "times", "languages", "backgrounds")}
        answers = dict(said["answers"])
        return cls(**said | many | {"part": Part(said["part"]), "answers": answers})


@dataclass(frozen=True)
class Alone:
    """A mentee whom nobody was found for: how many mentors each rule keeps from her, and of how
    many others have the places: of some of these, the enrolments."""

    mentee: int
    kept: Mapping[str, int]
    full: tuple[int, ...] = ()
    filled: int = 0


@dataclass(frozen=True)
class Fallen:
    """A pair that could not begin any more when the matching was confirmed, and why."""

    mentor: int
    mentee: int
    why: str


@dataclass(frozen=True)
class Matched:
    """What a matching has found: pairs of enrolments, mentor and mentee, each with its points."""

    pairs: tuple[tuple[int, int, int], ...]
    alone: tuple[Alone, ...]

    @property
    def total(self) -> int:
        return sum(points for _, _, points in self.pairs)


@dataclass(frozen=True)
class Desk:
    """A coordinator's work on a cohort: pairs of enrolments, mentor and mentee, that she wants or
    does not want, and what was found. `trouble` says why nothing was. While it is confirmed, `done`
    is how many pairs have had their turn, of which some have `fallen`; `told` is the last of those
    who were told that nobody was found for them. Of what was confirmed at once it is only known how
    many were `left_out`."""

    pinned: frozenset[Pair] = frozenset()
    excluded: frozenset[Pair] = frozenset()
    found: Matched | None = None
    trouble: str = ""
    left_out: int = 0
    done: int = 0
    told: int = 0
    fallen: tuple[Fallen, ...] = ()

    @property
    def standing(self) -> tuple[tuple[int, int, int], ...]:
        """The pairs that were found, without those that have fallen."""
        fallen = {(one.mentor, one.mentee) for one in self.fallen}
        pairs = self.found.pairs if self.found else ()
        return tuple(pair for pair in pairs if pair[:2] not in fallen)

    @property
    def fits(self) -> bool:
        """Whether what was found keeps to all that she wants and does not want."""
        pairs = self.found.pairs if self.found else ()
        found = {(mentor, mentee) for mentor, mentee, _ in pairs}
        return self.pinned <= found and not self.excluded & found

    def sealed(self, ring: Keyring, cohort_id: int) -> bytes:
        found = self.found and [
            self.found.pairs,
            [[a.mentee, a.kept, a.full, a.filled] for a in self.found.alone],
        ]
        wishes = [sorted(self.pinned), sorted(self.excluded)]
        fallen = [[one.mentor, one.mentee, one.why] for one in self.fallen]
        course = [self.left_out, self.done, self.told, fallen]
        said = [*wishes, found, self.trouble, *course]
        return _seal(ring, "cohort/v1", said, cohort_id)

    @classmethod
    def opened(cls, ring: Keyring, cohort_id: int, sealed: bytes | None) -> "Desk":
        if sealed is None:
            return cls()
        said = _open(ring, "cohort/v1", sealed, cohort_id)
        pinned, excluded, found, trouble, left_out, *course = said
        # What was sealed while cohorts were confirmed at once has none.
        done, told, fallen = course or (0, 0, ())
        wishes = _pairs(pinned), _pairs(excluded)
        fell = tuple(Fallen(*one) for one in fallen)
        return cls(*wishes, _found(found), trouble, left_out, done, told, fell)


def _pairs(said: list[list[int]]) -> frozenset[Pair]:
    return frozenset((mentor, mentee) for mentor, mentee in said)


def _found(said: Any) -> Matched | None:
    if said is None:
        return None
    pairs, alone = said
    return Matched(
        tuple((mentor, mentee, points) for mentor, mentee, points in pairs),
        tuple(_alone(*one) for one in alone),
    )


def _alone(
    mentee: int, kept: Mapping[str, int], full: list[int], filled: int | None = None
) -> Alone:
    """Of an earlier matching all who were full stand there."""
    return Alone(mentee, kept, tuple(full[:NAMED]), len(full) if filled is None else filled)


def _seal(ring: Keyring, purpose: str, said: Any, about: int) -> bytes:
    words = keys.padded(json.dumps(said).encode(), STEP)
    return ring.seal(purpose).close(words, keys.number(about))


def _open(ring: Keyring, purpose: str, sealed: bytes, about: int) -> Any:
    return json.loads(ring.seal(purpose).open(sealed, keys.number(about)))
