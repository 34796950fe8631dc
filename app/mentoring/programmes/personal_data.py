"""What programmes hold of a member: her enrolments with all that she said, to take with her.

They go with her account; a mentorship that came of one is the other's as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.core.languages import Sentence, phrases
from app.mentoring.matching.words import BACKGROUNDS, LANGUAGES, TIMES, TOPICS, in_a_row
from app.mentoring.programmes import asking, confiding, queries
from app.mentoring.programmes.contents import Part, Told
from app.mentoring.programmes.models import Cohort, Enrolment, Programme, Question


@dataclass(frozen=True)
class Enrolled:
    """`said` is what each thing that she was asked is called, with her answer."""

    programme: str
    cohort: str
    day: date
    said: Mapping[str, str]


def export(session: Session, ring: Keyring, member_id: UUID) -> list[Enrolled]:
    """By the day on which she enrolled."""
    rows = session.execute(
        select(Enrolment, Cohort.name.label("cohort"), Programme)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Programme, Programme.id == Cohort.programme_id)
        .where(Enrolment.member_id == member_id)
        .order_by(Enrolment.day, Programme.name)
    )
    return [
        Enrolled(
            row.Programme.name,
            row.cohort,
            row.Enrolment.day,
            _said(queries.told(ring, row.Enrolment), queries.questions(session, row.Programme.id)),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class ToldTeam:
    """What she told the team of a programme."""

    programme: str
    day: date
    words: str


def told_teams(session: Session, ring: Keyring, member_id: UUID) -> list[ToldTeam]:
    """By the day."""
    found = [
        ToldTeam(session.get_one(Programme, row.programme_id).name, said.day, said.words)
        for row, said in confiding.by(session, ring, member_id)
    ]
    return sorted(found, key=lambda one: one.day)


def erase(session: Session, ring: Keyring, member_id: UUID) -> None:
    session.execute(delete(Enrolment).where(Enrolment.member_id == member_id))
    for row, _words_of_hers in confiding.by(session, ring, member_id):
        session.delete(row)


_PARTS = phrases({Part.MENTOR: "mentor", Part.MENTEE: "mentee", Part.BOTH: "both"})


def _said(told: Told, questions: Sequence[Question]) -> dict[str, str]:
    said: dict[str, str] = {
        Sentence("Takes part as"): _PARTS[told.part],
        Sentence("Topics"): _words(told.topics, TOPICS),
        Sentence("Times"): _words(told.times, TIMES),
        Sentence("Languages"): _words(told.languages, LANGUAGES),
        Sentence("Time zone"): told.zone,
        Sentence("Mentees at most"): str(told.places),
        Sentence("Team"): told.team,
        Sentence("Manager"): told.manager,
        Sentence("Backgrounds"): _words(told.backgrounds, BACKGROUNDS),
        Sentence("Backgrounds may count for matching"): asking.YES if told.matching else asking.NO,
        Sentence("Backgrounds may be counted in fairness numbers"): asking.YES
        if told.counted
        else asking.NO,
    }
    asked = {
        question.words: asking.said(question, told.answers.get(question.id, ""))
        for question in questions
    }
    return {label: words for label, words in (said | asked).items() if words}


def _words(chosen: tuple[str, ...], of: Mapping[str, str]) -> str:
    return in_a_row([of[key] for key in chosen])
