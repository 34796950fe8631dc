"""What rooms say of links that stand in what they show. Who watches over links hears it."""

from dataclasses import dataclass

from app.core.events import Event

# A kind, as its room names it, and its number.
Thing = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class LinkShown(Event):
    """A thing shows this link from now on, beside those that it shows already."""

    thing: Thing
    url: str


@dataclass(frozen=True, kw_only=True)
class LinkTaken(Event):
    """A thing does not show this link any more, or none at all where there is no `url`."""

    thing: Thing
    url: str = ""
