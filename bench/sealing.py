"""What it costs to seal all read bundles anew: `python -m bench.sealing`, a JSON line for each
number of bundles and each database.

    seconds     from the beginning to the end, and `cpu_s` of it on a core: in our process, and in
                PostgreSQL's
    written_mb  handed to the disk: by SQLite its log and its file; by PostgreSQL its log alone, its
                files take about as much as they are large
    wait_ms     the longest that somebody waited who wrote a line of her own all the while, `waits`
                how often she did, `refused` how often she was told to come again
    more_mb     what our process took of memory at most, above what it had before
    every_s     how often it may be done. With P processes that serve or work, each of which does
                it, a share S of one core and G gigabytes a day:

                    every_s = P × max(cpu_s / S, written_mb / 1000 / G × 86,400)

                and never less than twice as long as it takes.
"""

import argparse
import json
import multiprocessing
import os
import random
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.exc import SQLAlchemyError

from app import wiring
from app.commands import serving
from app.core import keys
from app.core.db import Database
from app.core.settings import Settings
from app.people.anonymity.bundles import Bundle
from app.people.anonymity.models import ReadBundle
from app.people.house import House
from bench import places

SIZES = (10_000, 100_000, 1_000_000)
BATCH = 2_000
# Of every hundred members most have been in a few threads of a circle, some in many.
THREADS = (5,) * 80 + (40,) * 15 + (150,) * 5
# So many have read since the last time.
READ_SINCE = 2000
WRITES_EVERY = 0.02
DAY = 24 * 3600
MB = 1e6


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.sealing",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add, names = parser.add_argument, places.DATABASES
    add("--sizes", type=int, nargs="+", default=SIZES, help="how many bundles there are")
    add("--databases", nargs="+", default=names, choices=names, metavar="DATABASE",
        help=" ".join(names))  # fmt: skip
    add("--processes", type=int, default=2, help="that serve or work, each of which does it")
    add("--share", type=float, default=0.01, help="of one core that it may take")
    add("--gigabytes", type=float, default=20, help="that it may write in a day")
    options = parser.parse_args()
    for size in sorted(options.sizes):
        for database, place, url in places.here(options.databases):
            line = _measured(places.house(place, url), size)
            every = _every(line, options)
            told = {"bundles": size, "database": database, **line, "every_s": every}
            print(json.dumps(told), flush=True)
    return 0


def _every(line: dict[str, Any], options: argparse.Namespace) -> int:
    a_day = line["written_mb"] / 1000 / options.gigabytes * DAY
    every: float = options.processes * max(line["cpu_s"] / options.share, a_day)
    return round(max(every, 2 * line["seconds"]))


def _measured(house: House, size: int) -> dict[str, Any]:
    serving.prepare(house)
    places.tell(f"{size:,} bundles are being made …")
    # By another process, so that this one has none of the memory for it.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
        owners = apart.submit(_fill, house.settings, size).result()
    for owner in owners:
        house.shelf.change(owner, Bundle(), lambda held: held.mark(1, 1))
    places.tell("They are being sealed anew …")
    costs, writer = _Costs(house.database), _Writer(house)
    with writer:
        costs.begin()
        house.flush()
        line = costs.so_far()
    house.database.close()
    return {**line, **writer.waited()}


def _fill(settings: Settings, size: int) -> list[bytes]:
    """So many rows, as members leave them. Returns the owners of some, who are to have read."""
    house = wiring.open_house(settings)
    chance, seal = random.Random(size), house.ring.seal("bundle/v2")
    owners = []
    for start in range(0, size, BATCH):
        rows = []
        for _ in range(min(BATCH, size - start)):
            marks = {keys.random_id(): 20 for _ in range(chance.choice(THREADS))}
            owner = keys.random_bytes(keys.BLIND)
            packed = Bundle(start=1, seen=1000, marks=marks).packed()
            rows.append({"owner": owner, "sealed": seal.close(packed, owner)})
            if chance.random() < READ_SINCE / size:
                owners.append(owner)
        # However long that takes on a machine that does other things as well.
        with house.database.reshaping() as connection:
            connection.execute(insert(ReadBundle), rows)
            connection.commit()
    house.database.settle()
    house.database.close()
    return owners


class _Costs:
    """What this thread takes from the processor, and what is written, from one moment on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self) -> None:
        _forget_peak()
        self._had = _status("VmRSS")
        self._written, self._server = self._bytes_written(), self._server_seconds()
        self._cpu, self._at = time.thread_time(), time.monotonic()

    def so_far(self) -> dict[str, Any]:
        seconds, cpu = time.monotonic() - self._at, time.thread_time() - self._cpu
        cpu += self._server_seconds() - self._server
        return {
            "seconds": round(seconds, 2),
            "cpu_s": round(cpu, 2),
            "written_mb": round((self._bytes_written() - self._written) / MB, 1),
            "more_mb": round((_status("VmHWM") - self._had) / MB, 1),
        }

    def _bytes_written(self) -> int:
        if self._database.is_sqlite:
            return _number(Path("/proc/self/io"), "wchar")
        with self._database.reading() as session:
            asked = text("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')")
            return int(session.execute(asked).scalar_one())

    def _server_seconds(self) -> float:
        """What the processes that answer us have taken, all together."""
        if self._database.is_sqlite:
            return 0.0
        with self._database.reading() as session:
            asked = text("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'")
            return sum(map(_seconds, session.execute(asked).scalars()))


class _Writer:
    """Somebody who writes a line again and again meanwhile, over connections of her own: another
    process as far as the database knows."""

    def __init__(self, house: House) -> None:
        self._database = wiring.open_house(house.settings).database
        self._enough, self._waits, self._refused = threading.Event(), [0.0], 0
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> None:
        with self._database.changing() as session:
            session.execute(text("CREATE TABLE others_lines (n INTEGER)"))
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        self._thread.join()
        self._database.close()

    def waited(self) -> dict[str, Any]:
        return {
            "wait_ms": round(max(self._waits) * 1000),
            "waits": len(self._waits) - 1,
            "refused": self._refused,
        }

    def _write(self) -> None:
        while not self._enough.wait(WRITES_EVERY):
            began = time.monotonic()
            try:
                with self._database.changing() as session:
                    session.execute(text("INSERT INTO others_lines VALUES (1)"))
            except SQLAlchemyError:
                self._refused += 1
            self._waits.append(time.monotonic() - began)


def _forget_peak() -> None:
    """From now on VmHWM says the most that was taken since."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _status(name: str) -> int:
    return _number(Path("/proc/self/status"), name) * 1024


def _number(file: Path, name: str) -> int:
    """0 where there is no such file."""
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def _seconds(pid: int) -> float:
    """On a core, of any process."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
