"""What may be said of members."""

from dataclasses import dataclass
from uuid import UUID

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class BylineChanged(Event):
    """What stands above what she wrote under her name reads differently now."""

    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProfileMended(Event):
    """What a moderator has hidden of a profile was changed by its owner."""

    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class FindingChosen(Event):
    """A member has chosen whether she can be found by her name."""

    member_id: UUID
