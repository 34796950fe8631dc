"""What moderation says to the other floors and to itself."""

from dataclasses import dataclass

from app.core.events import Event
from app.people.subjects import SubjectRef


@dataclass(frozen=True, kw_only=True)
class Reported(Event):
    """A report was added to this case about a thing."""

    case_id: int
    ref: SubjectRef
