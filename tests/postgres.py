"""A throw-away PostgreSQL cluster: made for one run of tests, gone after it.

Each worker of a parallel run starts its own. That takes as long as waiting for a shared one
would, and a test may then take its database away without asking the neighbours.
"""

import itertools
import os
import pwd
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypedDict

import psycopg
from psycopg import sql

from tests import memory
from tests.required import missing

PATIENCE = 30
OWNERS = ("postgres", "nobody")
PROGRAMS = ("initdb", "pg_ctl", "postgres")

# Waits until whoever holds the other end of its input is gone, by whatever way, then clears up.
# Signals of the terminal are for the tests, which end and thereby close that input.
CARETAKER = """
trap '' INT TERM HUP
cat >/dev/null
[ ! -f "$1/data/postmaster.pid" ] || "$2/pg_ctl" -D "$1/data" -m immediate -w stop
rm -rf "$1"
"""


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Cluster:
    """One running server, reached through a socket in its own directory."""

    home: Path
    programs: Path
    identity: _Identity
    durable: bool
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str = "postgres") -> str:
        """The address of a database, as SQLAlchemy wants it."""
        return f"postgresql+psycopg://test@/{database}?host={self.home}"

    def new_database(self, template: str = "template1") -> str:
        """Make a database as a copy of another, to which nobody may be connected; its name."""
        name = f"test_{next(self._numbers)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._administer(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database together with the connections to it."""
        self._administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self, how: Literal["fast", "immediate"] = "fast") -> None:
        """Cut all connections and stop. `immediate` is a crash: the next start recovers."""
        self._ask("stop", "-m", how)

    def kill(self) -> None:
        """As the kernel does when memory runs out. Those that it had started end by themselves."""
        first = int((self.home / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        os.kill(first, signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        while any(Path("/proc", each).exists() for each in children):
            assert time.monotonic() < until, "its processes live on without it"
            time.sleep(0.05)

    def start(self) -> None:
        """Start, and return when the server answers.

        Raises `RuntimeError` with the server's last words when it does not.
        """
        # Without them only a power cut loses data. `synchronous_commit` stays on: without it a
        # crash of the server does, too.
        sync = "on" if self.durable else "off"
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.home,
            "fsync": sync,
            "full_page_writes": sync,
            "shared_buffers": "64MB",
        }
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self._ask("start", "-l", str(self.home / "log"), "-o", options)

    def _ask(self, deed: str, *options: str) -> None:
        self._run("pg_ctl", deed, "-D", str(self.home / "data"), "-w", "-s", *options)

    def _run(self, program: str, *arguments: str) -> None:
        # To a file, because the server inherits it: a pipe would be read until the server ends.
        with tempfile.TemporaryFile() as report:
            done = subprocess.run(
                [self.programs / program, *arguments],
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(self.home)},
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=report,
                stderr=subprocess.STDOUT,
                check=False,
                **self.identity,
            )
            report.seek(0)
            said = report.read().decode()
        if done.returncode:
            raise RuntimeError(f"{program}: {said}{self._last_words()}")

    def _last_words(self) -> str:
        log = self.home / "log"
        return log.read_text()[-2000:] if log.exists() else ""

    def _administer(self, statement: sql.Composed) -> None:
        address = f"user=test dbname=postgres host={self.home}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """Run a cluster until the block is left, or until this process ends in any way at all.

    It lies on a disk, and asks that to keep what was committed (`fsync`), when `durable`; else
    in memory if there is room. Where there is no PostgreSQL the running test is skipped, or fails
    if `REQUIRE` says so.
    """
    programs = find_programs()
    if programs is None:
        missing("postgres", "no directory here holds PostgreSQL's " + ", ".join(PROGRAMS))
    identity = _identity()
    # Copying a template takes 0.03 s in memory and up to 0.5 s on a busy disk.
    place = memory.DISK if durable else memory.place()
    home = Path(tempfile.mkdtemp(prefix="common-thread-pg-", dir=place))
    os.chown(home, identity.get("user", -1), identity.get("group", -1))
    with _caretaker(home, programs, identity):
        made = Cluster(home, programs, identity, durable)
        made._run(
            "initdb", "--pgdata=data", "--username=test", "--auth=trust", "--encoding=UTF8",
            "--no-sync", "--no-instructions",
        )  # fmt: skip
        made.start()
        yield made


def find_programs() -> Path | None:
    """The directory that holds the whole of PostgreSQL's server, the newest first."""
    packaged = Path("/usr/lib/postgresql").glob("*/bin")
    on_path = [Path(place) for place in os.get_exec_path()]
    for directory in [*sorted(packaged, key=_version, reverse=True), *on_path]:
        # What stands on PATH may be a link to one program alone, or a wrapper that knows no others.
        places = [directory, (directory / "initdb").resolve().parent]
        for place in places:
            if all(os.access(place / program, os.X_OK) for program in PROGRAMS):
                return place
    return None


def _version(directory: Path) -> float:
    return float(directory.parent.name)


def _identity() -> _Identity:
    """As whom the server runs: it refuses to be root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    owner = next(known[name] for name in OWNERS if name in known)
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


@contextmanager
def _caretaker(home: Path, programs: Path, identity: _Identity) -> Iterator[None]:
    process = subprocess.Popen(
        ["/bin/sh", "-c", CARETAKER, "caretaker", home, programs],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
        **identity,
    )
    with process:  # leaving it closes the input and waits
        yield
