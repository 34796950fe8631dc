"""What an evidence file holds of a member: all of it is hers to take with her. Its sheets are
emptied with all others of hers (`people/sheets/`)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.people.evidence import queries
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Kept:
    """An entry; `day` is a date, a month, or nothing."""

    what: str
    who: str
    change: str
    day: str


def export(session: Session, viewer: Viewer, ring: Keyring) -> list[Kept]:
    """Her entries, the newest first."""
    return [Kept(**vars(entry.words)) for entry in queries.entries(session, viewer, ring)]
