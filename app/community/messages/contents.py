"""What stands in the rows of messages, and the seals around it."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.core import keys
from app.core.keys import Keyring
from app.core.languages import phrases

STEP = 512
BOX_STEP = 1024
COURSE_STEP = 256
# A nonce and a tag are the same for all.
OVERHEAD = 28
_AT = "%Y-%m-%dT%H:%MZ"


class Who(StrEnum):
    """Who may write to her: nobody, members whom she has let, or everybody (strangers ask)."""

    OFF = "off"
    CHOSEN = "chosen"
    ALL = "all"


class State(StrEnum):
    """Of a message. What is TAKEN_BACK has no words any more."""

    SHOWN = "shown"
    TAKEN_BACK = "taken-back"
    HIDDEN = "hidden"
    REMOVED = "removed"


@dataclass(frozen=True)
class Letterbox:
    """Everybody may ask, unless she chooses otherwise: who comes here for help must be able to be
    found by who can give it, and a request shows no word until she opens it."""

    who: Who = Who.ALL
    lets: tuple[UUID, ...] = ()
    conversations: tuple[int, ...] = ()

    def packed(self) -> bytes:
        said = [self.who, [one.hex for one in self.lets], self.conversations]
        return keys.padded(json.dumps(said).encode(), BOX_STEP)

    @classmethod
    def unpacked(cls, words: bytes) -> "Letterbox":
        who, lets, conversations = json.loads(words)
        return cls(Who(who), tuple(map(UUID, lets)), tuple(conversations))


@dataclass(frozen=True)
class Course:
    """How a conversation stands between its two sides, 0 and 1; None is one who has left for good.

    `asker` has the first word since it began; until the other has `accepted`, it is `asked`. Once
    contact between the two was ended it is `over`: whoever writes begins anew. What a side has
    `ended` nobody adds to, unless she does; what is `gone` she has deleted, `cleared` up to that
    message. `n` is the number of the last message, `at` its minute, `spoken` the last of each side.
    """

    sides: tuple[UUID | None, UUID | None]
    asker: int = 0
    accepted: bool = False
    asked: bool = False
    over: bool = False
    ended: tuple[bool, bool] = (False, False)
    gone: tuple[bool, bool] = (False, False)
    cleared: tuple[int, int] = (0, 0)
    spoken: tuple[int, int] = (0, 0)
    n: int = 0
    at: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    def side_of(self, member_id: UUID) -> int | None:
        return self.sides.index(member_id) if member_id in self.sides else None

    def with_word(self, side: int, at: datetime) -> "Course":
        """One more message, by this side."""
        n = self.n + 1
        return replace(self, n=n, at=at, spoken=_put(self.spoken, side, n))

    def with_ended(self, side: int, *, ended: bool) -> "Course":
        return replace(self, ended=_put(self.ended, side, ended))

    def with_gone(self, side: int, *, gone: bool) -> "Course":
        return replace(self, gone=_put(self.gone, side, gone))

    def without(self, side: int) -> "Course":
        """That side has left for good."""
        left = self.with_ended(side, ended=True).with_gone(side, gone=True)
        return replace(left, sides=_put(self.sides, side, None))

    def cleared_by(self, side: int) -> "Course":
        """She deletes it for herself, which ends it."""
        done = self.with_ended(side, ended=True).with_gone(side, gone=True)
        return replace(done, cleared=_put(self.cleared, side, self.n))

    def sealed(self, ring: Keyring, conversation_id: int) -> bytes:
        sides = [one.hex if one else "" for one in self.sides]
        flags = [self.accepted, self.asked, self.over, self.ended, self.gone]
        said = [sides, self.asker, flags, self.cleared, self.spoken, self.n, self.at.strftime(_AT)]
        return _seal(ring, "conversation/v1", said, COURSE_STEP, conversation_id)

    @classmethod
    def opened(cls, ring: Keyring, conversation_id: int, sealed: bytes) -> "Course":
        said = _open(ring, "conversation/v1", sealed, conversation_id)
        sides, asker, flags, cleared, spoken, n, at = said
        accepted, asked, over, ended, gone = flags
        one, other = (UUID(side) if side else None for side in sides)
        return cls(
            (one, other),
            asker,
            accepted,
            asked,
            over,
            tuple(ended),
            tuple(gone),
            tuple(cleared),
            tuple(spoken),
            n,
            _moment(at),
        )


@dataclass(frozen=True)
class Said:
    """One message: by which side, when, and what; `html` is made once, when it is written."""

    side: int
    at: datetime
    body: str
    html: str
    state: State = State.SHOWN

    @property
    def is_shown(self) -> bool:
        return self.state is State.SHOWN

    @property
    def told(self) -> str:
        """What stands in the place of words that are not shown."""
        return _TOLD.get(self.state, "")

    def without_words(self, state: State) -> "Said":
        return replace(self, body="", html="", state=state)

    def sealed(self, ring: Keyring, message_id: int) -> bytes:
        return _seal(ring, "message/v1", self.plain(), STEP, message_id)

    def plain(self) -> list[Any]:
        return [self.side, self.at.strftime(_AT), self.body, self.html, self.state]

    @classmethod
    def opened(cls, ring: Keyring, message_id: int, sealed: bytes) -> "Said":
        return cls.of(_open(ring, "message/v1", sealed, message_id))

    @classmethod
    def of(cls, plain: list[Any]) -> "Said":
        side, at, body, html, state = plain
        return cls(side, _moment(at), body, html, State(state))


_TOLD = phrases(
    {
        State.TAKEN_BACK: "This message was taken back.",
        State.HIDDEN: "A moderator has hidden this message.",
        State.REMOVED: "A moderator has removed this message.",
    }
)


@dataclass(frozen=True)
class Handed:
    """What moderators see: copies of the chosen messages with their numbers, in order. `side` is
    that of who wrote what is reported, and `writer` who she is; None once she has left."""

    writer: UUID | None
    side: int
    state: State
    lines: tuple[tuple[int, Said], ...]

    @property
    def hers(self) -> tuple[tuple[int, Said], ...]:
        """Those that she wrote, whom they are about."""
        return tuple((n, said) for n, said in self.lines if said.side == self.side)

    def sealed(self, ring: Keyring, handed_id: int) -> bytes:
        lines = [[n, said.plain()] for n, said in self.lines]
        said = [self.writer.hex if self.writer else "", self.side, self.state, lines]
        return _seal(ring, "handed/v1", said, STEP, handed_id)

    @classmethod
    def opened(cls, ring: Keyring, handed_id: int, sealed: bytes) -> "Handed":
        writer, side, state, lines = _open(ring, "handed/v1", sealed, handed_id)
        copies = tuple((n, Said.of(plain)) for n, plain in lines)
        return cls(UUID(writer) if writer else None, side, State(state), copies)


def _put(pair: tuple[Any, Any], side: int, value: Any) -> tuple[Any, Any]:
    return (value, pair[1]) if side == 0 else (pair[0], value)


def _moment(at: str) -> datetime:
    return datetime.strptime(at, _AT).replace(tzinfo=UTC)


def _seal(ring: Keyring, purpose: str, said: list[Any], step: int, about: int) -> bytes:
    words = keys.padded(json.dumps(said).encode(), step)
    return ring.seal(purpose).close(words, keys.number(about))


def _open(ring: Keyring, purpose: str, sealed: bytes, about: int) -> Any:
    return json.loads(ring.seal(purpose).open(sealed, keys.number(about)))
