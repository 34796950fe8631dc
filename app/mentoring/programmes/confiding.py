"""“I feel uncertain about this”, told to the team of the programme in which two were matched.

It is the one thing that leaves a mentorship for an organisation, because she herself sends it.
Which of the two has told it, about which mentorship, when and what is sealed. A coordinator who is
one of the two never reads it, and is not told that it is there.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.db import wait_turn
from app.core.errors import NotAllowed
from app.core.events import publish
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.mentoring.mentorships.models import Mentorship
from app.mentoring.programmes.models import Cohort, Match, Programme, TeamWord
from app.people.members import queries as members
from app.people.members.handles import FORMER_NAME
from app.people.members.models import Member, Standing
from app.people.noted.events import Kind, Noted
from app.people.organisations.models import Affiliation, Organisation, Place
from app.people.organisations.queries import OPEN
from app.people.viewer import Viewer

PURPOSE, STEP = "programme-word/v1", 1024
NOBODY = Sentence("Nobody coordinates this programme who could be told.")


@dataclass(frozen=True)
class Said:
    """What she sent: `by` whom, about which mentorship."""

    by: UUID
    mentorship: int
    day: date
    words: str

    def sealed(self, ring: Keyring, number: int) -> bytes:
        said = [self.by.hex, self.mentorship, self.day.isoformat(), self.words]
        return ring.seal(PURPOSE).close(
            keys.padded(json.dumps(said).encode(), STEP), keys.number(number)
        )

    @classmethod
    def opened(cls, ring: Keyring, row: TeamWord) -> "Said":
        by, mentorship, day, words = json.loads(
            ring.seal(PURPOSE).open(row.sealed, keys.number(row.id))
        )
        return cls(UUID(by), mentorship, date.fromisoformat(day), words)


@dataclass(frozen=True)
class ToTeam:
    """A word as a coordinator reads it: whose it is, and with whom she was matched."""

    by: str
    other: str
    day: date
    words: str


def programme_of(session: Session, mentorship_id: int) -> Programme | None:
    """In which the two were matched; None where its organisation is closed."""
    return session.scalar(
        select(Programme)
        .join(Organisation, Organisation.id == Programme.organisation_id)
        .join(Cohort, Cohort.programme_id == Programme.id)
        .join(Match, Match.cohort_id == Cohort.id)
        .where(Match.mentorship_id == mentorship_id, OPEN)
    )


def team(session: Session, programme: Programme, mentorship_id: int) -> Sequence[Member]:
    """Who would read it, by name: its coordinators, but neither of the two."""
    two = [one for one in session.get_one(Mentorship, mentorship_id).sides if one]
    found = select(Member).join(Affiliation, Affiliation.member_id == Member.id)
    here = (Affiliation.organisation_id == programme.organisation_id, Member.id.not_in(two))
    coordinates = (Affiliation.place == Place.COORDINATOR, Member.standing == Standing.GOOD)
    return session.scalars(found.where(*here, *coordinates).order_by(Member.name)).all()


def tell(
    session: Session, viewer: Viewer, ring: Keyring, place: tuple[Programme, int], words: str
) -> None:
    """Send it to the team; `place` is the programme and one of her mentorships. The same words once
    more on one day are one: the form was sent again. Raises NotAllowed where nobody could read it.
    """
    programme, mentorship_id = place
    readers = team(session, programme, mentorship_id)
    if not readers:
        raise NotAllowed(NOBODY)
    wait_turn(session, "team-words")
    said = Said(viewer.id, mentorship_id, clock.today(), words)
    if said in _all(session, ring, programme):
        return
    row = TeamWord(id=keys.random_id(), programme_id=programme.id, sealed=b"")
    row.sealed = said.sealed(ring, row.id)
    session.add(row)
    session.flush()
    for one in readers:
        thing = ("programme", programme.slug)
        publish(session, Noted(member_id=one.id, kind=Kind.MENTORING, thing=thing, veiled=False))


def hers(
    session: Session, viewer: Viewer, ring: Keyring, programme: Programme, mentorship_id: int
) -> list[Said]:
    """What she has told the team about one of her mentorships, the newest first."""
    found = _all(session, ring, programme)
    mine = [one for one in found if (one.by, one.mentorship) == (viewer.id, mentorship_id)]
    return sorted(mine, key=lambda one: one.day, reverse=True)


def to_team(session: Session, viewer: Viewer, ring: Keyring, programme: Programme) -> list[ToTeam]:
    """What a coordinator of the programme reads, the newest first; nothing about a mentorship of
    her own."""
    said = _all(session, ring, programme)
    rows = session.scalars(
        select(Mentorship).where(Mentorship.id.in_({one.mentorship for one in said}))
    )
    sides = {row.id: [one for one in row.sides if one] for row in rows}
    shown = [one for one in said if viewer.id not in sides.get(one.mentorship, [])]
    ids = {each for one in shown for each in (one.by, *sides.get(one.mentorship, []))}
    names = {one.id: one.name for one in members.with_ids(session, ids)}

    def read(one: Said) -> ToTeam:
        others = [names[each] for each in sides.get(one.mentorship, []) if each != one.by]
        name = names.get(one.by, FORMER_NAME)
        return ToTeam(name, others[0] if others else FORMER_NAME, one.day, one.words)

    return [read(one) for one in sorted(shown, key=lambda one: one.day, reverse=True)]


def by(session: Session, ring: Keyring, member_id: UUID) -> list[tuple[TeamWord, Said]]:
    """All that a member has told any team."""
    opened = [(row, Said.opened(ring, row)) for row in session.scalars(select(TeamWord))]
    return [(row, said) for row, said in opened if said.by == member_id]


def _all(session: Session, ring: Keyring, programme: Programme) -> list[Said]:
    rows = session.scalars(select(TeamWord).where(TeamWord.programme_id == programme.id))
    return [Said.opened(ring, row) for row in rows]
