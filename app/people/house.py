"""One running installation: its settings, its database, its keys, and what it keeps in memory."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import Database
from app.core.keys import BadKeyring, Keyring
from app.core.limits import Limiter
from app.core.settings import Settings
from app.people.anonymity.bundles import Shelf
from app.people.anonymity.models import KeyCheck, ReadBundle


@dataclass(frozen=True)
class House:
    settings: Settings
    database: Database
    ring: Keyring
    limiter: Limiter
    shelf: Shelf

    def flush(self, forgotten: Collection[bytes] = ()) -> int:
        """Write what was read since the last time, and nothing any more of the `forgotten` owners.

        Returns the number of bundles.
        """
        lifted = self.shelf.lift()
        try:
            with self.database.changing() as session:
                self.database.alone(session, ReadBundle)
                number = self.shelf.write(session, lifted, forgotten)
        except SQLAlchemyError:
            self.shelf.put_back(lifted)
            raise
        self.database.settle()
        return number


def check_keys(database: Database, ring: Keyring) -> None:
    """Note the keys of an empty database; for a filled one, see that they are its own.

    Raises BadKeyring for a wrong key: with it, every sealed thing would be lost in silence.
    """
    with database.changing() as session:
        known = {row.name: row.value for row in session.scalars(select(KeyCheck))}
        for name, value in ring.check_values().items():
            if name not in known:
                session.add(KeyCheck(name=name, value=value))
            elif known[name] != value:
                raise BadKeyring(
                    f"The key “{name}” is not the one this database was made with. "
                    "Put the right keyring back, or point DATA_DIR or DATABASE_URL elsewhere."
                )
