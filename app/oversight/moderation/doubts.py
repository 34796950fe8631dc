"""What several members have said, without their names, is looked at by moderators."""

from collections.abc import Callable
from typing import Protocol

from sqlalchemy.orm import Session

from app.core.languages import Sentence
from app.oversight.moderation import cases
from app.oversight.moderation.models import Reason
from app.people.subjects import SubjectRef, Subjects

WHY = Sentence("Several who were interested say that it was not real")


class Doubted(Protocol):
    """Whatever tells that several have said of a thing that it was not what it seemed."""

    @property
    def ref(self) -> SubjectRef: ...


def look(subjects: Subjects) -> Callable[[Session, Doubted], None]:
    """The listener: a case about the thing, or the one that is open. Who said it is nowhere."""

    def bring(session: Session, event: Doubted) -> None:
        found = subjects.known(session, [event.ref]).get(event.ref)
        if found is not None:
            case = cases.open_for(session, found, Reason.FALSE, held_by=WHY)
            case.held_by = case.held_by or WHY

    return bring
