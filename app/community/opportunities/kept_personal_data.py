"""What is kept of a member's own list of opportunities and of her saved searches. The sheets of her
list are emptied with all others of hers (`people/sheets/`); what she said of whether one was real
is numbers for all, and nobody's."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.community.opportunities import queries, saved, searches, watching
from app.core import keys
from app.core.keys import Keyring
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Listed:
    """One in her list; `title` is empty where it can't be read any more."""

    title: str
    address: str
    saved: bool
    interested: bool
    note: str
    kept: date


@dataclass(frozen=True)
class Sought:
    """A saved search of hers, with its filters as the list calls them."""

    name: str
    kind: str
    hours: str
    way: str
    place: str
    words: str
    paid: bool
    on: bool


def export(session: Session, viewer: Viewer, ring: Keyring) -> list[Listed]:
    """Her list, what she kept last first."""
    entries = saved.mine(session, viewer, ring)
    cards = queries.cards(session, viewer, [entry.words.opportunity_id for entry in entries])
    found = []
    for entry in entries:
        kept = entry.words
        card = cards.get(kept.opportunity_id)
        address = f"/opportunities/{keys.base32(kept.opportunity_id)}"
        title = card.title if card else ""
        found.append(Listed(title, address, kept.saved, kept.interested, kept.note, entry.kept))
    return found


def sought(session: Session, ring: Keyring, member_id: UUID) -> list[Sought]:
    return [
        Sought(
            one.name,
            one.wanted.kind or "",
            one.wanted.hours or "",
            one.wanted.way or "",
            one.wanted.place,
            one.wanted.text,
            one.wanted.paid,
            one.on,
        )
        for one in searches.hers(session, ring, member_id)
    ]


def erase(session: Session, ring: Keyring, member_id: UUID) -> None:
    watching.erase(session, ring, member_id)
