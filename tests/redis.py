"""A throw-away Redis, or Valkey: as an installation should have it, gone with the test."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from tests.required import missing

PATIENCE = 15
PROGRAMS = ("redis-server", "valkey-server")


@dataclass
class Server:
    """Reached through a socket in its own directory."""

    home: Path
    program: str
    _process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def socket(self) -> Path:
        return self.home / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def client(self) -> Redis:
        return Redis(unix_socket_path=str(self.socket), protocol=2)

    def start(self) -> None:
        options = ["--port", "0", "--unixsocket", self.socket, "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [self.program, *options, "--dir", self.home, "--daemonize", "no"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                with self.client() as client:
                    client.ping()
                    return
            except (RedisError, OSError):
                time.sleep(0.02)
        raise AssertionError("Redis does not start")

    def stop(self, how: signal.Signals = signal.SIGKILL) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None


@contextmanager
def server(place: Path) -> Iterator[Server]:
    """Skips the test where there is none, unless `REQUIRE` names redis."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        missing("redis", f"there is neither of {', '.join(PROGRAMS)} here")
    running = Server(place, program)
    running.start()
    try:
        yield running
    finally:
        running.stop()
