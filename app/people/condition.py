"""How the installation is: what a volunteer looks at once a week. Nothing in it is anybody's, no
time is finer than a day, and no size so fine that a post moves it."""

import os
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import metadata

from sqlalchemy.orm import Session

from app.core import clock, engines, epochs, migrations, outbox
from app.people.house import House
from app.people.site import last_done
from app.people.site.models import Done

CHORES_LATE = timedelta(days=2)
BACKUP_LATE = timedelta(days=7)
LEAST_SIZE = 16_000_000
LEAST_FREE = 1_000_000_000


@dataclass(frozen=True)
class Condition:
    """`late` letters have waited for an hour although nothing was wrong with them. `keys_to_do`: a
    key should have been begun or destroyed by now. Sizes are in bytes: there are fewer than
    `size`, and `free` or more; `free` is -1 where it cannot be known."""

    version: str
    is_sqlite: bool
    size: int
    revision: str
    newest: str
    late: int
    dead: int
    chores: date | None
    backup: date | None
    epoch: str
    keys_to_do: bool
    keys_writable: bool
    sends_mail: bool
    free: int

    @property
    def is_migrated(self) -> bool:
        return self.revision == self.newest

    @property
    def chores_late(self) -> bool:
        return self.chores is None or clock.today() - self.chores > CHORES_LATE

    @property
    def backup_late(self) -> bool:
        return self.backup is None or clock.today() - self.backup > BACKUP_LATE

    @property
    def is_full(self) -> bool:
        return self.free == 0


def now(session: Session, house: House) -> Condition:
    """Some six questions, and a look at the disk."""
    # How many wait is not shown: it moves whenever anybody is told something.
    dead = outbox.counts(session)[1]
    days, folder = last_done.days(session), house.settings.keyring_file.parent
    return Condition(
        version=metadata.version("common-thread"),
        is_sqlite=house.database.is_sqlite,
        size=_above(engines.size(session.connection())),
        revision=str(migrations.current(session.connection())),
        newest=migrations.newest(),
        late=outbox.late(session),
        dead=dead,
        chores=days.get(Done.CHORES),
        backup=days.get(Done.BACKUP),
        epoch=house.ring.current,
        keys_to_do=_keys_to_do(house),
        keys_writable=os.access(folder, os.W_OK),
        sends_mail=bool(house.settings.smtp_url.get_secret_value()),
        free=_free(house),
    )


def _keys_to_do(house: House) -> bool:
    ring, today = house.ring, clock.today()
    months = house.settings.key_months
    over = [name for name in ring.epochs if epochs.kept_until(name, months) < today]
    return bool(over) or epochs.last_day(ring.current) < today


def _free(house: House) -> int:
    try:
        free = shutil.disk_usage(house.settings.data_dir).free
    except OSError:
        return -1
    return _above(free, LEAST_FREE) // 2 if free >= LEAST_FREE else 0


def _above(size: int, step: int = LEAST_SIZE) -> int:
    """The next of the steps that double."""
    while step <= size:
        step *= 2
    return step
