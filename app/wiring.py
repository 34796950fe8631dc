"""The table where the rooms are introduced. Read this first to know who hears what."""

from app.community.threads import listeners as threads
from app.core import events
from app.core.db import Database
from app.core.events import Event, Listener, StaffActed
from app.core.keyring import KeyFile
from app.core.limits import Limiter
from app.core.settings import Settings
from app.oversight.audit import listeners as audit
from app.people.anonymity.bundles import Shelf
from app.people.house import House
from app.people.members.events import BylineChanged

LISTENERS: list[tuple[type[Event], Listener]] = [
    (BylineChanged, threads.show_new_byline),
    (StaffActed, audit.record),
]


def introduce_everyone() -> None:
    for kind, listener in LISTENERS:
        events.listen(kind, listener)


def open_house(settings: Settings) -> House:
    """The installation that these settings describe. Raises BadKeyring."""
    introduce_everyone()
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_file = KeyFile(settings.keyring_file, settings.data_dir)
    database, shelf = Database(settings.database), Shelf(key_file.ring)
    return House(settings, database, key_file, Limiter(), shelf)
