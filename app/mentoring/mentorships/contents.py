"""What stands in the rows of mentorships, and the seals around it. Its two sides are MENTOR and
MENTEE, by number: no word that is kept names a member."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from app.core import keys, versions
from app.core.keys import Keyring
from app.core.languages import phrases

MENTOR, MENTEE = 0, 1
# As a side: a moderator.
STAFF = 2
STEP = 512
EVERY = 4

# Python 3.11 has no syntax for generics of its own.
W = TypeVar("W")


@dataclass(frozen=True)
class Agreement:
    """In their own words. They look at it `again` on that day; check-ins come `every` so many
    weeks, with 0 never."""

    frequency: str
    contact: str
    confidentiality: str
    again: date | None = None
    every: int = EVERY


@dataclass(frozen=True)
class Proposal:
    """An agreement that one side has proposed; its `mark` is another for each."""

    by: int
    mark: str
    agreement: Agreement


@dataclass(frozen=True)
class Course:
    """How it stands between the sides.

    Check-ins may be read by a coordinator where it is `opened` by both. Where it is paused,
    `paused_by` says by whom; where one of them finds that it is done, `done_by` says which. Once
    contact between the two was ended it is `closed`, whatever else it is.
    """

    agreement: Agreement | None = None
    proposal: Proposal | None = None
    opened: tuple[bool, bool] = (False, False)
    paused_by: int | None = None
    done_by: int | None = None
    closed: bool = False

    @property
    def mark(self) -> str:
        """Of what is agreed and what is proposed (`core.versions`)."""
        agreed = self.agreement and asdict(self.agreement)
        return versions.mark(agreed, self.proposal and self.proposal.mark)

    @property
    def every(self) -> int:
        return self.agreement.every if self.agreement else EVERY

    def with_opened(self, side: int, *, on: bool) -> "Course":
        pair = (on, self.opened[1]) if side == MENTOR else (self.opened[0], on)
        return replace(self, opened=pair)

    def sealed(self, ring: Keyring, mentorship_id: int) -> bytes:
        return _seal(ring, "mentorship/v1", asdict(self), mentorship_id)

    @classmethod
    def read(cls, ring: Keyring, mentorship_id: int, sealed: bytes) -> "Course":
        said = _open(ring, "mentorship/v1", sealed, mentorship_id)
        agreement, proposal = said.pop("agreement"), said.pop("proposal")
        opened = tuple(said.pop("opened"))
        if proposal:
            proposal = Proposal(**proposal | {"agreement": _agreement(proposal["agreement"])})
        return cls(agreement and _agreement(agreement), proposal, opened, **said)


@dataclass(frozen=True)
class Step:
    """A part of a goal."""

    words: str
    done: bool = False


@dataclass(frozen=True)
class Goal:
    """`until` when, `done` on which day, with a `word` on it."""

    title: str
    until: date | None = None
    steps: tuple[Step, ...] = ()
    done: date | None = None
    word: str = ""

    @property
    def reached(self) -> int:
        """How many of its steps are done."""
        return sum(step.done for step in self.steps)

    @property
    def mark(self) -> str:
        """Of its words, whichever of its steps are done (`core.versions`)."""
        return versions.mark(self.title, self.until, [step.words for step in self.steps])

    @property
    def steps_mark(self) -> str:
        """Of its steps, and which of them are done."""
        return versions.mark([(step.words, step.done) for step in self.steps])

    @property
    def end_mark(self) -> str:
        """Of whether it is done, and of the word on that."""
        return versions.mark(self.done, self.word)


@dataclass(frozen=True)
class Note:
    """`html` is made once, when it is written; `edited` on which day."""

    body: str
    html: str
    edited: date | None = None

    @property
    def mark(self) -> str:
        """Of its words (`core.versions`)."""
        return versions.mark(self.body)


@dataclass(frozen=True)
class CheckIn:
    """`how` is one of HOW."""

    how: str
    words: str = ""

    @property
    def said(self) -> str:
        return HOW[self.how]


@dataclass(frozen=True)
class Feedback:
    """`score` is 1 to 5. The other reads the words where it is `shown`, and never the score."""

    helped: str
    would_help: str
    score: int
    shown: bool = False


HOW = phrases({"well": "Well", "so-so": "So so", "not-well": "Not well"})
Thing = Goal | Note | CheckIn | Feedback


@dataclass(frozen=True)
class Entry(Generic[W]):
    """Something that one side has put there, the `n`th; of a `mark` there is one. `id` is that of
    its row."""

    id: int
    n: int
    by: int
    day: date
    mark: str
    words: W

    def sealed(self, ring: Keyring) -> bytes:
        kind = _KINDS[type(self.words)]
        said = [kind, self.n, self.by, self.day, self.mark, asdict(self.words)]  # type: ignore[call-overload]
        return _seal(ring, "mentorship-entry/v1", said, self.id)


def entry(ring: Keyring, entry_id: int, sealed: bytes) -> Entry[Thing]:
    """What the row of this number holds. Raises Broken for what was changed."""
    kind, n, by, day, mark, words = _open(ring, "mentorship-entry/v1", sealed, entry_id)
    made = _MADE[kind](words)
    return Entry(entry_id, n, by, date.fromisoformat(day), mark, made)


def _agreement(said: dict[str, Any]) -> Agreement:
    return Agreement(**said | {"again": _day(said["again"])})


def _goal(said: dict[str, Any]) -> Goal:
    steps = tuple(Step(**step) for step in said["steps"])
    return Goal(said["title"], _day(said["until"]), steps, _day(said["done"]), said["word"])


def _note(said: dict[str, Any]) -> Note:
    return Note(said["body"], said["html"], _day(said["edited"]))


_KINDS: Mapping[type, str] = {
    Goal: "goal",
    Note: "note",
    CheckIn: "check-in",
    Feedback: "feedback",
}
_MADE: Mapping[str, Callable[[dict[str, Any]], Thing]] = {
    "goal": _goal,
    "note": _note,
    "check-in": lambda said: CheckIn(**said),
    "feedback": lambda said: Feedback(**said),
}


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _seal(ring: Keyring, purpose: str, said: Any, about: int) -> bytes:
    words = json.dumps(said, default=date.isoformat, ensure_ascii=False).encode()
    return ring.seal(purpose).close(keys.padded(words, STEP), keys.number(about))


def _open(ring: Keyring, purpose: str, sealed: bytes, about: int) -> Any:
    return json.loads(ring.seal(purpose).open(sealed, keys.number(about)))
