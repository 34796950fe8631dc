"""Where a community lies while it is measured: a folder and a database, gone when it is done."""

import json
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from app import wiring
from app.commands import serving
from app.core.settings import Settings
from app.people.house import House
from tests import postgres

DATABASES = ("sqlite", "postgresql")


def here(databases: Sequence[str]) -> Iterator[tuple[str, Path, str]]:
    """Those of the databases that this machine has, each with an empty folder and the address for
    DATABASE_URL; an empty one is SQLite in the data folder. They are gone at the next turn."""
    for database in databases:
        if database == "postgresql" and postgres.find_programs() is None:
            tell("PostgreSQL's own programs are not installed, so it is left out.")
            continue
        with folder() as place, at(database) as url:
            yield database, place, url


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="common-thread-bench-") as name:
        yield Path(name)


@contextmanager
def at(database: str) -> Iterator[str]:
    with postgres.cluster(durable=True) if database == "postgresql" else nullcontext() as cluster:
        yield cluster.url(cluster.new_database()) if cluster else ""


def house(place: Path, url: str, port: int = 0) -> House:
    """A house of its own, without the demo; nothing is in its database yet."""
    return wiring.open_house(
        Settings(
            data_dir=place / "var",
            keyring=place / "secrets" / "keyring.json",
            database_url=SecretStr(url),
            port=port,
            worker=False,
            demo=False,
        )
    )


@contextmanager
def opened(place: Path, url: str) -> Iterator[House]:
    """A house with its tables and keys, to be filled and asked in this process."""
    made = house(place, url)
    serving.prepare(made)
    yield made
    made.database.close()


def environment(house: House) -> dict[str, str]:
    """What a server of this house is told; and nothing that this process was told of others."""
    return {
        "DATA_DIR": str(house.settings.data_dir),
        "KEYRING": str(house.settings.keyring),
        "DATABASE_URL": house.settings.database_url.get_secret_value(),
        "REDIS_URL": "",
    }


def tidy(house: House) -> None:
    """What a server does by itself in time."""
    if house.database.is_sqlite:
        house.database.settle()
        return
    engine = house.database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with house.database._unhurried(engine) as connection:  # noqa: SLF001
        connection.exec_driver_sql("VACUUM ANALYZE")


def printed(lines: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """All of them, each printed when it is there. Ends the program where somebody stops it, or with
    what went wrong."""
    # As Ctrl-C does, so that whatever was started ends with the bench.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    found = []
    try:
        for line in lines:
            print(json.dumps(line), flush=True)
            found.append(line)
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
    except RuntimeError as problem:
        sys.exit(str(problem))
    return found


def tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
