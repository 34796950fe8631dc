"""Saved searches: what a member looks for in opportunities, under a name of her own. While one is
on, she is told when something new fits."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.opportunities import watching
from app.community.opportunities.kept_models import Watch
from app.community.opportunities.queries import Wanted
from app.community.opportunities.watching import Search, Watched
from app.core import clock, db, keys
from app.core.errors import Invalid, NotFound
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.repeats import again

MOST = 10
FULL = Sentence(
    "You have {n} saved searches, which is all there can be. Delete one to save this one.", n=MOST
)
NOTHING = Sentence(
    "Choose at least one filter first. Of everything that is new, the list itself tells."
)


def hers(session: Session, ring: Keyring, member_id: UUID) -> list[Search]:
    """In the order of their places."""
    return [search for _row, search in _rows(session, ring, member_id)]


def one(session: Session, ring: Keyring, member_id: UUID, place: int) -> Search:
    """Raises NotFound."""
    for search in hers(session, ring, member_id):
        if search.place == place:
            return search
    raise NotFound


def save(
    session: Session, ring: Keyring, member_id: UUID, name: str, wanted: Wanted, nonce: str
) -> Search:
    """Hers from now on, or what this very form has saved. She knows all that is there today.

    Raises Invalid.
    """
    if not wanted:
        raise Invalid("", NOTHING)
    mark = keys.digest(nonce)[: keys.BLIND].hex()
    known = hers(session, ring, member_id)
    for search in known:
        if again(session, search if search.mark == mark else None):
            return search
    free = {*range(1, MOST + 1)} - {search.place for search in known}
    if not free:
        raise Invalid("", FULL)
    search = Search(min(free), name, wanted, on=True, since=clock.today(), mark=mark)
    watch_id = watching.search_number(ring, member_id, search.place)
    sealed = Watched(member_id, search).sealed(ring, watch_id)
    db.add_if_free(session, Watch(id=watch_id, sealed=sealed))
    kept = one(session, ring, member_id, search.place)
    # Another form of hers may have found the same place free at the same moment.
    return kept if kept.mark == mark else save(session, ring, member_id, name, wanted, nonce)


def switch(session: Session, ring: Keyring, member_id: UUID, place: int, *, on: bool) -> None:
    """What came while it was off she is not told of. Raises NotFound."""
    row, search = _row(session, ring, member_id, place)
    changed = replace(search, on=on, since=search.since if search.on else clock.today())
    row.sealed = Watched(member_id, changed).sealed(ring, row.id)


def delete(session: Session, ring: Keyring, member_id: UUID, place: int) -> None:
    """Where it is not there any more, there is nothing to do."""
    try:
        row, _search = _row(session, ring, member_id, place)
    except NotFound:
        return
    session.delete(row)


def _row(session: Session, ring: Keyring, member_id: UUID, place: int) -> tuple[Watch, Search]:
    for row, search in _rows(session, ring, member_id, lock=True):
        if search.place == place:
            return row, search
    raise NotFound


def _rows(
    session: Session, ring: Keyring, member_id: UUID, *, lock: bool = False
) -> list[tuple[Watch, Search]]:
    places = range(1, MOST + 1)
    ids = [watching.search_number(ring, member_id, place) for place in places]
    wanted = select(Watch).where(Watch.id.in_(ids)).order_by(Watch.id)
    found = []
    for row in session.scalars(wanted.with_for_update() if lock else wanted):
        watched = watching.opened(ring, row.id, row.sealed)
        if watched and watched.member_id == member_id and isinstance(watched.what, Search):
            found.append((row, watched.what))
    return sorted(found, key=lambda each: each[1].place)
