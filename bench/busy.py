"""How long processors have been at work for us: on a machine that does other things, all that can
be said of how long something takes."""

import time
from contextlib import suppress
from pathlib import Path

from app.people.house import House

# The processes of PostgreSQL that answer, and for how long each was last seen to have run.
BACKENDS: dict[int, float] = {}


def note(*houses: House) -> None:
    """Whoever answers these houses now, and nobody else."""
    BACKENDS.clear()
    for house in houses:
        if not house.database.is_sqlite:
            with house.database.reading() as session:
                found = session.connection().exec_driver_sql(_OURS).scalars()
                BACKENDS.update(dict.fromkeys(found, 0.0))


_OURS = """SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend'"""


def ms() -> float:
    """This process and those which it has noted, until now."""
    return 1000 * time.process_time() + sum(map(_ran_ms, [*BACKENDS]))


def _ran_ms(pid: int) -> float:
    """One that has gone meanwhile does no more."""
    with suppress(OSError):
        ran = Path(f"/proc/{pid}/schedstat").read_text().split()[0]
        BACKENDS[pid] = int(ran) / 1_000_000
    return BACKENDS[pid]
