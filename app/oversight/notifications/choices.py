"""How a member wants to be told: of what, from which circles, in her list or by mail too, and when.

Sealed with the application's key, since whoever writes her mail has to know it while she is away.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from app.core import keys
from app.core.keys import Broken, Keyring, Seal
from app.core.questions import Question
from app.oversight.notifications.models import ChoicesRow
from app.people.noted.events import Kind

STEP = 1024
ALL = "all"


class Way(StrEnum):
    """Not at all, in her list, or there and by mail."""

    OFF = "off"
    LIST = "list"
    MAIL = "mail"


class Rhythm(StrEnum):
    """When what goes by mail goes."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True)
class Choices:
    """Until she chooses otherwise everything is in her list and nothing goes by mail: a letter can
    be seen by whoever is beside her.

    `circles` holds what is the most for a circle's things. `news`: whether she wants word at fixed
    hours that there is something new in her circles. In the hours of her own zone from the first
    of `quiet` to the second nothing is sent; both the same: always may be. What goes once a day
    goes at this `hour` of hers, what goes once a week on Mondays. By a letter's link she has
    `stopped` a kind of them, or `ALL`: what she chose waits for her to take that back.
    """

    kinds: Mapping[Kind, Way] = field(default_factory=dict)
    circles: Mapping[int, Way] = field(default_factory=dict)
    rhythm: Rhythm = Rhythm.DAILY
    news: bool = False
    quiet: tuple[int, int] = (22, 7)
    hour: int = 8
    stopped: frozenset[str] = frozenset()

    def way(self, kind: Kind, circle_id: int | None = None) -> Way:
        """How she is told of such a thing there."""
        chosen = self.kinds.get(kind, Way.LIST)
        most = self.circles.get(circle_id or 0, Way.MAIL)
        mail = Way.LIST if self.stopped & {ALL, kind} else Way.MAIL
        return min(chosen, most, mail, key=list(Way).index)

    @property
    def wants_news(self) -> bool:
        return self.news and ALL not in self.stopped

    def packed(self) -> bytes:
        said = [self.kinds, self.circles, self.rhythm, self.news, self.quiet, self.hour]
        return keys.padded(json.dumps([*said, sorted(self.stopped)]).encode(), STEP)

    @classmethod
    def unpacked(cls, words: bytes) -> "Choices":
        kinds, circles, rhythm, news, quiet, *more = json.loads(words)
        # What was sealed before there were any says neither.
        hour, stopped = more or (cls.hour, ())
        return cls(
            {Kind(kind): Way(way) for kind, way in kinds.items()},
            {int(circle_id): Way(way) for circle_id, way in circles.items()},
            Rhythm(rhythm),
            bool(news),
            (quiet[0], quiet[1]),
            hour,
            frozenset(stopped),
        )


_OF = Question(
    select(ChoicesRow.sealed).where(ChoicesRow.member_id == bindparam("member")),
    lambda sealed: sealed,
)


def of(session: Session, ring: Keyring, member_id: UUID) -> Choices:
    """Hers, or those of whoever has chosen nothing yet."""
    sealed = _OF.first(session, member=member_id)
    return Choices() if sealed is None else _opened(ring, member_id, sealed)


def everyone(session: Session, ring: Keyring) -> list[tuple[UUID, Choices]]:
    """All who have chosen anything."""
    rows = session.execute(select(ChoicesRow.member_id, ChoicesRow.sealed))
    return [(row.member_id, _opened(ring, row.member_id, row.sealed)) for row in rows]


def change(
    session: Session, ring: Keyring, member_id: UUID, how: Callable[[Choices], Choices]
) -> Choices:
    """Write down what `how` makes of hers, and return it."""
    hers = select(ChoicesRow.sealed).where(ChoicesRow.member_id == member_id).with_for_update()
    sealed = session.scalar(hers)
    after = how(Choices() if sealed is None else _opened(ring, member_id, sealed))
    fresh = _seal(ring).close(after.packed(), member_id.bytes)
    if sealed is None:
        session.execute(insert(ChoicesRow).values(member_id=member_id, sealed=fresh))
    else:
        mine = update(ChoicesRow).where(ChoicesRow.member_id == member_id)
        session.execute(mine.values(sealed=fresh))
    return after


def _opened(ring: Keyring, member_id: UUID, sealed: bytes) -> Choices:
    try:
        return Choices.unpacked(_seal(ring).open(sealed, member_id.bytes))
    except (Broken, ValueError):
        return Choices()


def _seal(ring: Keyring) -> Seal:
    return ring.seal("notification-choices/v1")
