"""What may be said of opportunities; the things are named by their numbers."""

from dataclasses import dataclass

from app.core import keys
from app.core.events import Event
from app.people.subjects import SubjectRef

# What stands, and what waits to be let stand, as things that moderators decide about.
KIND, NEW = "opportunity", "new-opportunity"


@dataclass(frozen=True, kw_only=True)
class OpportunitiesChanged(Event):
    """They say something else, stand differently, or are not there any more."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class OpportunityShown(Event):
    """Moderators have let it stand: it is in lists from now on."""

    opportunity_id: int


@dataclass(frozen=True, kw_only=True)
class OpportunityMended(Event):
    """What moderators had hidden says something else now."""

    opportunity_id: int

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef(KIND, keys.base32(self.opportunity_id))


@dataclass(frozen=True, kw_only=True)
class OpportunityDoubted(Event):
    """Several of those who were interested in it have said that it was not real."""

    opportunity_id: int

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef(KIND, keys.base32(self.opportunity_id))
