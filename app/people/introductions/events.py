"""What may be said of introductions."""

from dataclasses import dataclass
from uuid import UUID

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class Introduced(Event):
    """These two have both agreed to know each other; who brought them together is not said."""

    between: frozenset[UUID]
