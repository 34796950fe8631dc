"""Keeping, changing and taking out what is in her file."""

from sqlalchemy.orm import Session

from app.core import keys
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.people.evidence.drawers import Entry, Words, drawer
from app.people.sheets import actions as sheets
from app.people.sheets.drawers import MOST
from app.people.viewer import Viewer

FULL = Sentence(
    "Your file holds {n} entries, which is all it can. Take one out to keep this one.", n=MOST
)


def keep(session: Session, viewer: Viewer, ring: Keyring, words: Words, nonce: str) -> Entry:
    """Put an entry into her file, or find the one that this very form has put there.

    Raises Invalid when it is full.
    """
    mark = keys.digest(nonce)[: keys.BLIND].hex()
    return sheets.keep(session, drawer(viewer, ring), words, mark, FULL)


def change(session: Session, viewer: Viewer, ring: Keyring, entry_id: int, words: Words) -> Entry:
    """Raises NotFound."""
    return sheets.change(session, drawer(viewer, ring), entry_id, words)


def take_out(session: Session, viewer: Viewer, ring: Keyring, entry_id: int) -> Entry:
    """Destroy an entry, and return it for her to put back. Raises NotFound."""
    return sheets.take_out(session, drawer(viewer, ring), entry_id)
