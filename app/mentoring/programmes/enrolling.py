"""Enrolling in a programme, changing what one said, and withdrawing until it is decided."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotFound
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.verdict import require
from app.mentoring.programmes import asking, policy, queries
from app.mentoring.programmes.contents import Told
from app.mentoring.programmes.models import Enrolment, Question
from app.mentoring.programmes.queries import Found
from app.people.members import queries as members
from app.people.viewer import Viewer


def require_open(viewer: Viewer, found: Found) -> None:
    """Raises NotAllowed where she can neither enrol nor change what she said."""
    if found.enrolment is None:
        require(found.may_enrol(viewer))
    else:
        require(policy.may_change(found.cohort.stage))


def enrol(session: Session, ring: Keyring, viewer: Viewer, found: Found, told: Told) -> None:
    """As `told`, or if she is in the cohort, from now on so. Raises NotAllowed, and Invalid on what
    she has left out; answers that are not asked of her are not kept."""
    require_open(viewer, found)
    told = _fitting(told, queries.questions(session, found.row.id), found.row.most)
    if told.manager and members.by_typed_handle(session, told.manager, "manager").id == viewer.id:
        raise Invalid("manager", "This is you.")
    row = found.enrolment
    if row is None:
        row = Enrolment(cohort_id=found.cohort.id, member_id=viewer.id)
        session.add(row)
    row.sealed = told.sealed(ring, row.id)
    session.flush()


def withdraw(session: Session, found: Found) -> None:
    """All that she has said goes. Raises NotFound, NotAllowed."""
    if found.enrolment is None:
        raise NotFound
    require(policy.may_change(found.cohort.stage))
    session.delete(found.enrolment)


def _fitting(told: Told, questions: Sequence[Question], most: int) -> Told:
    for name in ("topics", "languages"):
        if not getattr(told, name):
            raise Invalid(name, "Choose at least one.")
    if told.part.mentors and not 1 <= told.places <= most:
        raise Invalid("places", Sentence("In this programme a mentor has 1 to {most}.", most=most))
    return replace(told, answers=_answers(told, questions))


def _answers(told: Told, questions: Sequence[Question]) -> dict[int, str]:
    """Those to what is asked of her."""
    hers = [one for one in questions if asking.asked(one, told.part)]
    answers = {one.id: told.answers.get(one.id, "") for one in hers}
    for question in hers:
        if question.required and not answers[question.id]:
            raise Invalid(asking.field(question.id), "Please answer this.")
    return {number: words for number, words in answers.items() if words}
