"""What stands in the row of a meeting, and the seal around it."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from app.core import clock, keys
from app.core.keys import Keyring
from app.core.languages import Sentence, phrases

STEP = 1024
_AT = "%Y-%m-%dT%H:%MZ"


class State(StrEnum):
    """Until the other says yes it is PROPOSED. DECLINED is one to which she said that she can’t,
    CANCELLED one that was called off, or taken back before she answered."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    HELD = "held"
    NOT_HELD = "not-held"


class Way(StrEnum):
    """By what they meet."""

    CALL = "call"
    VIDEO = "video"
    IN_PERSON = "in-person"
    MESSAGE = "message"

    @property
    def label(self) -> Sentence:
        return _LABELS[self]

    @property
    def within(self) -> Sentence:
        """The same within a line."""
        return _WITHIN[self]


_LABELS = phrases(
    {
        Way.CALL: "By call",
        Way.VIDEO: "By video",
        Way.IN_PERSON: "In person",
        Way.MESSAGE: "By message",
    }
)
_WITHIN = phrases(
    {
        Way.CALL: "by call",
        Way.VIDEO: "by video",
        Way.IN_PERSON: "in person",
        Way.MESSAGE: "by message",
    }
)


@dataclass(frozen=True)
class Plan:
    """When, in UTC to the minute; for how many minutes; by what; what to talk about."""

    at: datetime
    minutes: int
    way: Way
    about: str = ""

    @property
    def end(self) -> datetime:
        return self.at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Meeting:
    """`side` has proposed the present plan: 0 the mentor, 1 the mentee.

    `version` counts all changes, so that a page that was opened before one is known; `sequence`
    counts those that a calendar must hear of (RFC 5545, section 3.8.7.4), and `changed` is the day
    of the latest. `agreed`: it was confirmed at some time, and so may stand in calendars.
    `reminded`: the two have been told that it is near. `outcome` is one line of what came out, in
    the words of the side `by`.
    """

    plan: Plan
    side: int
    state: State = State.PROPOSED
    version: int = 1
    sequence: int = 0
    changed: date = date(1970, 1, 1)
    agreed: bool = False
    reminded: bool = False
    outcome: str = ""
    by: int = 0

    @classmethod
    def proposed(cls, plan: Plan, side: int) -> "Meeting":
        return cls(plan, side, changed=clock.today())

    def moved(self, plan: Plan, side: int) -> "Meeting":
        """To another time, to which the other has to say yes again."""
        moved = self._revised(State.PROPOSED)
        return replace(moved, plan=plan, side=side, reminded=False)

    def confirmed(self, *, reminded: bool) -> "Meeting":
        """`reminded`: it is so near that whoever hears of this needs no other word."""
        return replace(self._turned(State.CONFIRMED), agreed=True, reminded=reminded)

    def off(self, state: State) -> "Meeting":
        return self._revised(state)

    def over(self, state: State, outcome: str, by: int) -> "Meeting":
        """Held, or not; CONFIRMED takes that back."""
        return replace(self._turned(state), outcome=outcome, by=by)

    def without_words_of(self, side: int) -> "Meeting":
        """Of one who has left and wants none of her words to stay."""
        plan = replace(self.plan, about="") if self.side == side else self.plan
        return replace(self, plan=plan, outcome="" if self.by == side else self.outcome)

    def told(self) -> "Meeting":
        return replace(self, reminded=True)

    def _turned(self, state: State) -> "Meeting":
        return replace(self, state=state, version=self.version + 1, changed=clock.today())

    def _revised(self, state: State) -> "Meeting":
        return replace(self._turned(state), sequence=self.sequence + 1)

    def sealed(self, ring: Keyring, meeting_id: int) -> bytes:
        plan = [self.plan.at.strftime(_AT), self.plan.minutes, self.plan.way, self.plan.about]
        numbers = [self.version, self.sequence, self.changed.isoformat()]
        flags = [self.agreed, self.reminded]
        said = [plan, self.side, self.state, numbers, flags, self.outcome, self.by]
        words = keys.padded(json.dumps(said).encode(), STEP)
        return ring.seal("meeting/v1").close(words, keys.number(meeting_id))

    @classmethod
    def opened(cls, ring: Keyring, meeting_id: int, sealed: bytes) -> "Meeting":
        """Raises Broken."""
        words = ring.seal("meeting/v1").open(sealed, keys.number(meeting_id))
        plan, side, state, numbers, flags, outcome, by = json.loads(words)
        version, sequence, changed = numbers
        agreed, reminded = flags
        return cls(
            _plan(plan),
            side,
            State(state),
            version,
            sequence,
            date.fromisoformat(changed),
            agreed,
            reminded,
            outcome,
            by,
        )


def _plan(said: list[Any]) -> Plan:
    at, minutes, way, about = said
    moment = datetime.strptime(at, _AT).replace(tzinfo=UTC)
    return Plan(moment, minutes, Way(way), about)
