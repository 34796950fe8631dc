"""What is committed in SQLite is on the disk before anybody is told so, and for many at once."""

import errno
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import OperationalError

from app.core import sqlite_log
from app.core.sqlite_log import Log

TOGETHER = 8


@pytest.fixture
def log(tmp_path):
    (tmp_path / "some.db-wal").write_bytes(b"what was committed")
    return Log(tmp_path / "some.db")


@pytest.fixture
def writes(monkeypatch):
    """When each began and was over; the first lasts until all have asked."""
    times, all_asked = [], threading.Event()

    def write(_file):
        began = time.monotonic()
        assert all_asked.wait(10)
        times.append((began, time.monotonic()))

    monkeypatch.setattr(sqlite_log, "_to_disk", write)
    return times, all_asked


def test_those_who_ask_meanwhile_wait_for_one_more_write(log, writes):
    times, all_asked = writes

    def ask():
        asked = time.monotonic()
        log.settle()
        return asked, time.monotonic()

    with ThreadPoolExecutor(TOGETHER) as pool:
        asking = [pool.submit(ask) for _ in range(TOGETHER)]
        while log._asked < TOGETHER:
            time.sleep(0.001)
        all_asked.set()
        waited = [one.result(10) for one in asking]

    assert len(times) == 2
    for asked, answered in waited:
        assert any(asked <= began and over <= answered for began, over in times)


def test_a_disk_that_fails_is_no_answer_and_is_asked_again(log, monkeypatch):
    asked = []

    def fail(_file):
        asked.append(1)
        raise OSError(errno.EIO, "the disk is gone")

    monkeypatch.setattr(sqlite_log, "_to_disk", fail)

    for _ in range(2):
        with pytest.raises(OperationalError):
            log.settle()
    assert len(asked) == 2


def test_without_a_log_all_is_in_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite_log, "_to_disk", pytest.fail)

    Log(tmp_path / "some.db").settle()
