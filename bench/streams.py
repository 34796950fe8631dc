"""Many open pages that hear nothing: what they cost one process, and how soon they hear a reply.

`python -m bench.streams` prints one JSON object.
"""

import argparse
import contextlib
import json
import os
import resource
import selectors
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import wiring
from app.commands import serving
from app.community.threads.models import Thread
from app.core.keys import base32
from app.core.live import EACH
from app.core.settings import Settings
from app.people.house import House
from app.people.members import sessions
from app.people.members.models import Member
from bench import servers
from bench.servers import Server
from tests.faults.installation import Installation, Someone, browser
from tests.make import Make

TARGET_MB = 60
QUIET_SECONDS = 5
PATIENCE_SECONDS = 60
SPARE_FILES = 200
WARM = 100


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.streams", description=__doc__)
    parser.add_argument("--streams", type=int, default=2000)
    wanted: int = parser.parse_args().streams
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < wanted + SPARE_FILES:
        print(f"Only {most} files may be open here; see `ulimit -Hn`.", file=sys.stderr)
        return 1
    # The server inherits it.
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory(prefix="common-thread-bench-") as place:
        line = _measured(Path(place), wanted)
    print(json.dumps(line))
    return 0 if line["more_mb"] <= TARGET_MB else 1


def _measured(place: Path, wanted: int) -> dict[str, Any]:
    here = _community(place, -(-wanted // EACH) + 1)
    cookies = _cookies(here)
    with servers.application(here.house, 1, place / "log") as server:
        path = f"/live?thread={_thread(here)}&age=0"
        with _open(server, path, cookies, WARM):
            time.sleep(1)
        time.sleep(1)
        before = server.rss_mb() or 0.0
        began = time.monotonic()
        with _open(server, path, cookies, wanted) as lines:
            opened = time.monotonic() - began
            time.sleep(QUIET_SECONDS)
            after = server.rss_mb() or 0.0
            heard = _reply_is_heard(here, cookies[-1], lines)
            stopped = _stops(server)
    return {
        "streams": wanted,
        "opened_s": round(opened, 1),
        "before_mb": round(before, 1),
        "more_mb": round(after - before, 1),
        "kb_each": round((after - before) * 1024 / wanted, 1),
        "last_heard_s": round(heard, 2),
        "stopped_s": round(stopped, 1),
    }


def _community(place: Path, members: int) -> Installation:
    settings = Settings(
        data_dir=place / "var",
        keyring=place / "secrets" / "keyring.json",
        database_url=SecretStr(""),
        port=servers.free_port(),
    )
    house: House = wiring.open_house(settings)
    serving.prepare(house)
    with Session(house.database.engine, expire_on_commit=False) as session:
        make = Make(session, house)
        circle = make.circle("Night shifts")
        people = [make.member(f"Member{n}", circle) for n in range(members)]
        make.thread(circle, people[0])
    return Installation(place, settings, house)


def _cookies(here: Installation) -> list[str]:
    with here.house.database.changing() as session:
        tokens = [
            sessions.start(session, here.house.ring, member)
            for member in session.scalars(select(Member).order_by(Member.handle))
        ]
    return [here.house.ring.stamp("cookie/v1").press(token) for token in tokens]


def _thread(here: Installation) -> str:
    with here.house.database.reading() as session:
        return base32(session.scalars(select(Thread.id)).one())


@contextmanager
def _open(
    server: Server, path: str, cookies: list[str], wanted: int
) -> Iterator[list[socket.socket]]:
    """So many streams, each of which has said its first words."""
    with ExitStack() as stack:
        lines = []
        for n in range(wanted):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            cookie = f"Cookie: session={cookies[n // EACH]}"
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}\r\n\r\n".encode())
            lines.append(line)
        _wait_for(lines, b":\n\n")
        yield lines


def _wait_for(lines: list[socket.socket], words: bytes) -> None:
    """Raises RuntimeError when not all of them say this in time."""
    until = time.monotonic() + PATIENCE_SECONDS
    with selectors.DefaultSelector() as chosen:
        for line in lines:
            chosen.register(line, selectors.EVENT_READ, bytearray())
        while chosen.get_map() and time.monotonic() < until:
            for key, _ in chosen.select(timeout=1):
                assert isinstance(key.fileobj, socket.socket)
                key.data.extend(key.fileobj.recv(65536))
                if words in key.data:
                    chosen.unregister(key.fileobj)
        if chosen.get_map():
            raise RuntimeError(f"{len(chosen.get_map())} streams say nothing")


def _reply_is_heard(here: Installation, cookie: str, lines: list[socket.socket]) -> float:
    """How long it takes from the answer until the last one has heard."""
    path = f"/t/{_thread(here)}"
    with browser(here, PATIENCE_SECONDS) as client:
        someone = Someone(client, cookie)
        said = someone.send(someone.form(path, f"{path}/replies"), body="The nights.")
        began = time.monotonic()
        if not said.is_redirect:
            raise RuntimeError(f"the reply is answered {said.status_code}")
        _wait_for(lines, b"data: thread")
    return time.monotonic() - began


def _stops(server: Server) -> float:
    """How long it takes to stop with all of them open."""

    began = time.monotonic()
    os.kill(server.pid, signal.SIGTERM)
    with contextlib.suppress(OSError):
        while Path(f"/proc/{server.pid}/stat").read_text().split()[2] != "Z":
            time.sleep(0.05)
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
