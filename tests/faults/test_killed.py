"""Servers killed, stopped and doubled while members write: nothing acknowledged is lost."""

import random
import signal
import socket
import time
from contextlib import ExitStack

import httpx2
import pytest
from sqlalchemy import func, select, text, update

from app.community.threads.models import Post, Thread
from app.core.keys import base32
from tests.faults.installation import (
    PATIENCE,
    Crowd,
    Installation,
    at_browser,
    browser,
    installed,
)
from tests.postgres import Cluster

KILLS = 4
WRITERS = 6


def assert_nothing_lost(crowd: Crowd) -> None:
    kept = crowd.kept()
    assert not crowd.surprises
    assert not set(crowd.acknowledged) - set(kept), "lost"
    assert len(kept) == len(set(kept)), "doubled"
    # Each ended with an acknowledgement, so there is nothing of which she was not told.
    assert set(kept) == set(crowd.acknowledged)


def assert_sound(here: Installation) -> None:
    if here.house.database.is_sqlite:
        with here.looking() as session:
            assert session.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []


def test_a_server_killed_while_members_write_loses_and_doubles_nothing(here):
    chance = random.Random(7)
    crowd = Crowd(here, WRITERS, members_each=8)

    with crowd:
        for _ in range(KILLS):
            with here.serving() as process:
                crowd.wait_for(chance.randint(15, 50))
                process.send_signal(signal.SIGKILL)
                process.wait(10)
        with here.serving():
            crowd.wait_for(10)
            crowd.stop()

    print(f"{len(crowd.acknowledged)} acknowledged, {crowd.broken} attempts broken")
    assert crowd.broken
    assert_nothing_lost(crowd)
    assert_sound(here)


def test_a_reply_whose_answer_was_lost_is_sent_again_and_stands_once(here):
    with here.making() as make:
        circle = make.circle()
        amina = make.member("Amina", circle)
        thread = make.thread(circle, amina)
    path = f"/t/{base32(thread.id)}"

    with at_browser(here, amina) as someone:
        with here.serving() as process:
            form = someone.form(path, f"{path}/replies")
            lost = someone.begin_to_send(form, body="Did it arrive?")
            wait_until_kept(here, "Did it arrive?")
            process.send_signal(signal.SIGKILL)
            process.wait(10)
            lost.close()
        someone.client.close()
        someone.client = browser(here, PATIENCE)
        with here.serving():
            answer = someone.send(form, body="Did it arrive?")
        someone.client.close()

    assert answer.status_code == 303
    with here.looking() as session:
        assert session.scalars(select(Post.body).filter_by(seq=2)).all() == ["Did it arrive?"]
        assert session.scalar(select(func.count()).select_from(Post)) == 2


@pytest.mark.parametrize("how", ["it crashes", "it is killed"])
def test_a_database_that_crashes_while_members_write_loses_and_doubles_nothing(
    how, tmp_path, fragile: Cluster
):
    with installed(tmp_path, fragile.url(fragile.new_database())) as here, here.serving():
        crowd = Crowd(here, WRITERS, members_each=8)
        with crowd:
            for _ in range(2):
                crowd.wait_for(20)
                fragile.kill() if how == "it is killed" else fragile.stop("immediate")
                fragile.start()
            crowd.wait_for(20)
            crowd.stop()

        assert_nothing_lost(crowd)
        assert "Traceback" not in here.log()


def test_a_server_that_is_told_to_stop_under_load_ends_soon_and_loses_nothing(here):
    crowd = Crowd(here, WRITERS, members_each=8)

    with crowd:
        with here.serving() as process:
            crowd.wait_for(30)
            told = time.monotonic()
            process.terminate()
            code = process.wait(20)
            took = time.monotonic() - told
        with here.serving():
            crowd.wait_for(10)
            crowd.stop()

    print(f"stopped in {took:.2f} s")
    assert took < 5
    assert code in {0, -signal.SIGTERM}
    assert_nothing_lost(crowd)
    assert "Traceback" not in here.log()


def test_told_to_stop_it_breaks_off_no_reply_that_it_has_taken(here):
    """Every writer has her connection before, so that none waits unseen before a closing door."""
    here.more |= {"DRAIN_SECONDS": "1"}
    with here.making() as make:
        circle = make.circle()
        people = [make.member(f"Writer{n}", circle) for n in range(WRITERS)]
        thread = make.thread(circle, people[0])
    path = f"/t/{base32(thread.id)}"
    codes = []

    with here.serving() as process, ExitStack() as stack:
        writers = [stack.enter_context(at_browser(here, one)) for one in people]
        forms = [one.form(path, f"{path}/replies") for one in writers]
        process.terminate()
        # It says that it ends, and takes what comes.
        until = time.monotonic() + PATIENCE
        while writers[0].get("/readyz").status_code != 503:
            assert time.monotonic() < until
        for n, (one, form) in enumerate(zip(writers, forms, strict=True)):
            codes.append(one.send(form, body=f"Reply {n}.").status_code)
        assert process.wait(20) in {0, -signal.SIGTERM}
        with pytest.raises(httpx2.ConnectError):
            browser(here, PATIENCE).get("/healthz")

    assert codes == [303] * WRITERS
    with here.looking() as session:
        assert session.scalar(select(func.count()).select_from(Post)) == 1 + WRITERS


def test_a_reply_under_way_is_finished_before_the_server_stops(here):
    with here.making() as make:
        circle = make.circle()
        amina = make.member("Amina", circle)
        thread = make.thread(circle, amina)
    path = f"/t/{base32(thread.id)}"

    with here.serving() as process, at_browser(here, amina) as someone:
        form = someone.form(path, f"{path}/replies")
        with here.looking() as session:
            session.execute(update(Thread).values(version=Thread.version))
            pending = someone.begin_to_send(form, body="On my way")
            # Answered on the same loop, so that what was sent before has been taken up.
            someone.get("/healthz")
            process.terminate()
            wait_until_refused(here)
            session.rollback()
        answer = pending.getresponse()
        process.wait(10)

    assert answer.status == 303
    with here.looking() as session:
        assert session.scalar(select(Post.body).filter_by(seq=2)) == "On my way"


def test_what_was_read_before_a_stop_is_known_after_the_start(here):
    with here.making() as make:
        circle = make.circle()
        amina, bea = make.member("Amina", circle), make.member("Bea", circle)
        thread = make.thread(circle, bea)
    path = f"/t/{base32(thread.id)}"

    with here.serving() as process, at_browser(here, amina) as someone:
        assert 'id="new"' not in someone.get(path).text
        process.terminate()
        process.wait(20)
    with here.serving():
        with at_browser(here, bea) as other:
            other.send(other.form(path, f"{path}/replies"), body="One more thing")
        with at_browser(here, amina) as someone:
            page = someone.get(f"{path}/first-weeks").text

    assert 'id="new"' in page


def test_what_two_processes_know_of_a_reader_is_joined_when_they_stop(tmp_path, url):
    with installed(tmp_path, url, WORKERS="2") as here:
        with here.making() as make:
            circle = make.circle()
            readers = [make.member(f"Reader{n}", circle) for n in range(2)]
            bea = make.member("Bea", circle)
            threads = [make.thread(circle, bea, title=f"Thread {n}") for n in range(5)]
        paths = [f"/t/{base32(thread.id)}" for thread in threads]

        with here.serving() as process:
            for reader in readers:
                for path in paths:
                    # A connection of its own may reach either process.
                    with at_browser(here, reader) as someone:
                        assert someone.get(path).status_code == 200
            process.terminate()
            process.wait(20)

        assert "not kept" not in here.log()
        assert "Traceback" not in here.log()
        with here.serving():
            with at_browser(here, bea) as other:
                for path in paths:
                    other.send(other.form(path, f"{path}/replies"), body="One more thing")
            unseen = []
            for reader in readers:
                with at_browser(here, reader) as someone:
                    unseen += [p for p in paths if 'id="new"' not in someone.get(p).text]

        assert not unseen


def test_two_processes_take_replies_of_sixteen_at_once(tmp_path, url):
    with installed(tmp_path, url, WORKERS="2") as here, here.serving():
        crowd = Crowd(here, writers=16, members_each=2)
        with crowd:
            crowd.wait_for(96)
            crowd.stop()

        assert crowd.broken == 0
        assert_nothing_lost(crowd)
        assert "away" not in here.log()
        assert_sound(here)


def wait_until_kept(here: Installation, body: str) -> None:
    until = time.monotonic() + 10
    with here.looking() as session:
        while not session.scalars(select(Post.id).filter_by(body=body)).all():
            assert time.monotonic() < until
            session.rollback()
            time.sleep(0.01)


def wait_until_refused(here: Installation) -> None:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", here.settings.port), timeout=1).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.01)
    raise AssertionError("it still takes visitors")
