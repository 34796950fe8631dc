"""Putting an entry into a drawer, changing it and taking it out."""

from dataclasses import replace
from typing import TypeVar

from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Invalid, NotFound
from app.core.repeats import again
from app.people.sheets import queries
from app.people.sheets.drawers import Drawer, Entry
from app.people.sheets.models import Sheet

W = TypeVar("W")


def keep(session: Session, own: Drawer[W], words: W, mark: str, full: str) -> Entry[W]:
    """Put an entry into her drawer, or find the one that has this mark already.

    Raises Invalid with the sentence `full` where no other fits in.
    """
    _lock(session, own)
    held = queries.contents(session, own)
    for entry in held.entries:
        if entry.mark == mark:
            return again(session, entry) or entry
    if not held.free:
        raise Invalid("", full)
    number = 1 + max((entry.number for entry in held.entries), default=0)
    entry = Entry(held.free[0], number, clock.today(), mark, words)
    _write(session, own, entry)
    return entry


def hold(session: Session, own: Drawer[W], entry_id: int) -> Entry[W]:
    """As it stands; nobody else changes it until the transaction ends. Raises NotFound."""
    return _to_change(session, own, entry_id)[1]


def change(session: Session, own: Drawer[W], entry_id: int, words: W) -> Entry[W]:
    """Raises NotFound."""
    sheet, entry, size = _to_change(session, own, entry_id)
    changed = replace(entry, words=words)
    sheet.sealed = own.closed(sheet.id, changed, size)
    return changed


def take_out(session: Session, own: Drawer[W], entry_id: int) -> Entry[W]:
    """Destroy an entry, and return it for her to put back. Raises NotFound."""
    sheet, entry, size = _to_change(session, own, entry_id)
    sheet.sealed = own.closed(sheet.id, None, size)
    return entry


def _to_change(session: Session, own: Drawer[W], entry_id: int) -> tuple[Sheet, Entry[W], int]:
    # It may have been looked at before, and changed since.
    sheet = session.get(Sheet, entry_id, with_for_update=True, populate_existing=True)
    if sheet is None:
        raise NotFound
    return sheet, *queries.opened(own, sheet)


def _lock(session: Session, own: Drawer[W]) -> None:
    """Of two forms of hers at once the second waits at her first sheet. Where she has none yet,
    both make it, and one of them is told so."""
    [first] = own.numbers(0, 1)
    session.get(Sheet, first, with_for_update=True)


def _write(session: Session, own: Drawer[W], entry: Entry[W]) -> None:
    sheet = session.get(Sheet, entry.id, populate_existing=True)
    if sheet is None:
        session.add(Sheet(id=entry.id, sealed=own.closed(entry.id, entry)))
        session.flush()
        return
    _blank, size = own.opened(sheet.id, sheet.sealed)
    sheet.sealed = own.closed(sheet.id, entry, size)
