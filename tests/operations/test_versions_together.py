"""A new version comes in while the old one serves: nothing acknowledged is lost, nothing breaks."""

import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import create_engine, text

from app.core.settings import ROOT
from tests.browser import forms_of
from tests.faults.installation import PATIENCE, UNUSED, end, free_port
from tests.operations import versions
from tests.postgres import Cluster
from tests.required import missing

MEMBERS = (
    *("thandeka", "priya-n", "luz", "siobhan", "ingrid", "caro", "steph", "amara"),
    *("hanneke", "noor", "fatima-z", "marguerite", "aoife", "yewande", "pam", "ruth-e"),
)
THREAD = "caring-and-career"
# What she looks at between two replies: whatever the newest tables have to do with.
PAGES = ("/", "/circles", f"/c/{THREAD}", "/pathways", "/opportunities", "/settings", "/people")
# Of one process; fewer than may be written in it within ten minutes.
MOST = 18
PAUSE = 0.4
EACH = 4


@dataclass
class Version:
    """Its code, and the port on which it serves the one database."""

    code: Path
    place: Path
    url: str
    port: int = field(default_factory=free_port)
    demo: bool = True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, command: str) -> subprocess.Popen[bytes]:
        environment = {
            "PATH": os.defpath,
            "DATA_DIR": str(self.place / "var"),
            "KEYRING": str(self.place / "secrets" / "keyring.json"),
            "DATABASE_URL": self.url,
            "LINK_CHECKS": "0",
            "DEMO": str(int(self.demo)),
            "PORT": str(self.port),
        }
        with (self.place / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "app", *command.split()],
                cwd=self.code,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def serve(self) -> subprocess.Popen[bytes]:
        process, until = self.run("serve"), time.monotonic() + 2 * PATIENCE
        while time.monotonic() < until and process.poll() is None:
            try:
                if httpx2.get(f"{self.address}/readyz", verify=UNUSED).status_code == 200:
                    return process
            except httpx2.TransportError:
                time.sleep(0.05)
        end(process)
        raise AssertionError((self.place / "log").read_text()[-2000:])


class Writers:
    """Members who look around and reply, each at whichever address she is sent to."""

    def __init__(self, first: Version) -> None:
        password = next((first.place / "var").glob("*sign-in*")).read_text().split()[-1]
        self.at, self.acknowledged, self.troubles = [first.address], set[str](), list[str]()
        self.written: dict[str, int] = {}
        self._enough, self._lock = threading.Event(), threading.Lock()
        cookies = [_signed_in(first.address, handle, password) for handle in MEMBERS]
        with httpx2.Client(base_url=first.address, cookies=cookies[0], verify=UNUSED) as client:
            page = client.get(f"/c/{THREAD}").text
            # Not the first one, which may be closed.
            self.path = re.findall(r'href="(/t/[0-9a-z]+)/[\w-]+', page)[2]
        self._threads = [threading.Thread(target=self._write, args=[each]) for each in cookies]

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Each ends with what she is at; a server has to be there for it."""
        self._enough.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def wait_for(self, more: int, at: str) -> None:
        until, goal = time.monotonic() + PATIENCE, self.written.get(at, 0) + more
        while self.written.get(at, 0) < goal:
            assert time.monotonic() < until, (self.written, self.troubles[:3])
            time.sleep(0.02)

    def _write(self, cookies: dict[str, str]) -> None:
        n, spent = 0, Counter[str]()
        while not self._enough.wait(PAUSE):
            n += 1
            address = self.at[n // EACH % len(self.at)]
            with httpx2.Client(
                base_url=address, cookies=cookies, verify=UNUSED, timeout=PATIENCE
            ) as client:
                self._look(client, PAGES[n % len(PAGES)])
                if n % EACH == 0 and spent[address] < MOST:
                    spent[address] += 1
                    self._reply(client, address, f"Night {n} of {cookies['session'][:12]}.")

    def _look(self, client: httpx2.Client, path: str) -> None:
        answer = client.get(path, follow_redirects=True)
        if answer.status_code not in {200, 404}:
            self.troubles.append(f"{answer.status_code} for {path}")

    def _reply(self, client: httpx2.Client, address: str, body: str) -> None:
        page = client.get(self.path, follow_redirects=True)
        form = next(f for f in forms_of(page) if f.action.endswith("/replies"))
        answer = client.post(form.action, data=form.values | {"body": body})
        with self._lock:
            if answer.status_code == 303:
                self.acknowledged.add(body)
                self.written[address] = self.written.get(address, 0) + 1
            else:
                self.troubles.append(f"{answer.status_code} for a reply")


def _signed_in(address: str, handle: str, password: str) -> dict[str, str]:
    with httpx2.Client(base_url=address, verify=UNUSED) as client:
        form = next(f for f in forms_of(client.get("/sign-in")) if f.action == "/sign-in")
        typed = {"login": handle, "password": password}
        answer = client.post(form.action, data=form.values | typed)
        assert answer.status_code == 303, answer.text[:500]
        return {"session": client.cookies["session"]}


def asked(url: str, question: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = list(connection.scalars(text(question)))
    engine.dispose()
    return found


def come_in(old: Version, new: Version, writers: Writers, first: subprocess.Popen[bytes]) -> None:
    """As the guide says: tables, a process of the new version, and then the old one ends."""
    writers.wait_for(15, old.address)
    assert new.run("migrate").wait(PATIENCE) == 0
    writers.wait_for(15, old.address)
    second = new.serve()
    try:
        writers.at = [old.address, new.address]
        writers.wait_for(15, new.address)
        writers.at = [new.address]
        # Whoever was on her way to the old one has arrived.
        time.sleep(1)
        first.terminate()
        first.wait(PATIENCE)
        writers.wait_for(10, new.address)
        writers.stop()
    finally:
        end(second)


@pytest.mark.timeout(180)
def test_old_and_new_code_serve_one_database_while_it_is_brought_up_to_date(
    tmp_path, cluster: Cluster
):
    was = versions.unpack(tmp_path / "old")
    if was is None:
        missing("history", "no commit before the newest migrations is here")
    url = cluster.url(cluster.new_database())
    old, new = Version(tmp_path / "old", tmp_path, url), Version(ROOT, tmp_path, url)

    first = old.serve()
    try:
        assert asked(url, "SELECT version_num FROM alembic_version") == [was]
        with Writers(old) as writers:
            come_in(old, new, writers, first)
    finally:
        end(first)

    (now,) = asked(url, "SELECT version_num FROM alembic_version")
    kept = asked(url, "SELECT body FROM posts WHERE body LIKE 'Night %'")
    said = (tmp_path / "log").read_text()
    print(f"{len(writers.acknowledged)} acknowledged while {was} became {now}")
    assert now > was
    assert writers.troubles == []
    assert sorted(kept) == sorted(writers.acknowledged)
    assert "Traceback" not in said
    assert "app.errors" not in said


def test_two_that_begin_at_once_bring_the_tables_up_to_date_once(tmp_path, cluster: Cluster):
    url = cluster.url(cluster.new_database())
    here = Version(ROOT, tmp_path, url, demo=False)
    # The keys are there: only one process may make them.
    assert here.run("keys show").wait(PATIENCE) in {0, 1, 2}
    both = [here.run("migrate") for _ in range(2)]
    codes = [process.wait(2 * PATIENCE) for process in both]

    assert codes == [0, 0], (tmp_path / "log").read_text()
