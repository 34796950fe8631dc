"""What is in her file, and the ways to look at it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core import keys
from app.core.keys import Keyring
from app.people.evidence.drawers import Entry, drawer, place
from app.people.sheets import queries as sheets
from app.people.viewer import Viewer

PAGE = 20
THREE = 3

Place = tuple[str, int]


@dataclass(frozen=True)
class Page:
    """A stretch of her file; `older` is where to go on, None at the end."""

    entries: list[Entry]
    older: Place | None


def entries(session: Session, viewer: Viewer, ring: Keyring) -> list[Entry]:
    """All of hers, the newest first."""
    found = sheets.contents(session, drawer(viewer, ring)).entries
    return sorted(found, key=place, reverse=True)


def entry(session: Session, viewer: Viewer, ring: Keyring, entry_id: int) -> Entry:
    """One of hers. Raises NotFound for another's, which cannot be told from none."""
    return sheets.entry(session, drawer(viewer, ring), entry_id)


def page(found: Sequence[Entry], after: Place | None) -> Page:
    """The first of these entries, or those behind a place."""
    rest = [entry for entry in found if after is None or place(entry) < after]
    shown = rest[:PAGE]
    return Page(shown, place(shown[-1]) if len(rest) > PAGE else None)


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
