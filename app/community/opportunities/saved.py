"""What a member keeps of opportunities for her eyes alone: which she has *saved*, in which she is
*interested*, and a note on each.

It lies on sheets of hers (`people/sheets/`), as bookmarks do. That she is to be reminded is kept
apart, where a chore can read it (`watching.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.community.opportunities import policy, watching
from app.community.opportunities import queries as opportunities
from app.core import clock, keys
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.people.sheets import actions as sheets
from app.people.sheets import queries
from app.people.sheets.drawers import MOST, Drawer, drawer
from app.people.sheets.drawers import Entry as SheetEntry
from app.people.viewer import Viewer

FULL = Sentence(
    "You keep {n} opportunities, which is all there can be. Take one off to keep this one.", n=MOST
)


@dataclass(frozen=True)
class Kept:
    """What stands on a sheet."""

    opportunity_id: int
    saved: bool = False
    interested: bool = False
    note: str = ""

    def __bool__(self) -> bool:
        return self.saved or self.interested


Entry = SheetEntry[Kept]


def mine(session: Session, viewer: Viewer, ring: Keyring) -> list[Entry]:
    """All of hers, what she kept last first. Raises SignInFirst for a visitor."""
    found = queries.contents(session, _drawer(viewer, ring)).entries
    return sorted(found, key=lambda entry: entry.number, reverse=True)


def of(session: Session, viewer: Viewer, ring: Keyring, opportunity_id: int) -> Kept:
    """What she keeps of this one; nothing of it where she keeps none."""
    entry = _entry(session, viewer, ring, opportunity_id)
    return entry.words if entry else Kept(opportunity_id)


def closes_soon(session: Session, viewer: Viewer, ring: Keyring) -> bool:
    """Whether anything that she has saved is open, and closes soon."""
    ids = [one.words.opportunity_id for one in mine(session, viewer, ring) if one.words.saved]
    cards, now = opportunities.cards(session, viewer, ids).values(), clock.now()
    return any(policy.is_open(card, now) and policy.is_near(card.closes, now) for card in cards)


def save(session: Session, viewer: Viewer, ring: Keyring, opportunity_id: int, *, on: bool) -> None:
    """Raises Invalid when there are too many."""
    _change(session, viewer, ring, opportunity_id, lambda kept: replace(kept, saved=on))
    watching.remind(session, ring, viewer.id, opportunity_id, on=on)


def be_interested(
    session: Session, viewer: Viewer, ring: Keyring, opportunity_id: int, note: str
) -> None:
    """Raises Invalid when there are too many."""

    def noting(kept: Kept) -> Kept:
        return replace(kept, interested=True, note=note)

    _change(session, viewer, ring, opportunity_id, noting)


def be_no_longer_interested(
    session: Session, viewer: Viewer, ring: Keyring, opportunity_id: int
) -> None:
    """Her note goes with it."""

    def forgetting(kept: Kept) -> Kept:
        return replace(kept, interested=False, note="")

    _change(session, viewer, ring, opportunity_id, forgetting)


def _change(
    session: Session,
    viewer: Viewer,
    ring: Keyring,
    opportunity_id: int,
    how: Callable[[Kept], Kept],
) -> None:
    """Write down what `how` makes of it; what she neither saves nor is interested in is gone."""
    own, entry = _drawer(viewer, ring), _entry(session, viewer, ring, opportunity_id)
    wanted = how(entry.words if entry else Kept(opportunity_id))
    if not wanted:
        if entry:
            sheets.take_out(session, own, entry.id)
        return
    found = sheets.keep(session, own, wanted, keys.base32(opportunity_id), FULL)
    if found.words != wanted:
        sheets.change(session, own, found.id, wanted)


def _entry(session: Session, viewer: Viewer, ring: Keyring, opportunity_id: int) -> Entry | None:
    found = queries.contents(session, _drawer(viewer, ring)).entries
    return next((one for one in found if one.words.opportunity_id == opportunity_id), None)


def _drawer(viewer: Viewer, ring: Keyring) -> Drawer[Kept]:
    return drawer(ring, viewer.me.opportunity_key(), viewer.me.opportunity_seal(), Kept)
