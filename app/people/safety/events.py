"""What may be said of how members keep away from each other."""

from dataclasses import dataclass
from uuid import UUID

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ContactEnded(Event):
    """Two members are to have nothing to do with each other any more. Whoever keeps something that
    goes on between the two ends it; who of them wanted it, nobody who hears this learns."""

    between: frozenset[UUID]
