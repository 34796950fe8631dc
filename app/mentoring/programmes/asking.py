"""Questions of a programme as they are asked: of whom, and which answers they have."""

from collections.abc import Sequence

from app.core import keys
from app.core.languages import Sentence, words
from app.mentoring.programmes.contents import Part
from app.mentoring.programmes.models import AskedOf, Kind, Question

YES, NO = Sentence("Yes"), Sentence("No")


def asked(question: Question, part: Part) -> bool:
    """Whether somebody who enrols as this is asked it."""
    if question.asked_of is AskedOf.BOTH:
        return True
    return part.mentors if question.asked_of is AskedOf.MENTORS else part.learns


def choices(question: Question) -> Sequence[str]:
    """What may be answered; nothing where she says it in her own words."""
    if question.kind is Kind.YES_NO:
        return (YES, NO)
    return question.options.split("\n") if question.kind is Kind.CHOICE else ()


def said(question: Question, answer: str) -> str:
    """An answer as it is shown: as it was given, or in the reader's language where it is ours."""
    return words(answer) if question.kind is Kind.YES_NO else answer


def field(question_id: int) -> str:
    """What the answer to it is called in a form."""
    return f"q_{keys.base32(question_id)}"
