"""Goals, notes, check-ins and feedback: what the two sides have put into a mentorship.

All of it is read at once, which is one question, and looked through in memory: nothing of what is
asked for stands outside of the seals.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.errors import Invalid, NotFound
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.repeats import again
from app.mentoring.mentorships.contents import CheckIn, Entry, Feedback, Goal, Note, Thing, entry
from app.mentoring.mentorships.models import MentorshipEntry
from app.mentoring.mentorships.pages import Pair

W = TypeVar("W", Goal, Note, CheckIn, Feedback)

MOST = {Goal: 40, Note: 400, CheckIn: 200, Feedback: 40}
AT_ONCE = 500


def every(session: Session, ring: Keyring, mentorship_id: int) -> list[Entry[Any]]:
    """All that there is, in the order in which it came."""
    rows = session.execute(
        select(MentorshipEntry.id, MentorshipEntry.sealed).where(
            MentorshipEntry.mentorship_id == mentorship_id
        )
    )
    return sorted((entry(ring, row.id, row.sealed) for row in rows), key=lambda one: one.n)


def of_several(
    session: Session, ring: Keyring, mentorship_ids: Collection[int]
) -> Iterator[tuple[int, Entry[Any]]]:
    """Each that there is in these, in no order, with the number of its mentorship: for numbers
    that say whose they are to nobody."""
    wanted = sorted(mentorship_ids)
    for start in range(0, len(wanted), AT_ONCE):
        some = MentorshipEntry.mentorship_id.in_(wanted[start : start + AT_ONCE])
        for row in session.scalars(select(MentorshipEntry).where(some)):
            yield row.mentorship_id, entry(ring, row.id, row.sealed)


def of(kind: type[W], found: Sequence[Entry[Any]]) -> list[Entry[W]]:
    """Those of one kind."""
    return [one for one in found if isinstance(one.words, kind)]


def add(session: Session, ring: Keyring, pair: Pair, words: W, nonce: str) -> Entry[W]:
    """Put it there, or find what this very form has put there. The mentorship is held. Raises
    Invalid where there are too many."""
    found, mark = every(session, ring, pair.id), _mark(pair, nonce)
    for one in found:
        if one.mark == mark and isinstance(one.words, type(words)):
            return cast(Entry[W], again(session, one))
    most = MOST[type(words)]
    if len(of(type(words), found)) >= most:
        raise Invalid(
            "",
            Sentence(
                "There are {n} of these here already, which is all there can be. Delete one that "
                "you don’t need.",
                n=most,
            ),
        )
    n = max((one.n for one in found), default=0) + 1
    made = Entry(keys.random_id(), n, pair.side, clock.today(), mark, words)
    row = MentorshipEntry(id=made.id, mentorship_id=pair.id, sealed=made.sealed(ring))
    session.add(row)
    session.flush()
    return made


def one(session: Session, ring: Keyring, pair: Pair, kind: type[W], entry_id: int) -> Entry[W]:
    """Of this mentorship and this kind. Raises NotFound."""
    # Her page may have read it before she had the mentorship to herself.
    row = session.get(MentorshipEntry, entry_id, populate_existing=True)
    if row is None or row.mentorship_id != pair.id:
        raise NotFound
    found = entry(ring, row.id, row.sealed)
    if not isinstance(found.words, kind):
        raise NotFound
    return cast(Entry[W], found)


def hers(session: Session, ring: Keyring, pair: Pair, kind: type[W], entry_id: int) -> Entry[W]:
    """One that the viewer has put there. Raises NotFound, also for the other's."""
    found = one(session, ring, pair, kind, entry_id)
    if found.by != pair.side:
        raise NotFound
    return found


def change(session: Session, ring: Keyring, found: Entry[Any], words: Thing) -> None:
    """Other words in the place of these. The mentorship is held."""
    row = session.get_one(MentorshipEntry, found.id)
    row.sealed = replace(found, words=words).sealed(ring)
    session.flush()


def remove(session: Session, found: Entry[Any]) -> None:
    """Destroy it."""
    session.execute(delete(MentorshipEntry).where(MentorshipEntry.id == found.id))


def _mark(pair: Pair, nonce: str) -> str:
    return keys.digest(f"{pair.side}{nonce}")[: keys.BLIND].hex()
