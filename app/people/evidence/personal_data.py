"""What an evidence file holds of a member: all of it is hers to take with her."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.people.evidence import drawers, queries
from app.people.evidence.models import Sheet
from app.people.viewer import Viewer

AT_ONCE = 500


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


def erase(session: Session, ring: Keyring, places: bytes) -> None:
    """Put noise on the sheets of the drawer with these places, and seal all there are anew: so no
    two copies of the table tell which were hers. They stay, as sheets of nobody."""
    last = 0
    while True:
        rows = session.execute(
            select(Sheet.id, Sheet.sealed)
            .where(Sheet.id > last)
            .order_by(Sheet.id)
            .limit(AT_ONCE)
            .with_for_update()
        ).all()
        if not rows:
            return
        last = rows[-1].id
        found = {row.id: row.sealed for row in rows}
        for sheet_id, sealed in drawers.emptied(ring, places, found).items():
            session.execute(update(Sheet).where(Sheet.id == sheet_id).values(sealed=sealed))
