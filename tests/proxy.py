"""The reverse proxy of an installation, with the very file that operators are given."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.settings import ROOT
from tests.required import missing

PROGRAM = "caddy"
CADDYFILE = ROOT / "deploy" / "Caddyfile"
PATIENCE = 15


@contextmanager
def before(ports: list[int], place: Path, port: int) -> Iterator[Path]:
    """A proxy on this port before the processes on those, and the file of what it says. Skips the
    test where there is none, unless `REQUIRE` names proxy."""
    program = shutil.which(PROGRAM)
    if program is None:
        missing("proxy", f"there is no {PROGRAM} here")
    said = place / "proxy.log"
    environment = {
        "PATH": os.defpath,
        "HOME": str(place),
        "SITE": f"http://127.0.0.1:{port}",
        "APPS": " ".join(f"127.0.0.1:{one}" for one in ports),
    }
    with said.open("wb") as log:
        process = subprocess.Popen(
            [program, "run", "--config", CADDYFILE, "--adapter", "caddyfile"],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait(port, process, said)
        yield said
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"the proxy does not start: {said.read_text()[-2000:]}")
