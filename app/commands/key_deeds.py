"""The deeds of `keys`: showing the epochs, and destroying what a key has made. No key is shown."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.community.threads.models import Thread
from app.core import clock, epochs
from app.core.keyring import NOTICE_SECONDS
from app.people import key_life
from app.people.anonymity import burning
from app.people.anonymity.models import DESTROYED, KeyCheck
from app.people.house import House

BATCH = 50
DUE = "to be destroyed now"


class Refused(Exception):
    """It is not done; the message says why and what to do."""


@dataclass(frozen=True)
class Epoch:
    """An epoch as the terminal shows it. `check` says whether the key is the database's own."""

    name: str
    state: str
    kept_until: date
    threads: int
    check: str

    @property
    def is_due(self) -> bool:
        return self.state == DUE


def shown(house: House) -> list[Epoch]:
    """All epochs that have a key, or had one, oldest first."""
    ring, today = house.ring, clock.today()
    with house.database.reading() as session:
        known = {row.name: row.value for row in session.scalars(select(KeyCheck))}
        counted = select(Thread.key_epoch, func.count()).group_by(Thread.key_epoch)
        threads = Counter(dict(session.execute(counted).all()))
    values = ring.check_values()

    def state(name: str) -> str:
        if name not in ring.epochs:
            lost = known.get(name, DESTROYED) != DESTROYED and today <= epochs.kept_until(name)
            return "lost" if lost else "destroyed"
        if key_life.is_due(house, name):
            return DUE
        return f"open until {epochs.last_day(name)}" if name == ring.current else "kept"

    def check(name: str) -> str:
        if name not in values or name not in known:
            return "–"
        return "fits" if known[name] == values[name] else "DOES NOT FIT"

    months = house.settings.key_months
    return [
        Epoch(name, state(name), epochs.kept_until(name, months), threads[name], check(name))
        for name in sorted((known.keys() | ring.epochs.keys() | threads.keys()) - {"app"})
    ]


def find(house: House, name: str) -> Epoch:
    """Raises Refused where there is no such epoch."""
    known = {epoch.name: epoch for epoch in shown(house)}
    if name not in known:
        raise Refused(f"There is no epoch {name}. There are: {', '.join(known)}.")
    return known[name]


def retire(house: House, name: str = "") -> list[str]:
    """Destroy this epoch's key, or without a name those that are due. Returns the epochs."""
    if name:
        _destroy(house, name)
        return [name]
    due = [epoch.name for epoch in shown(house) if epoch.is_due]
    key_life.tend(house)
    return due


def burn(house: House, epoch: str, *, wait: bool = True) -> Iterator[str]:
    """Destroy the key, then replace by chance all that was made with it. Yields how it goes.

    The key goes first, and everything waits until no server has it in memory: what was written
    meanwhile is burned as well. May be interrupted and run again.
    """
    _destroy(house, epoch, moving=False)
    yield f"The key of {epoch} is destroyed."
    if wait:
        yield "Waiting until every running server has forgotten it."
        time.sleep(2 * NOTICE_SECONDS)
    with house.database.reading() as session:
        threads = burning.ids_of(session, epoch)
    for start in range(0, len(threads), BATCH):
        with house.database.changing() as session:
            for thread_id in threads[start : start + BATCH]:
                burning.burn(session, thread_id, house.ring.current)
    with house.database.changing() as session:
        burning.burn_apart(session, epoch)
    tables = {column.table.name for column in burning.blind_columns()}
    house.database.scrub(tables | {table.name for table in burning.apart()})
    yield f"What was made with it in {len(threads):,} threads is overwritten."


def _destroy(house: House, name: str, *, moving: bool = True) -> None:
    if name == house.ring.current:
        # Threads that begin from now on take another key.
        key_life.begin(house, by_hand=True)
    key_life.destroy(house, [name], moving=moving)
