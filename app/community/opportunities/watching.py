"""What members want to be told of opportunities while they are away, one sealed row for each: with
the application's key, since a chore has to read it.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.community.opportunities.kept_models import Watch
from app.community.opportunities.queries import Wanted
from app.community.opportunities.words import Hours, Kind, Way
from app.core import db, keys
from app.core.keys import LARGEST, Broken, Keyring, Seal

STEP = 1024
AT_ONCE = 500


@dataclass(frozen=True)
class Reminder:
    """Of one that she has saved. `told` is the day of its closing of which she has been told."""

    opportunity_id: int
    told: date | None = None


@dataclass(frozen=True)
class Search:
    """What she looks for, under a `name`, in one of her places. She knows of all that was there
    before the day `since`; `mark` is that of the form that made it."""

    place: int
    name: str
    wanted: Wanted
    on: bool
    since: date
    mark: str


@dataclass(frozen=True)
class Watched:
    """What a row holds, and whose it is."""

    member_id: UUID
    what: Reminder | Search

    def sealed(self, ring: Keyring, watch_id: int) -> bytes:
        said = [self.member_id.hex, type(self.what).__name__, asdict(self.what)]
        words = json.dumps(said, default=date.isoformat, ensure_ascii=False).encode()
        return _seal(ring).close(keys.padded(words, STEP), keys.number(watch_id))


def opened(ring: Keyring, watch_id: int, sealed: bytes) -> Watched | None:
    """None for what nobody can read: noise where somebody has left, or a key that is lost."""
    try:
        words = _seal(ring).open(sealed, keys.number(watch_id))
    except Broken:
        return None
    member, kind, said = json.loads(words)
    made = _reminder(said) if kind == Reminder.__name__ else _search(said)
    return Watched(UUID(member), made)


def remind(
    session: Session, ring: Keyring, member_id: UUID, opportunity_id: int, *, on: bool
) -> None:
    """Have her told before this one closes, or no more."""
    watch_id = _number(ring, member_id, b"reminder", opportunity_id)
    if on:
        watched = Watched(member_id, Reminder(opportunity_id))
        db.add_if_free(session, Watch(id=watch_id, sealed=watched.sealed(ring, watch_id)))
    else:
        session.execute(delete(Watch).where(Watch.id == watch_id))


def search_number(ring: Keyring, member_id: UUID, place: int) -> int:
    """Of the row in which the search at this place of hers lies."""
    return _number(ring, member_id, b"search", place)


def erase(session: Session, ring: Keyring, member_id: UUID) -> None:
    """Put noise into her rows, and seal all there are anew: so no two copies of the table tell
    which were hers. They go one by one, on days of chance."""
    last = 0
    while True:
        after = select(Watch).where(Watch.id > last).order_by(Watch.id)
        rows = session.scalars(after.limit(AT_ONCE).with_for_update()).all()
        if not rows:
            return
        last = rows[-1].id
        for row in rows:
            watched = opened(ring, row.id, row.sealed)
            if watched and watched.member_id != member_id:
                row.sealed = watched.sealed(ring, row.id)
            else:
                row.sealed = keys.random_bytes(len(row.sealed))
        session.flush()


def _number(ring: Keyring, member_id: UUID, kind: bytes, which: int) -> int:
    key = ring.derive("opportunity-watch-of/v1")
    blind = keys.blind(key, member_id.bytes, kind, keys.number(which))
    return int.from_bytes(blind[:8], "big") & LARGEST or 1


def _reminder(said: dict[str, Any]) -> Reminder:
    told = said["told"]
    return Reminder(said["opportunity_id"], date.fromisoformat(told) if told else None)


def _search(said: dict[str, Any]) -> Search:
    since = date.fromisoformat(said.pop("since"))
    return Search(wanted=_wanted(said.pop("wanted")), since=since, **said)


def _wanted(said: dict[str, Any]) -> Wanted:
    return Wanted(
        kind=Kind(said["kind"]) if said["kind"] else None,
        hours=Hours(said["hours"]) if said["hours"] else None,
        way=Way(said["way"]) if said["way"] else None,
        place=said["place"],
        text=said["text"],
        paid=said["paid"],
    )


def _seal(ring: Keyring) -> Seal:
    return ring.seal("opportunity-watch/v1")
