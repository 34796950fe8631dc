"""What stands in the rows of introductions, and the seals around it."""

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.core import keys
from app.core.keys import Keyring

STEP = 2048
# How long it can be answered; and after how long it is destroyed.
SPAN = timedelta(days=30)
KEPT = timedelta(days=90)


class Answer(StrEnum):
    NONE = ""
    YES = "yes"
    NO = "no"


class State(StrEnum):
    """Of words that moderators were shown."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    REMOVED = "removed"


@dataclass(frozen=True)
class Introduction:
    """Side 0 brings sides 1 and 2 together; None is one who has left for good. Each side knows it
    by one of the `numbers`. Of what concerns 1 and 2 alone the first entry is 1's: the `words` that
    she reads, whether she is `asked`, what she answers, and whether moderators have `hidden` what
    she reads. What is `stopped` nobody is told of: it runs out, as if somebody had said no.
    """

    sides: tuple[UUID | None, UUID | None, UUID | None]
    numbers: tuple[int, int, int]
    words: tuple[str, str]
    day: date
    asked: tuple[bool, bool] = (True, True)
    answers: tuple[Answer, Answer] = (Answer.NONE, Answer.NONE)
    hidden: tuple[bool, bool] = (False, False)
    stopped: bool = False
    agreed: bool = False
    over: bool = False

    @property
    def of_herself(self) -> bool:
        """Also when she has left: her number stays."""
        return self.numbers[0] == self.numbers[1]

    @property
    def is_open(self) -> bool:
        """As anybody can know. Also after a no, and where it is stopped."""
        return not (self.agreed or self.over)

    @property
    def until(self) -> date:
        """The day on which it has run out."""
        return self.day + SPAN

    @property
    def can_come_about(self) -> bool:
        """As far as it is known here: both want it, and nothing has stopped it."""
        both = self.answers == (Answer.YES, Answer.YES)
        return both and self.is_open and not self.stopped and not any(self.hidden)

    @property
    def told(self) -> tuple[tuple[UUID, int], ...]:
        """Those who know of it, each with her number."""
        knows = (True, *self.asked)
        three = zip(self.sides, self.numbers, knows, strict=True)
        return tuple((who, number) for who, number, does in three if who and does)

    def side_of(self, number: int) -> int:
        return self.numbers.index(number)

    def other(self, side: int) -> UUID | None:
        """Whom 1 or 2 would be introduced to."""
        return self.sides[3 - side]

    def answered(self, side: int, answer: Answer) -> "Introduction":
        return replace(self, answers=_put(self.answers, side - 1, answer))

    def with_hidden(self, side: int, *, hidden: bool) -> "Introduction":
        return replace(self, hidden=_put(self.hidden, side - 1, hidden))

    def without(self, member_id: UUID) -> "Introduction":
        """She has left for good, and so has what she wrote, or was to read. What the other one was
        told stays until it is destroyed with the rest: it going would tell her who has left."""
        by, first, second = (None if one == member_id else one for one in self.sides)
        words = (self.words[0] if by and first else "", self.words[1] if by and second else "")
        return replace(self, sides=(by, first, second), words=words, stopped=True)

    def sealed(self, ring: Keyring, introduction_id: int) -> bytes:
        flags = [self.asked, self.answers, self.hidden, self.stopped, self.agreed, self.over]
        sides = [one.hex if one else "" for one in self.sides]
        said = [sides, self.numbers, self.words, self.day.isoformat(), flags]
        return _seal(ring, "introduction/v1", said, introduction_id)

    @classmethod
    def opened(cls, ring: Keyring, introduction_id: int, sealed: bytes) -> "Introduction":
        said = _open(ring, "introduction/v1", sealed, introduction_id)
        sides, numbers, words, day, flags = said
        asked, (one, other), hidden, stopped, agreed, over = flags
        by, first, second = (UUID(side) if side else None for side in sides)
        return cls(
            (by, first, second),
            tuple(numbers),
            tuple(words),
            date.fromisoformat(day),
            tuple(asked),
            (Answer(one), Answer(other)),
            tuple(hidden),
            stopped,
            agreed,
            over,
        )


@dataclass(frozen=True)
class Handed:
    """What moderators see: what `writer` has said to one side, and nothing of whom it is about."""

    writer: UUID | None
    introduction_id: int
    side: int
    words: str
    state: State = State.SHOWN

    def sealed(self, ring: Keyring, handed_id: int) -> bytes:
        by = self.writer.hex if self.writer else ""
        said = [by, self.introduction_id, self.side, self.words, self.state]
        return _seal(ring, "handed-introduction/v1", said, handed_id)

    @classmethod
    def opened(cls, ring: Keyring, handed_id: int, sealed: bytes) -> "Handed":
        said = _open(ring, "handed-introduction/v1", sealed, handed_id)
        by, introduction_id, side, words, state = said
        return cls(UUID(by) if by else None, introduction_id, side, words, State(state))


def _put(pair: tuple[Any, Any], at: int, value: Any) -> tuple[Any, Any]:
    return (value, pair[1]) if at == 0 else (pair[0], value)


def _seal(ring: Keyring, purpose: str, said: list[Any], about: int) -> bytes:
    words = keys.padded(json.dumps(said).encode(), STEP)
    return ring.seal(purpose).close(words, keys.number(about))


def _open(ring: Keyring, purpose: str, sealed: bytes, about: int) -> Any:
    return json.loads(ring.seal(purpose).open(sealed, keys.number(about)))
