"""“How is it going?”, asked every few weeks on the page: each side answers for herself, and may let
the coordinator of a programme read it, if the other lets her, too."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core import clock, keyring
from app.core.keys import Keyring
from app.core.verdict import require
from app.mentoring.mentorships import courses, entries, pages, policy
from app.mentoring.mentorships.contents import MENTOR, CheckIn, Entry
from app.mentoring.mentorships.models import State
from app.mentoring.mentorships.pages import Pair
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Spoken:
    """A check-in as a coordinator reads it: by the mentor or the mentee, and on which day."""

    by_mentor: bool
    day: date
    said: str
    words: str


def is_due(pair: Pair, found: Sequence[Entry[Any]]) -> bool:
    """Whether she is asked now; not while it is paused."""
    every = pair.course.every
    if not every or pair.state is not State.ACTIVE:
        return False
    last = max((one.day for one in of_side(pair.side, found)), default=pair.began)
    return clock.today() >= last + timedelta(weeks=every)


def of_side(side: int, found: Sequence[Entry[Any]]) -> list[Entry[CheckIn]]:
    """Of all that there is, the check-ins of one side, the newest first."""
    return [one for one in reversed(found) if isinstance(one.words, CheckIn) and one.by == side]


def answer(
    session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int, said: CheckIn, nonce: str
) -> Entry[CheckIn]:
    """The other is not told. Raises NotFound, NotAllowed, and Invalid where there are too many."""
    pair = pages.hold(session, ring, viewer, mentorship_id)
    require(policy.may_write(pair.state, pair.course))
    return entries.add(session, ring, pair, said, nonce)


def let_read(
    session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int, *, on: bool
) -> None:
    """Her switch. Raises NotFound, NotAllowed."""
    pair = pages.hold(session, ring, viewer, mentorship_id)
    require(policy.may_write(pair.state, pair.course))
    course = pair.course.with_opened(pair.side, on=on)
    courses.save(session, ring, pair.id, course, pair.completes)


def delete(session: Session, viewer: Viewer, ring: Keyring, at: tuple[int, int]) -> None:
    """Destroy one of hers. Raises NotFound, NotAllowed."""
    pair = pages.hold(session, ring, viewer, at[0])
    require(policy.may_take_away(pair.course))
    entries.remove(session, entries.hers(session, ring, pair, CheckIn, at[1]))


def readable_by_coordinator(
    session: Session, mentorship_ids: Collection[int]
) -> dict[int, list[Spoken]]:
    """Of those in which both sides let it be read: all of both, the newest first. The others are
    no keys."""
    ring = keyring.of(session)
    opened = {
        n for n, course in courses.of_several(session, ring, mentorship_ids) if all(course.opened)
    }
    found: dict[int, list[Entry[Any]]] = {number: [] for number in opened}
    for number, one in entries.of_several(session, ring, opened):
        if isinstance(one.words, CheckIn):
            found[number].append(one)
    return {number: [_spoken(one) for one in _newest_first(some)] for number, some in found.items()}


def _newest_first(some: Sequence[Entry[CheckIn]]) -> list[Entry[CheckIn]]:
    return sorted(some, key=lambda one: one.n, reverse=True)


def _spoken(one: Entry[CheckIn]) -> Spoken:
    return Spoken(one.by == MENTOR, one.day, one.words.said, one.words.words)
