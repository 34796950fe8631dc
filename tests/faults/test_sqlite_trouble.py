"""SQLite locked, full or damaged: a page that says so, nothing half written, and back by itself."""

import errno
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError

from app import main
from app.community.threads.models import Post
from app.core import sqlite_log
from app.core.keys import base32
from tests.browser import Browser
from tests.client import Client
from tests.faults.installation import Installation, installed

WORDS = "I left the lamp on."
HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path, "") as made:
        yield made


@pytest.fixture
def web(here: Installation) -> Browser:
    app = main.build(here.house)
    return Browser(Client(app, here.address), here.house)


@pytest.fixture
def path(here: Installation, web: Browser) -> str:
    """Of a thread that Amina, who is signed in, may answer."""
    with here.making() as make:
        circle = make.circle()
        amina = make.member("Amina", circle)
        thread = make.thread(circle, amina)
    web.as_(amina)
    return f"/t/{base32(thread.id)}"


def file_of(here: Installation) -> Path:
    return Path(here.settings.database.removeprefix("sqlite:///"))


def posts(here: Installation) -> int:
    with here.looking() as session:
        return session.scalar(select(func.count()).select_from(Post)) or 0


@contextmanager
def locked(here: Installation) -> Iterator[None]:
    """Another process is in the middle of changing something."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file_of(here))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdin
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.stdin.close()


@contextmanager
def full(here: Installation) -> Iterator[None]:
    """The disk has no page more."""
    engine = here.house.database.engine
    with sqlite3.connect(file_of(here)) as beside:
        (pages,) = beside.execute("PRAGMA page_count").fetchone()
    beside.close()

    def limit(connection, *_):
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(engine, "checkout", limit)
    try:
        yield
    finally:
        event.remove(engine, "checkout", limit)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")


def assert_sorry(answer) -> None:
    assert answer.status_code in {503, 507}
    assert int(answer.headers["retry-after"]) > 0
    assert "We are busy for a moment" in answer.text
    assert "Traceback" not in answer.text
    assert "sqlite" not in answer.text.lower()


def test_a_locked_database_is_waited_for_and_then_a_page(here, web, path):
    form = web.get(path)

    with locked(here), ThreadPoolExecutor(1) as pool:
        began = time.monotonic()
        pending = pool.submit(web.send, form, f"{path}/replies", body=WORDS)
        reading = web.get(path)
        read_after = time.monotonic() - began
        answer = pending.result(20)
        took = time.monotonic() - began

    print(f"503 after {took:.1f} s; a page was read meanwhile after {read_after:.2f} s")
    assert_sorry(answer)
    assert f"{WORDS}</textarea>" in answer.text
    assert 4 < took < 7
    assert reading.status_code == 200
    assert read_after < 4
    assert posts(here) == 1
    assert web.send(form, f"{path}/replies", body=WORDS).status_code == 303
    assert posts(here) == 2


def test_a_short_lock_is_only_waited_for(here, web, path):
    form = web.get(path)

    with ThreadPoolExecutor(1) as pool:
        with locked(here):
            pending = pool.submit(web.send, form, f"{path}/replies", body=WORDS)
            web.get(path)
        answer = pending.result(10)

    assert answer.status_code == 303
    assert posts(here) == 2


def test_a_form_that_changes_nothing_waits_for_nobody(here, web, path):
    form = web.get(path)

    with locked(here):
        began = time.monotonic()
        shown = web.send(form, f"{path}/replies", body=WORDS, preview="on")
        wrong = web.send(form, f"{path}/replies", body="")
        took = time.monotonic() - began

    assert (shown.status_code, wrong.status_code) == (200, 422)
    assert took < 4


def test_a_full_disk_takes_nothing_shows_everything_and_recovers(here, web, path):
    form = web.get(path)
    long = "Nobody told me. " * 490

    with full(here):
        answers = [web.send(form, f"{path}/replies", body=f"{n} {long}") for n in range(3)]
        reading = web.get(path)
        held = posts(here)

    assert_sorry(answers[-1])
    assert long.strip() in answers[-1].text
    assert reading.status_code == 200
    assert held == 1 + sum(answer.status_code == 303 for answer in answers)
    before = posts(here)
    fresh = web.get(path)
    assert web.send(fresh, f"{path}/replies", body=long).status_code == 303
    assert posts(here) == before + 1
    with here.looking() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]


@pytest.mark.parametrize("keep", [0, 100], ids=["not a database", "malformed"])
def test_a_damaged_file_is_a_page_without_a_word_of_its_inside(keep, here, web, path):
    form = web.get(path)
    here.house.database.close()
    file = file_of(here)
    with sqlite3.connect(file) as beside:
        beside.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    beside.close()
    whole = file.read_bytes()
    file.write_bytes(whole[:keep] + b"\xa5" * (len(whole) - keep))

    reading = web.get(path)
    writing = web.send(form, f"{path}/replies", body=WORDS)

    assert_sorry(reading)
    assert_sorry(writing)
    assert f"{WORDS}</textarea>" in writing.text
    assert web.get("/healthz").status_code == 200


def test_what_is_acknowledged_is_kept_when_the_power_goes(here, web, path, monkeypatch):
    form, log, written = web.get(path), Path(f"{file_of(here)}-wal"), []
    monkeypatch.setattr(
        sqlite_log, "_to_disk", lambda it: written.append((os.fstat(it).st_ino, posts(here)))
    )

    answer = web.send(form, f"{path}/replies", body=WORDS)

    assert answer.status_code == 303
    assert written[-1] == (log.stat().st_ino, 2)


def test_a_disk_that_takes_nothing_more_is_a_page_and_her_reply_stands_once(
    here, web, path, monkeypatch
):
    def fail(_file):
        raise OSError(errno.EIO, "the disk is gone")

    form = web.get(path)
    with monkeypatch.context() as patch:
        patch.setattr(sqlite_log, "_to_disk", fail)
        answer = web.send(form, f"{path}/replies", body=WORDS)

    assert_sorry(answer)
    assert f"{WORDS}</textarea>" in answer.text
    assert web.send(form, f"{path}/replies", body=WORDS).status_code == 303
    assert posts(here) == 2


def test_how_sqlite_is_asked_to_keep_it(here):
    assert pragmas(here.house.database.engine) == {
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
        "secure_delete": 1,
        "query_only": 0,
    }


def test_a_page_cannot_change_anything(here):
    assert pragmas(here.house.database._reader)["query_only"] == 1
    with (
        here.house.database.reading() as session,
        pytest.raises(OperationalError, match="readonly"),
    ):
        session.execute(text("DELETE FROM members"))


def pragmas(engine):
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "query_only")
    with engine.connect() as connection:
        return {name: connection.scalar(text(f"PRAGMA {name}")) for name in names}
