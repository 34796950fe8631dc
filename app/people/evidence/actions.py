"""Keeping, changing and taking out what is in her file."""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.errors import Invalid, NotFound
from app.core.keys import Keyring
from app.people.evidence import queries
from app.people.evidence.drawers import MOST, Drawer, Entry, Words, drawer
from app.people.evidence.models import Sheet
from app.people.viewer import Viewer

FULL = f"Your file holds {MOST:,} entries, which is all it can. Take one out to keep this one."


def keep(session: Session, viewer: Viewer, ring: Keyring, words: Words, nonce: str) -> Entry:
    """Put an entry into her file, or find the one that this very form has put there.

    Raises Invalid when it is full.
    """
    own = drawer(viewer, ring)
    _lock(session, own)
    held = queries.contents(session, own)
    mark = keys.digest(nonce)[: keys.BLIND].hex()
    for entry in held.entries:
        if entry.mark == mark:
            return entry
    if not held.free:
        raise Invalid("", FULL)
    number = 1 + max((entry.number for entry in held.entries), default=0)
    entry = Entry(held.free[0], number, clock.today(), mark, words)
    _write(session, own, entry)
    return entry


def change(session: Session, viewer: Viewer, ring: Keyring, entry_id: int, words: Words) -> Entry:
    """Raises NotFound."""
    own = drawer(viewer, ring)
    sheet, entry, size = _to_change(session, own, entry_id)
    changed = replace(entry, words=words)
    sheet.sealed = own.closed(sheet.id, changed, size)
    return changed


def take_out(session: Session, viewer: Viewer, ring: Keyring, entry_id: int) -> Entry:
    """Destroy an entry, and return it for her to put back. Raises NotFound."""
    own = drawer(viewer, ring)
    sheet, entry, size = _to_change(session, own, entry_id)
    sheet.sealed = own.closed(sheet.id, None, size)
    return entry


def _to_change(session: Session, own: Drawer, entry_id: int) -> tuple[Sheet, Entry, int]:
    # It may have been looked at before, and changed since.
    sheet = session.get(Sheet, entry_id, with_for_update=True, populate_existing=True)
    if sheet is None:
        raise NotFound
    return sheet, *queries.opened(own, sheet)


def _lock(session: Session, own: Drawer) -> None:
    """Of two forms of hers at once the second waits at her first sheet. Where she has none yet,
    both make it, and one of them is told so."""
    [first] = own.numbers(0, 1)
    session.get(Sheet, first, with_for_update=True)


def _write(session: Session, own: Drawer, entry: Entry) -> None:
    sheet = session.get(Sheet, entry.id, populate_existing=True)
    if sheet is None:
        session.add(Sheet(id=entry.id, sealed=own.closed(entry.id, entry)))
        session.flush()
        return
    _blank, size = own.opened(sheet.id, sheet.sealed)
    sheet.sealed = own.closed(sheet.id, entry, size)
