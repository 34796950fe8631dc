"""What may be said of mentorships."""

from dataclasses import dataclass
from uuid import UUID

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class MentorshipBegan(Event):
    """These two are mentor and mentee from now on."""

    mentorship_id: int
    mentor_id: UUID
    mentee_id: UUID

    @property
    def between(self) -> frozenset[UUID]:
        return frozenset({self.mentor_id, self.mentee_id})


@dataclass(frozen=True, kw_only=True)
class MentorshipOver(Event):
    """It is completed or ended, and the mentor has one place more. `mentor_id` is None where it is
    she who has left."""

    mentorship_id: int
    mentor_id: UUID | None
