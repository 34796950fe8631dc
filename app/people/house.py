"""One running installation: its settings, its database, its keys, and what it keeps in memory."""

import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.core import clock, epochs
from app.core.db import Database
from app.core.keyring import KeyFile
from app.core.keys import BadKeyring, Keyring
from app.core.limits import Limiter
from app.core.live import Live
from app.core.repeats import Sent
from app.core.settings import Settings
from app.core.tally import Tally
from app.people.anonymity.bundles import Bundle, Shelf
from app.people.anonymity.models import DESTROYED, KeyCheck, ReadBundle
from app.people.linkable import Linkables
from app.people.noted.tray import Tray
from app.people.safety.board import Board
from app.people.safety.shields import Shields
from app.people.searchable import Searchable
from app.people.site.memory import Site
from app.people.subjects import Subjects


@dataclass(frozen=True)
class House:
    """Its `settings` are those of the environment; in a house that is `present`, with what
    administrators have chosen since, and the others are its `environment`."""

    settings: Settings
    database: Database
    key_file: KeyFile
    limiter: Limiter
    shelf: Shelf
    board: Board
    shields: Shields
    subjects: Subjects
    searched: tuple[Searchable, ...]
    linkable: Linkables
    live: Live
    tray: Tray = field(default_factory=Tray)
    sent: Sent = field(default_factory=Sent)
    site: Site = field(default_factory=Site)
    environment: Settings | None = None
    # Where somebody wants to know how pages fare.
    tally: Tally | None = None

    @property
    def ring(self) -> Keyring:
        """The keys as they are now: they change while a server runs."""
        return self.key_file.ring

    @property
    def present(self) -> "House":
        """The same house as it is at this moment, to be kept to the end of a deed."""
        settings = self.site.settings(self.settings)
        if settings is self.settings:
            return self
        return replace(self, settings=settings, environment=self.settings)

    def flush(self, forgotten: Collection[bytes] = ()) -> int:
        """Write what was read since the last time, and nothing any more of the `forgotten` owners.

        Returns the number of bundles.
        """
        lifted = self.shelf.lift()
        try:
            number = sum(self._sealed_anew(lifted, forgotten))
        except SQLAlchemyError:
            self.shelf.put_back(lifted)
            raise
        self.database.settle()
        return number

    def _sealed_anew(
        self, lifted: dict[bytes, Bundle], forgotten: Collection[bytes]
    ) -> Iterator[int]:
        """Portion by portion, each in a transaction of its own. In between everybody else has as
        much time to write as it has taken from them."""
        after: bytes | None = b""
        while after is not None:
            began = time.monotonic()
            with self.database.changing() as session:
                self.database.alone(session, ReadBundle)
                number, after = self.shelf.write(session, lifted, forgotten, after)
            yield number
            if after is not None:
                time.sleep(time.monotonic() - began)


def check_keys(database: Database, ring: Keyring) -> None:
    """Note the keys of an empty database; for a filled one, see that they are its own.

    Raises BadKeyring for a wrong key, or where one is lost: without it, everything sealed and
    every author would be lost in silence.
    """
    with database.changing() as session:
        database.alone(session, KeyCheck)
        refuse_lost(note_keys(session, ring), ring)


def note_keys(session: Session, ring: Keyring) -> dict[str, bytes]:
    """Note new keys, and return what is known of all. Raises BadKeyring for a wrong one."""
    known = {row.name: row.value for row in session.scalars(select(KeyCheck))}
    for name, value in ring.check_values().items():
        if name not in known:
            session.add(KeyCheck(name=name, value=value))
        elif known[name] not in {value, DESTROYED}:
            raise BadKeyring(
                f"The key “{name}” is not the one this database was made with. "
                "Put the right keyring back, or point DATA_DIR or DATABASE_URL elsewhere."
            )
    session.flush()
    return known


def refuse_lost(known: Mapping[str, bytes], ring: Keyring) -> None:
    """Raises BadKeyring where the ring lacks a key that is known and was not destroyed."""
    for name in sorted(known.keys() - ring.epochs.keys() - {"app"}):
        # A backup from before its end still names a key that was destroyed in time.
        if known[name] != DESTROYED and clock.today() <= epochs.kept_until(name):
            raise BadKeyring(
                f"The keyring has lost the key “{name}”. Put back the one that has it; or, if "
                f"there is none, run: common-thread keys retire {name} --now"
            )
