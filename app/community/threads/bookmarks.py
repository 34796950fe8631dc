"""Bookmarks: posts that a member wants to find again, with a note on each, for her eyes alone.

A bookmark lies on a sheet of hers (`people/sheets/`). It holds the number of the post and her
note: what the post says, and whether she may still read it, is asked when she looks.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core import keys
from app.core.errors import NotFound
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.people.sheets import actions as sheets
from app.people.sheets import queries
from app.people.sheets.drawers import MOST, Drawer, drawer
from app.people.sheets.drawers import Entry as SheetEntry
from app.people.viewer import Viewer

PAGE = 20
FULL = Sentence(
    "You have {n} bookmarks, which is all there can be. Take one off to keep this one.", n=MOST
)


@dataclass(frozen=True)
class Bookmark:
    """What stands on a sheet."""

    post_id: int
    note: str = ""


Entry = SheetEntry[Bookmark]


@dataclass(frozen=True)
class Page:
    """A stretch of her bookmarks; `older` is the number to go on behind, None at the end."""

    entries: list[Entry]
    older: int | None


def mine(session: Session, viewer: Viewer, ring: Keyring) -> list[Entry]:
    """All of hers, the newest first. Raises SignInFirst for a visitor."""
    found = queries.contents(session, _drawer(viewer, ring)).entries
    return sorted(found, key=lambda entry: entry.number, reverse=True)


def of_post(session: Session, viewer: Viewer, ring: Keyring, post_id: int) -> Entry | None:
    """Hers of this post, if there is one."""
    found = queries.contents(session, _drawer(viewer, ring)).entries
    return next((entry for entry in found if entry.words.post_id == post_id), None)


def page(found: list[Entry], after: int | None) -> Page:
    """The first of these bookmarks, or those behind a number."""
    rest = [entry for entry in found if after is None or entry.number < after]
    shown = rest[:PAGE]
    return Page(shown, shown[-1].number if len(rest) > PAGE else None)


def keep(session: Session, viewer: Viewer, ring: Keyring, post_id: int, note: str) -> Entry:
    """Bookmark a post, or put another note on the bookmark that there is. Nobody asks whether she
    may read the post: a number and her own note tell her nothing. Raises Invalid when there are
    too many."""
    own, wanted = _drawer(viewer, ring), Bookmark(post_id, note)
    found = sheets.keep(session, own, wanted, keys.base32(post_id), FULL)
    return found if found.words == wanted else sheets.change(session, own, found.id, wanted)


def take_off(session: Session, viewer: Viewer, ring: Keyring, post_id: int) -> Bookmark:
    """Destroy hers of this post, and return it for her to put back. Raises NotFound."""
    found = of_post(session, viewer, ring, post_id)
    if found is None:
        raise NotFound
    return sheets.take_out(session, _drawer(viewer, ring), found.id).words


def _drawer(viewer: Viewer, ring: Keyring) -> Drawer[Bookmark]:
    return drawer(ring, viewer.me.bookmark_key(), viewer.me.bookmark_seal(), Bookmark)
