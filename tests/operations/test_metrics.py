"""The numbers for Prometheus: how the house fares, and nothing of anybody in it."""

import re
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from urllib.request import urlopen

import pytest
import time_machine
from prometheus_client.parser import text_string_to_metric_families

from app import chores, metrics
from app.core import clock, outbox, turns
from app.core.db import Database
from app.core.keys import base32
from app.core.outbox import Job, Mail
from tests.faults.installation import free_port, free_ports
from tests.operations import counted

ROUTE, ALL = "common_thread_route_seconds", "common_thread_request_seconds"


@contextmanager
def scraped(house):
    settings = house.settings.model_copy(update={"metrics_port": free_port()})
    with metrics.serving(replace(house, settings=settings)) as port:
        yield lambda: urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode()


def samples(text, name):
    families = text_string_to_metric_families(text)
    return {
        tuple(sorted(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
        if sample.name == name
    }


def later(**apart):
    return time_machine.travel(clock.now() + timedelta(**apart), tick=False)


@pytest.fixture
def thread(make, circle, grace):
    """In a circle where pseudonyms hide somebody."""
    circle.crowd = 30
    make.session.commit()
    return make.thread(circle, grace)


def test_what_is_told_of_pages_waits_for_the_hour_and_of_deeds_for_the_day(
    running, house, thread, amina
):
    path = f"/t/{base32(thread.id)}"
    # Away from midnight, so that an hour later is the same day.
    noon = clock.now().replace(hour=12, minute=5)

    with time_machine.travel(noon, tick=False), ExitStack() as stack:
        web, tally = counted.browser(running, house)
        scrape = stack.enter_context(scraped(web.house))
        web.as_(amina)
        before = samples(scrape(), f"{ROUTE}_count")
        form = web.get(path)
        assert web.send(form, f"{path}/replies", body="Warm.", anonymous="on").status_code == 303
        tally.turn()
        at_once = scrape()
        with later(hours=1):
            tally.turn()
            in_an_hour = scrape()
        with later(days=1):
            tally.turn()
            next_day = scrape()

    assert before == samples(at_once, f"{ROUTE}_count") == {}
    assert sum(samples(at_once, f"{ALL}_count").values()) >= 2
    pages = samples(in_an_hour, f"{ROUTE}_count")
    assert {dict(labels)["method"] for labels in pages} == {"GET"}
    assert "/t/{thread_id}" in {dict(labels)["route"] for labels in pages}
    deeds = set(samples(next_day, f"{ROUTE}_count")) - set(pages)
    assert [dict(labels)["method"] for labels in deeds] == ["POST"]


def test_with_her_name_or_without_the_numbers_are_the_same(running, house, thread, amina):
    texts = []
    for persona in ({}, {"anonymous": "on"}):
        path = f"/t/{base32(thread.id)}"
        web, tally = counted.browser(running, house)
        with scraped(web.house) as scrape:
            web.as_(amina)
            web.send(web.get(path), f"{path}/replies", body="Warm.", **persona)
            with later(days=1):
                tally.turn()
                texts.append(scrape())
    # How long it took is chance.
    plain = [re.sub(r"(?m)^.*(_sum|_bucket|silent_seconds).*$", "", text) for text in texts]
    assert plain[0] == plain[1]


def test_they_say_how_the_house_fares_and_carry_no_label_of_anybody(running, house, make, circle):
    mona = make.member("Mona9")
    web, tally = counted.browser(running, house)
    with house.database.changing() as session:
        letter = Mail("mona@example.org", "Hello", "Hello", "Hello")
        outbox.put(session, house.ring.seal("outbox/v1"), letter)
        session.add(Job(sealed=b"x", dead=True))
    with scraped(web.house) as scrape:
        web.as_(mona)
        web.get("/")
        web.client.get("/nowhere-9")
        tally.turn()
        with later(hours=1):
            tally.turn()
            text = scrape()

    def one(name):
        (value,) = samples(text, f"common_thread_{name}").values()
        return value

    assert (one("letters_waiting"), one("letters_failed"), one("cases_waiting")) == (1, 1, 0)
    assert (one("streams_open"), one("database_errors_total")) == (0, 0)
    assert one("chores_silent_seconds") < 60
    labels = {name for line in samples(text, f"{ROUTE}_bucket") for name, _ in line}
    assert labels == {"method", "route", "status", "le"}
    assert "_created" not in text
    assert all(word not in text.lower() for word in ("mona", "nowhere", "anonym", "persona"))


def test_a_database_that_is_away_is_counted_and_leaves_the_rest_to_be_read(
    running, house, tmp_path
):
    web, tally = counted.browser(running, house)
    (tmp_path / "folder.db").mkdir()
    away = Database(f"sqlite:///{tmp_path / 'folder.db'}")
    tally.watch(away)
    with scraped(replace(web.house, database=away)) as scrape:
        text = scrape()
        again = scrape()
    away.close()

    assert "letters_waiting" not in text
    assert samples(again, "common_thread_database_errors_total") == {(): 1}


def test_a_chore_that_breaks_is_logged_and_the_next_round_comes(house, monkeypatch):
    rounds = threading.Event()

    def breaks(_chores):
        rounds_begun.append(1)
        if len(rounds_begun) > 1:
            rounds.set()
        raise ValueError("words of hers")

    rounds_begun: list[int] = []
    monkeypatch.setattr(chores, "MAIL_SECONDS", 0.01)
    monkeypatch.setattr(turns, "TROUBLE_SECONDS", 0.01)
    monkeypatch.setattr(chores.Chores, "tend", breaks)
    running = chores.Chores(house, mail=False)
    with counted.logged() as lines:
        running.start()
        assert rounds.wait(10)
        running.stop()

    assert "a chore failed: ValueError" in lines[0]
    assert "hers" not in "".join(lines)


def test_two_processes_take_ports_of_their_own(running, house):
    web, _ = counted.browser(running, house)
    port = free_ports(2)
    settings = house.settings.model_copy(update={"metrics_port": port, "workers": 1})
    theirs = replace(web.house, settings=settings)
    with (
        metrics.serving(theirs) as one,
        metrics.serving(theirs) as two,
        metrics.serving(theirs) as no,
    ):
        assert (one, two, no) == (port, port + 1, 0)


def test_nobody_asks_and_nothing_counts(house):
    assert house.tally is None
    with metrics.serving(house) as port:
        assert port == 0
