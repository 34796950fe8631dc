"""What may be said of mentors."""

from dataclasses import dataclass
from uuid import UUID

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class MentoringStopped(Event):
    """She is no mentor any more: nobody waits for her."""

    member_id: UUID
