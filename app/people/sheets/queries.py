"""Finding what is in a drawer: each sheet of hers is opened in her own request, for it alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.keys import Broken
from app.core.questions import Question, slots, spread
from app.people.sheets.drawers import MOST, Drawer, Entry
from app.people.sheets.models import Sheet

W = TypeVar("W")

# So many sheets are asked for first, which is all for most, then ever more up to so many at once.
FIRST, MORE = 16, 512
TIMES = 8


@dataclass(frozen=True)
class Contents(Generic[W]):
    """`free` are the numbers of the sheets on which an entry can be put, those that are there
    before one that is still to be made; none when the drawer is full."""

    entries: list[Entry[W]]
    free: list[int]


def entry(session: Session, own: Drawer[W], entry_id: int) -> Entry[W]:
    """One of hers. Raises NotFound for another's, which cannot be told from none."""
    sheet = session.get(Sheet, entry_id)
    if sheet is None:
        raise NotFound
    return opened(own, sheet)[0]


def opened(own: Drawer[W], sheet: Sheet) -> tuple[Entry[W], int]:
    """What stands on the sheet, and its size. Raises NotFound where it is not hers, or blank."""
    try:
        found, size = own.opened(sheet.id, sheet.sealed)
    except Broken:
        raise NotFound from None
    if found is None:
        raise NotFound
    return found, size


def contents(session: Session, own: Drawer[W]) -> Contents[W]:
    """What is in a drawer. No sheet is ever taken away: the first missing one is the end."""
    found: list[Entry[W]] = []
    free: list[int] = []
    for number, sealed in _sheets(session, own):
        try:
            entry = own.opened(number, sealed)[0] if sealed else None
        except Broken:
            # Damaged, or by a chance that never comes another's: left as it is.
            continue
        if entry:
            found.append(entry)
        else:
            free.append(number)
    return Contents(found, free)


def _sheets(session: Session, own: Drawer[W]) -> Iterator[tuple[int, bytes]]:
    """Her sheets in the order in which they are filled, and the next one, which has nothing."""
    start = 0
    while start < MOST:
        numbers = own.numbers(start, min(max(FIRST, TIMES * start), MORE, MOST - start))
        found = dict(_of(len(numbers)).all(session, **spread("sheet", numbers)))
        for number in numbers:
            yield number, found.get(number, b"")
            if number not in found:
                return
        start += len(numbers)


@lru_cache
def _of(many: int) -> Question[tuple[int, bytes]]:
    """The question for so many sheets."""
    places = slots("sheet", len(spread("sheet", range(many))))
    chosen = select(Sheet.id, Sheet.sealed).where(Sheet.id.in_(places))
    return Question(chosen, lambda number, sealed: (number, sealed))
