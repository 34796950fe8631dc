"""PostgreSQL stopped, crashed or silent: a page that says so soon, with her words, and no more."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app import main
from app.community.threads.models import Post
from app.core.keys import base32
from tests.browser import Browser
from tests.client import Client
from tests.faults.installation import Installation, installed
from tests.postgres import Cluster

WORDS = "I rang the night line & it helped <3"


@pytest.fixture
def here(tmp_path: Path, fragile: Cluster) -> Iterator[Installation]:
    with installed(tmp_path, fragile.url(fragile.new_database())) as made:
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


@contextmanager
def stopped(cluster: Cluster, how: str = "fast") -> Iterator[None]:
    cluster.stop(how)
    try:
        yield
    finally:
        cluster.start()


@contextmanager
def silent(cluster: Cluster) -> Iterator[None]:
    """Every process of the server stands still; the kernel still takes what is sent to it."""
    first = int((cluster.home / "data" / "postmaster.pid").read_text().split()[0])
    # It starts no more of them once it stands still itself.
    os.kill(first, signal.SIGSTOP)
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    processes = [first, *map(int, children)]
    for process in processes[1:]:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            # One that had ended already is buried as soon as the first goes on.
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)


def assert_sorry(answer) -> None:
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert "We are busy for a moment" in answer.text
    assert "Traceback" not in answer.text
    assert "psycopg" not in answer.text
    assert "Error" not in answer.text


def timed(ask):
    began = time.monotonic()
    return ask(), time.monotonic() - began


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_stopped_database_is_a_page_and_its_return_needs_no_restart(
    how, fragile, here, web, path
):
    form = web.get(path)

    with stopped(fragile, how):
        page, reading = timed(lambda: web.get(path))
        answer, writing = timed(lambda: web.send(form, f"{path}/replies", body=WORDS))
        lives, ready = web.get("/healthz"), web.get("/readyz")

    print(f"503 after {reading * 1000:.0f} ms and {writing * 1000:.0f} ms")
    assert_sorry(page)
    assert_sorry(answer)
    assert "I rang the night line &amp; it helped &lt;3</textarea>" in answer.text
    assert max(reading, writing) < 5
    assert (lives.status_code, ready.status_code) == (200, 503)
    assert web.get("/readyz").status_code == 200
    assert web.send(form, f"{path}/replies", body=WORDS).status_code == 303
    with here.looking() as session:
        assert session.scalars(select(Post.body).filter_by(seq=2)).all() == [WORDS]


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_restart_while_nobody_asks_goes_unnoticed(how, fragile, web, path):
    form = web.get(path)

    with stopped(fragile, how):
        pass

    assert web.get(path).status_code == 200
    assert web.send(form, f"{path}/replies", body=WORDS).status_code == 303


def test_her_session_outlives_the_outage(fragile, web, path):
    with stopped(fragile):
        answer = web.get(path)

    assert "set-cookie" not in answer.headers
    assert "Amina" in web.get(path).text


def test_a_silent_database_is_given_up_on(fragile, here, web, path):
    form = web.get(path)

    with silent(fragile):
        page, held = timed(lambda: web.get(path))
        answer, fresh = timed(lambda: web.send(form, f"{path}/replies", body=WORDS))
        lives = web.get("/healthz")

    print(f"503 after {held:.1f} s on a connection that was open, {fresh:.1f} s on a new one")
    assert_sorry(page)
    assert_sorry(answer)
    assert WORDS[:20] in answer.text
    assert held < 8
    assert fresh < 5
    assert lives.status_code == 200
    assert web.send(form, f"{path}/replies", body=WORDS).status_code == 303
    with here.looking() as session:
        assert session.scalars(select(Post.body).filter_by(seq=2)).all() == [WORDS]


def test_a_database_that_falls_silent_in_the_middle_of_a_request_is_given_up_on(
    fragile, here, web, path
):
    form = web.get(path)
    with here.looking() as session, ThreadPoolExecutor(1) as pool:
        # Her reply waits for the row that is held here: then the server falls silent.
        session.execute(text("UPDATE threads SET version = version"))
        pending = pool.submit(web.send, form, f"{path}/replies", body=WORDS)
        wait_for_a_waiting_statement(here)
        with silent(fragile):
            answer, took = timed(lambda: pending.result(20))
        session.rollback()

    print(f"503 after {took:.1f} s")
    assert_sorry(answer)
    assert took < 8
    assert web.send(form, f"{path}/replies", body=WORDS).status_code == 303


def test_many_who_ask_meanwhile_leave_no_thread_and_no_connection_behind(fragile, here, web, path):
    web.get(path)
    before = {thread.name for thread in threading.enumerate()}

    with stopped(fragile), ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: web.get("/circles"), range(40)))

    assert {answer.status_code for answer in answers} == {503}
    after = {t.name for t in threading.enumerate() if not t.name.startswith("ThreadPool")}
    new = {name for name in after - before if not name.startswith("answer_")}
    assert not new
    assert web.get(path).status_code == 200
    assert here.house.database.engine.pool.checkedout() == 0


def test_the_server_ends_although_the_database_is_away(fragile, here):
    with here.serving() as process, stopped(fragile):
        process.terminate()
        process.wait(10)

    assert "Traceback" not in here.log()


def test_a_statement_that_takes_too_long_is_ended_by_the_database(here, web, path):
    form = web.get(path)
    with here.looking() as session:
        session.execute(text("UPDATE threads SET version = version"))
        answer, took = timed(lambda: web.send(form, f"{path}/replies", body=WORDS))

    assert_sorry(answer)
    assert took < 5
    assert web.send(form, f"{path}/replies", body=WORDS).status_code == 303


def test_a_full_disk_takes_nothing_shows_everything_and_recovers(here, web, path):
    form = web.get(path)
    full = "RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'"
    body = f"CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {full}; END$$"
    with here.looking() as session:
        session.execute(text(body))
        when = "BEFORE INSERT ON posts FOR EACH STATEMENT EXECUTE FUNCTION full_disk()"
        session.execute(text(f"CREATE TRIGGER full_disk {when}"))
        session.commit()

    answer, page = web.send(form, f"{path}/replies", body=WORDS), web.get(path)
    with here.looking() as session:
        session.execute(text("DROP TRIGGER full_disk ON posts"))
        session.commit()

    assert_sorry(answer)
    assert WORDS[:20] in answer.text
    assert page.status_code == 200
    assert web.send(form, f"{path}/replies", body=WORDS).status_code == 303
    with here.looking() as session:
        assert session.scalars(select(Post.body).filter_by(seq=2)).all() == [WORDS]


def test_migrations_may_take_their_time(here):
    with here.house.database.reshaping() as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "0"
        assert connection.connection.dbapi_connection.seconds is None
    with here.house.database.reading() as session:
        assert session.scalar(text("SHOW statement_timeout")) == "4s"


def test_what_is_committed_is_kept_when_the_power_goes(here):
    with here.house.database.changing() as session:
        assert session.scalar(text("SHOW synchronous_commit")) == "on"


def test_a_page_cannot_change_anything(here):
    with here.house.database.reading() as session:
        assert session.scalar(text("SHOW transaction_read_only")) == "on"


def wait_for_a_waiting_statement(here: Installation) -> None:
    until = time.monotonic() + 10
    with here.looking() as session:
        waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        while not session.scalar(waiting):
            session.rollback()
            assert time.monotonic() < until
            time.sleep(0.02)
