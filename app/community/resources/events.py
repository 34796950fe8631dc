"""What may be said of resources."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ResourceChanged(Event):
    """It says something else, or is shown to others than before."""

    resource_id: int
