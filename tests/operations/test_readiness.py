"""Ready is who can serve: not before the tables are there, not while the database is away, and not
any more when it has been told to end."""

import signal
import time

import httpx2
from sqlalchemy import text

from app.core import migrations
from tests.faults.installation import PATIENCE, UNUSED, at_browser, end


def set_to(house, revision):
    with house.database.changing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})


def test_it_is_ready_on_its_own_tables_and_newer_ones_and_not_on_older_ones(web, house, session):
    newest = session.scalar(text("SELECT version_num FROM alembic_version"))
    answers = {}
    try:
        for revision in (newest, "9999", sorted(migrations.older())[-1], min(migrations.older())):
            set_to(house, revision)
            answers[revision] = web.get("/readyz")
    finally:
        set_to(house, newest)

    assert newest not in migrations.older()
    assert [answer.status_code for answer in answers.values()] == [200, 200, 503, 503]
    assert "older" in list(answers.values())[-1].text
    assert web.get("/readyz").status_code == 200


def test_it_is_not_ready_without_any_tables(web, house):
    def call(was, now):
        with house.database.changing() as session:
            session.execute(text(f"ALTER TABLE {was} RENAME TO {now}"))

    call("alembic_version", "elsewhere")
    try:
        answer = web.get("/readyz")
    finally:
        call("elsewhere", "alembic_version")

    assert answer.status_code == 503
    assert web.get("/healthz").status_code == 200


def test_told_to_end_it_is_not_ready_and_still_serves_until_the_proxy_has_seen_it(here):
    here.more |= {"DRAIN_SECONDS": "2"}
    with here.making() as make:
        amina = make.member("Amina", make.circle())

    with here.serving() as process, at_browser(here, amina) as someone:
        told = time.monotonic()
        process.send_signal(signal.SIGTERM)
        wait_until_not_ready(here)
        page = someone.get("/")
        lives = httpx2.get(f"{here.address}/healthz", verify=UNUSED)
        code = process.wait(10)
        took = time.monotonic() - told

    assert (page.status_code, lives.status_code) == (200, 200)
    assert code in {0, -signal.SIGTERM}
    assert 2 <= took < 8


def test_a_second_sign_ends_it_at_once(here):
    here.more |= {"DRAIN_SECONDS": "60"}
    with here.serving() as process:
        process.send_signal(signal.SIGTERM)
        wait_until_not_ready(here)
        process.send_signal(signal.SIGTERM)
        process.wait(10)
        end(process)


def wait_until_not_ready(here):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        answer = httpx2.get(f"{here.address}/readyz", verify=UNUSED)
        if answer.status_code == 503:
            assert answer.text == "This process ends.\n"
            return
    raise AssertionError("it is still ready")
