"""What may be said of pathways."""

from dataclasses import dataclass

from app.core import keys
from app.core.events import Event
from app.people.subjects import SubjectRef

# As what moderators decide about it.
KIND = "pathway"


@dataclass(frozen=True, kw_only=True)
class PathwayChanged(Event):
    """It says something else, or is shown to others than before."""

    pathway_id: int


@dataclass(frozen=True, kw_only=True)
class PathwayMended(Event):
    """What moderators had hidden says something else now."""

    pathway_id: int

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef(KIND, keys.base32(self.pathway_id))
