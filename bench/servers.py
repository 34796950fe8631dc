"""The servers that are asked: started as processes of their own, gone when the block is left."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.core.settings import ROOT
from app.people.house import House
from bench import places

PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def rss_mb(self) -> float | None:
        """Resident memory of its largest worker; None where there is no /proc."""
        return max(self.each_rss_mb(), default=None)

    def each_rss_mb(self) -> list[float]:
        """Of each process that it has started, or its own where there is none."""
        found = [pid for pid in _pids() if self.pid in {pid, _field(pid, "PPid")}]
        # The parent of several workers only watches them.
        workers = [pid for pid in found if pid != self.pid] or found
        return [_field(pid, "VmRSS") / 1024 for pid in workers]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def application(house: House, workers: int, log: Path, *, chores: bool = False) -> Iterator[Server]:
    """`common-thread serve` at the port of this house, as an installation runs it; with the
    `chores` of `work` inside, or without. No address is asked whether it still leads somewhere."""
    more = {
        **places.environment(house),
        "PORT": str(house.settings.port),
        "WORKERS": str(workers),
        "WORKER": str(int(chores)),
        "LINK_CHECKS": "0",
        "DEMO": "0",
    }
    command = [sys.executable, "-m", "app", "serve"]
    with _running(command, house.settings.port, more, log) as server:
        yield server


@contextmanager
def bare(answers: Path, workers: int, log: Path) -> Iterator[Server]:
    """The same server with nothing in it but the finished answers."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "uvicorn", "bench.bare:app", "--port", str(port)),
        *("--workers", str(workers), "--log-level", "warning", "--no-access-log"),
        *("--no-server-header", "--no-date-header", "--no-proxy-headers"),
    ]
    with _running(command, port, {"ANSWERS": str(answers)}, log) as server:
        yield server


@contextmanager
def _running(
    command: list[str], port: int, environment: Mapping[str, str], log: Path
) -> Iterator[Server]:
    with log.open("wb") as said:
        # A session of its own: Ctrl-C is for the bench, which then ends what it has started.
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait(process, port, log)
            yield Server(port, process.pid)
        finally:
            _end(process)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("HEAD", "/nothing-here")
            connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError(f"The server did not start.\n{log.read_text()[-3000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def _field(pid: int, name: str) -> int:
    """A number of a process, 0 for one that has gone meanwhile."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)
