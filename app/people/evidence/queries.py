"""Finding what is in her file: each sheet of hers is opened in her own request, for it alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import keys
from app.core.errors import NotFound
from app.core.keys import Broken, Keyring
from app.core.questions import Question, slots, spread
from app.people.evidence.drawers import MOST, Drawer, Entry, drawer
from app.people.evidence.models import Sheet
from app.people.viewer import Viewer

PAGE = 20
THREE = 3
# So many sheets are asked for first, which is all for most, and so many more at a time.
FIRST = 64
MORE = 512

Place = tuple[str, int]


@dataclass(frozen=True)
class Contents:
    """`free` are the numbers of the sheets on which an entry can be put, those that are there
    before one that is still to be made; none when the drawer is full."""

    entries: list[Entry]
    free: list[int]


@dataclass(frozen=True)
class Page:
    """A stretch of her file; `older` is where to go on, None at the end."""

    entries: list[Entry]
    older: Place | None


def entries(session: Session, viewer: Viewer, ring: Keyring) -> list[Entry]:
    """All of hers, the newest first."""
    found = contents(session, drawer(viewer, ring)).entries
    return sorted(found, key=lambda entry: entry.place, reverse=True)


def entry(session: Session, viewer: Viewer, ring: Keyring, entry_id: int) -> Entry:
    """One of hers. Raises NotFound for another's, which cannot be told from none."""
    sheet = session.get(Sheet, entry_id)
    if sheet is None:
        raise NotFound
    return opened(drawer(viewer, ring), sheet)[0]


def opened(own: Drawer, sheet: Sheet) -> tuple[Entry, int]:
    """What stands on the sheet, and its size. Raises NotFound where it is not hers, or blank."""
    try:
        found, size = own.opened(sheet.id, sheet.sealed)
    except Broken:
        raise NotFound from None
    if found is None:
        raise NotFound
    return found, size


def page(found: Sequence[Entry], after: Place | None) -> Page:
    """The first of these entries, or those behind a place."""
    rest = [entry for entry in found if after is None or entry.place < after]
    shown = rest[:PAGE]
    return Page(shown, shown[-1].place if len(rest) > PAGE else None)


def matching(found: Sequence[Entry], asked: str) -> list[Entry]:
    """Those in which each of these words stands somewhere, in small letters or capitals."""
    wanted = asked.casefold().split()
    return [
        entry
        for entry in found
        if all(word in "\n".join(vars(entry.words).values()).casefold() for word in wanted)
    ]


def three(found: Sequence[Entry], but: Sequence[int] = ()) -> list[Entry]:
    """Three at random; others than those just read as far as there are any."""
    fresh = [entry for entry in found if entry.id not in but]
    known = [entry for entry in found if entry.id in but]
    return (keys.shuffled(fresh) + keys.shuffled(known))[:THREE]


def contents(session: Session, own: Drawer) -> Contents:
    """What is in a drawer. No sheet is ever taken away: the first missing one is the end."""
    found: list[Entry] = []
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


def _sheets(session: Session, own: Drawer) -> Iterator[tuple[int, bytes]]:
    """Her sheets in the order in which they are filled, and the next one, which has nothing."""
    start = 0
    while start < MOST:
        numbers = own.numbers(start, min(MORE if start else FIRST, MOST - start))
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
