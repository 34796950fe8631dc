"""What lies in drawers of a member when she leaves. To take it with her is each kind's own."""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.people.sheets import drawers
from app.people.sheets.models import Sheet

AT_ONCE = 500


def erase(session: Session, ring: Keyring, places: Collection[bytes]) -> None:
    """Put noise on the sheets of the drawers with these places, and seal all there are anew: so no
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
