"""The board: what moderators have for somebody, in the memory of this process.

A warning or a word for a voice has no address: every member has to be asked, in her own
requests, whether it is hers. So all that is there is held here, read anew when the bell has
rung, and each member is asked once about each thing.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.people.anonymity.vault import Me
from app.people.safety import bells
from app.people.safety.models import Sanction

NAME = "board"
KNOWN_MEMBERS = 5000


@dataclass(frozen=True)
class ToMember:
    member_id: UUID

    def is_for(self, member_id: UUID, _me: Me) -> bool:
        return self.member_id == member_id


@dataclass(frozen=True)
class ToVoice:
    thread_id: int
    token: bytes
    epoch: str

    def is_for(self, _member_id: UUID, me: Me) -> bool:
        return me.is_voice(self.token, self.thread_id, self.epoch)


@dataclass(frozen=True)
class ToAsker:
    """Who asked a mentor without her name."""

    request_id: int
    token: bytes
    epoch: str

    def is_for(self, _member_id: UUID, me: Me) -> bool:
        return me.is_asker(self.token, self.request_id, self.epoch)


@dataclass(frozen=True)
class ToReporter:
    case_id: int
    reporter: bytes

    def is_for(self, _member_id: UUID, me: Me) -> bool:
        return me.reporter(self.case_id) == self.reporter


Unnamed = ToVoice | ToAsker
Address = ToMember | Unnamed | ToReporter


@dataclass(frozen=True)
class Talk:
    """A talk in which the team has spoken last as number `n`; `report_id` is 0 for the author's,
    and for that with one of two whose the thing is, who has this `seat`. `circle_id` is that of the
    thing, 0 where it is in none."""

    case_id: int
    report_id: int
    n: int
    circle_id: int
    seat: int = 0


@dataclass(frozen=True)
class Asked:
    """What moderators have asked of somebody until the end of a day."""

    kind: Sanction
    until: date
    decision_id: int


@dataclass(frozen=True)
class Pinned:
    """One thing on the board; `key` stays the same while thing and person do."""

    key: Hashable
    to: Address
    what: Talk | Asked


@dataclass
class _Known:
    """Which things were found to be hers among those pinned before `asked`."""

    asked: int = 0
    hers: list[Hashable] = field(default_factory=list)


Reader = Callable[[Session], Iterable[Pinned]]


class Board:
    """`readers` read what is pinned now."""

    def __init__(self, readers: Sequence[Reader] = ()) -> None:
        self._readers = readers
        self._lock = threading.Lock()
        # A bell that has never rung: nothing has been pinned.
        self._rung = 0
        self._pinned: dict[Hashable, Pinned] = {}
        self._order: dict[Hashable, int] = {}
        self._next = 0
        self._known: OrderedDict[UUID, _Known] = OrderedDict()

    def hers(
        self, session: Session, rung: int, member_id: UUID, me: Me
    ) -> tuple[list[Talk], list[Asked]]:
        """What is hers, in her own request. `rung` is the bell as her request has seen it."""
        if rung > self._rung:
            self._read(session, rung)
        with self._lock:
            mine = self._ask(member_id, me)
        talks = [one.what for one in mine if isinstance(one.what, Talk)]
        return talks, [one.what for one in mine if isinstance(one.what, Asked)]

    def _read(self, session: Session, rung: int) -> None:
        pinned = {one.key: one for read in self._readers for one in read(session)}
        with self._lock:
            if rung <= self._rung:
                return
            self._rung, self._pinned = rung, pinned
            self._order = {key: at for key, at in self._order.items() if key in pinned}
            for key in pinned:
                if key not in self._order:
                    self._order[key] = self._next
                    self._next += 1

    def _ask(self, member_id: UUID, me: Me) -> list[Pinned]:
        known = self._known.setdefault(member_id, _Known())
        self._known.move_to_end(member_id)
        if len(self._known) > KNOWN_MEMBERS:
            self._known.popitem(last=False)
        if known.asked < self._next:
            known.hers += [
                key
                for key, at in self._order.items()
                if at >= known.asked and self._pinned[key].to.is_for(member_id, me)
            ]
            known.asked = self._next
        return [self._pinned[key] for key in known.hers if key in self._pinned]


def ring(session: Session) -> None:
    """Something has been pinned or taken down: every process reads its board anew."""
    bells.ring(session, NAME)
