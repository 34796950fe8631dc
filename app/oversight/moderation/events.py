"""What moderation says to the other floors and to itself."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class Reported(Event):
    """A report was added to this case."""

    case_id: int
