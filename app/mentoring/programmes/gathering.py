"""A cohort as it is matched: who is in it with what she lets count, and who may not be together."""

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.mentoring.mentorships.models import LIVE, Mentorship
from app.mentoring.programmes import queries
from app.mentoring.programmes.contents import Pair, Told
from app.mentoring.programmes.models import Cohort, Programme
from app.mentoring.programmes.rules import Person, Rules
from app.mentoring.programmes.weighing import Gathered
from app.people.members.models import Member
from app.people.safety import blocks


@dataclass(frozen=True)
class Enrolled:
    """Somebody in a cohort with what she said: for this slice alone, never for a template."""

    number: int
    member: Member
    told: Told


def everyone(
    session: Session, ring: Keyring, cohort: Cohort, numbers: Collection[int] | None = None
) -> list[Enrolled]:
    """Or only those of these enrolments. By name; nobody who is leaving."""
    return [
        Enrolled(enrolment.id, member, queries.told(ring, enrolment))
        for enrolment, member in queries.enrolled(session, cohort.id, numbers)
    ]


def gather(
    session: Session,
    ring: Keyring,
    cohort: Cohort,
    found: Sequence[Enrolled] | None = None,
    between: Container[Pair] | None = None,
) -> Gathered:
    """Those who are in it now, unless they have been `found` before. `between` may say which pairs
    something keeps apart, for whoever asks of few."""
    found = everyone(session, ring, cohort) if found is None else found
    programme = session.get_one(Programme, cohort.programme_id)
    counting = {q.id for q in queries.questions(session, programme.id) if q.counts}
    mentors = [one for one in found if one.told.part.mentors]
    mentees = [one for one in found if one.told.part.learns]
    desk = queries.desk(ring, cohort)
    rules = Rules(
        # Noon of the day on which it begins: clocks differ by the season.
        at=datetime.combine(programme.begins, time(12), UTC),
        common_language=programme.common_language,
        hours=programme.hours,
        most=programme.most,
        between=_Between(session, ring, found) if between is None else between,
        excluded=desk.excluded,
    )
    return Gathered(
        rules,
        [_person(one, counting) for one in mentors],
        [_person(one, counting) for one in mentees],
        desk.pinned,
    )


def _person(one: Enrolled, counting: set[int]) -> Person:
    told = one.told
    return Person(
        one.number,
        one.member.handle,
        told.facts,
        told.manager,
        " ".join(told.team.casefold().split()),
        told.places,
        frozenset((n, words) for n, words in told.answers.items() if n in counting),
    )


class _Between:
    """Pairs of enrolments of whom one has blocked the other, or who are mentor and mentee already:
    asked of the two that matter, since asking of all takes minutes in a large cohort."""

    def __init__(self, session: Session, ring: Keyring, found: Sequence[Enrolled]) -> None:
        self._members = {one.number: one.member.id for one in found}
        self._blocked = blocks.standing(session, ring)
        live = select(Mentorship.mentor_id, Mentorship.mentee_id).where(Mentorship.state.in_(LIVE))
        self._live = {(row.mentor_id, row.mentee_id) for row in session.execute(live)}

    def __contains__(self, pair: object) -> bool:
        assert isinstance(pair, tuple)
        mentor, mentee = (self._members[number] for number in pair)
        return (mentor, mentee) in self._live or self._blocked(mentor, mentee)
