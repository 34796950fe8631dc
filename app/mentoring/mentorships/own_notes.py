"""Notes on a mentorship for her eyes alone, on sheets of hers (`people/sheets/`): no row says that
there are any, and what opens them comes from her seed."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.core import keys, versions
from app.core.errors import NotFound
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.verdict import require
from app.mentoring.mentorships import pages, policy
from app.people.sheets import actions as sheets
from app.people.sheets import queries
from app.people.sheets.drawers import MOST, Drawer, drawer
from app.people.sheets.drawers import Entry as SheetEntry
from app.people.viewer import Viewer

FULL = Sentence(
    "You have {n} notes of your own, which is all there can be. Delete one to keep this.", n=MOST
)


@dataclass(frozen=True)
class OwnNote:
    """What stands on a sheet."""

    mentorship_id: int
    body: str

    @property
    def mark(self) -> str:
        """Of its words (`core.versions`)."""
        return versions.mark(self.body)


Entry = SheetEntry[OwnNote]


def of(session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int) -> list[Entry]:
    """Hers on this mentorship, the newest first."""
    return [one for one in every(session, viewer, ring) if one.words.mentorship_id == mentorship_id]


def every(session: Session, viewer: Viewer, ring: Keyring) -> list[Entry]:
    """All of hers, the newest first."""
    found = queries.contents(session, _drawer(viewer, ring)).entries
    return sorted(found, key=lambda one: one.number, reverse=True)


def one(session: Session, viewer: Viewer, ring: Keyring, at: tuple[int, int]) -> Entry:
    """The one `at` a mentorship and its number. Raises NotFound."""
    found = queries.entry(session, _drawer(viewer, ring), at[1])
    if found.words.mentorship_id != at[0]:
        raise NotFound
    return found


def write(
    session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int, body: str, nonce: str
) -> Entry:
    """Raises NotFound, NotAllowed once it is over, and Invalid when there are too many."""
    pair = pages.find(session, ring, viewer, mentorship_id)
    require(policy.may_write(pair.state, pair.course))
    return keep(session, viewer, ring, OwnNote(mentorship_id, body), nonce)


def keep(session: Session, viewer: Viewer, ring: Keyring, note: OwnNote, nonce: str) -> Entry:
    """Put it into her drawer, or find what this very form has put there. Raises Invalid."""
    mark = keys.digest(nonce)[: keys.BLIND].hex()
    return sheets.keep(session, _drawer(viewer, ring), note, mark, FULL)


def edit(
    session: Session, viewer: Viewer, ring: Keyring, at: tuple[int, int], body: str, as_of: str
) -> None:
    """In the place of the words with the mark `as_of`. Raises NotFound, NotAllowed once it is
    over, and Invalid where other words stand there by now."""
    pair = pages.find(session, ring, viewer, at[0])
    require(policy.may_write(pair.state, pair.course))
    one(session, viewer, ring, at)
    found = sheets.hold(session, _drawer(viewer, ring), at[1])
    versions.require_same(as_of, found.words.mark, "body")
    sheets.change(session, _drawer(viewer, ring), found.id, replace(found.words, body=body))


def delete(session: Session, viewer: Viewer, ring: Keyring, at: tuple[int, int]) -> None:
    """Destroy it, also when the mentorship is over. Raises NotFound."""
    pages.find(session, ring, viewer, at[0])
    found = one(session, viewer, ring, at)
    sheets.take_out(session, _drawer(viewer, ring), found.id)


def _drawer(viewer: Viewer, ring: Keyring) -> Drawer[OwnNote]:
    return drawer(ring, viewer.me.mentoring_key(), viewer.me.mentoring_seal(), OwnNote)
