"""How far a member is on pathways: on sheets that only she finds and opens (`people/sheets/`).

Nobody counts who goes which way. What a pathway says now is asked when she looks.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core import keys
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.people.sheets import actions as sheets
from app.people.sheets import queries
from app.people.sheets.drawers import MOST, Drawer, Entry, drawer
from app.people.viewer import Viewer

FULL = Sentence("You have marked steps on {n} pathways, which is all there can be.", n=MOST)


@dataclass(frozen=True)
class Walked:
    """What stands on a sheet: the steps of one pathway that she has marked as done."""

    pathway_id: int
    done: Collection[int] = ()


def mine(session: Session, viewer: Viewer, ring: Keyring) -> list[Walked]:
    """All of hers, as she began them."""
    found = queries.contents(session, _drawer(viewer, ring)).entries
    return [entry.words for entry in sorted(found, key=lambda entry: entry.number)]


def done(session: Session, viewer: Viewer, ring: Keyring, pathway_id: int) -> frozenset[int]:
    """The steps that she has marked; none for a visitor."""
    if not viewer.signed_in:
        return frozenset()
    entry = _of(session, viewer, ring, pathway_id)
    return frozenset(entry.words.done) if entry else frozenset()


def mark(session: Session, viewer: Viewer, ring: Keyring, at: tuple[int, int], *, on: bool) -> None:
    """A step of a pathway is done for her, or is not after all. Raises Invalid when there are too
    many pathways."""
    pathway_id, step_id = at
    own = _drawer(viewer, ring)
    if not on and _of(session, viewer, ring, pathway_id) is None:
        return
    mark = keys.base32(pathway_id)
    entry = sheets.keep(session, own, Walked(pathway_id), mark, FULL)
    entry = sheets.hold(session, own, entry.id)
    before = {*entry.words.done}
    after = before | {step_id} if on else before - {step_id}
    if after != before:
        sheets.change(session, own, entry.id, Walked(pathway_id, sorted(after)))


def _of(session: Session, viewer: Viewer, ring: Keyring, pathway_id: int) -> Entry[Walked] | None:
    found = queries.contents(session, _drawer(viewer, ring)).entries
    return next((entry for entry in found if entry.words.pathway_id == pathway_id), None)


def _drawer(viewer: Viewer, ring: Keyring) -> Drawer[Walked]:
    return drawer(ring, viewer.me.pathway_key(), viewer.me.pathway_seal(), Walked)
