"""What became of enrolling: for a member with whom she was matched, for a coordinator how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.mentoring.mentorships import checkins
from app.mentoring.mentorships.checkins import Spoken
from app.mentoring.mentorships.models import Mentorship
from app.mentoring.programmes import queries
from app.mentoring.programmes.models import Cohort, Enrolment, Match, Stage
from app.people.members import queries as members
from app.people.members.handles import FORMER_NAME
from app.people.members.queries import MemberCard
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Outcome:
    """A match of hers: whether she is the mentor, and the other, None once that one has left."""

    mentorship_id: int
    is_mentor: bool
    other: MemberCard | None


@dataclass(frozen=True)
class Round:
    """A cohort in a list."""

    number: int
    name: str
    stage: Stage
    enrolled: int
    matched: int


def hers(session: Session, viewer: Viewer, programme_id: int) -> list[Outcome]:
    """Her matches in the programme, those in which she is the mentor first; none with somebody
    whom she has blocked."""
    numbers = [one.id for one in queries.hers_in(session, viewer, programme_id)]
    mine = or_(Match.mentor_enrolment.in_(numbers), Match.mentee_enrolment.in_(numbers))
    rows = session.scalars(
        select(Mentorship).join(Match, Match.mentorship_id == Mentorship.id).where(mine)
    )
    outcomes = [
        _outcome(session, viewer.id, row)
        for row in rows
        if not {*viewer.shield.blocked} & {*row.sides}
    ]
    return sorted(outcomes, key=lambda one: (not one.is_mentor, one.mentorship_id))


@dataclass(frozen=True)
class Going:
    """How it goes between two who were matched, as both let a coordinator read it."""

    mentor: str
    mentee: str
    said: Sequence[Spoken]


def going(session: Session, programme_id: int) -> list[Going]:
    """Of all cohorts, by name; nothing of those in which one of the two has not let her."""
    rows = session.scalars(
        select(Mentorship)
        .join(Match, Match.mentorship_id == Mentorship.id)
        .join(Cohort, Cohort.id == Match.cohort_id)
        .where(Cohort.programme_id == programme_id)
    ).all()
    said = checkins.readable_by_coordinator(session, [row.id for row in rows])
    open_ones = [row for row in rows if said.get(row.id)]
    ids = {one for row in open_ones for one in row.sides if one}
    names = {one.id: one.name for one in members.with_ids(session, ids)}
    pairs = [Going(*_named(row, names), said[row.id]) for row in open_ones]
    return sorted(pairs, key=lambda one: (one.mentee, one.mentor))


def _named(row: Mentorship, names: Mapping[UUID, str]) -> tuple[str, str]:
    mentor, mentee = ((names.get(one) if one else None) or FORMER_NAME for one in row.sides)
    return mentor, mentee


def cohorts(session: Session, programme_id: int) -> list[Round]:
    """The newest first."""
    return [
        Round(
            one.id,
            one.name,
            one.stage,
            _number(session, one, Enrolment),
            _number(session, one, Match),
        )
        for one in queries.cohorts(session, programme_id)
    ]


def _outcome(session: Session, viewer_id: UUID, row: Mentorship) -> Outcome:
    is_mentor = row.mentor_id == viewer_id
    other_id = row.mentee_id if is_mentor else row.mentor_id
    found = members.with_ids(session, [other_id] if other_id else [])
    there = [members.card(one) for one in found if not members.is_gone(one)]
    return Outcome(row.id, is_mentor, there[0] if there else None)


def _number(session: Session, cohort: Cohort, of: type[Enrolment] | type[Match]) -> int:
    counted = select(func.count()).select_from(of).where(of.cohort_id == cohort.id)
    return session.scalar(counted) or 0
