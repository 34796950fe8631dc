"""Streams that stay open: they end when they should, and leave nothing behind."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.core import live
from app.core.keys import base32
from app.core.live import EACH, Live, TooMany
from app.people.members.models import Member
from app.web import live as pages
from tests import apart
from tests import site as sites
from tests.live.streams import Stream
from tests.make import Make
from tests.site import Site, wait_for

CYCLES = 100


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sites.running(tmp_path_factory.mktemp("site"), demo=False) as running:
        with Session(running.house.database.engine, expire_on_commit=False) as session:
            make = Make(session, running.house)
            circle = make.circle("Night shifts")
            make.member("Bea", circle)
            thread = make.thread(circle, make.member("Amina", circle))
            running.thread = base32(thread.id)
        yield running


@pytest.fixture
def stream(site):
    port = int(site.url.rpartition(":")[2])

    def opened(handle="amina"):
        return Stream(port, site.cookie(handle), {"thread": site.thread})

    return opened


def is_quiet(site):
    return site.house.live.listeners == 0 and not site.house.live._open


def descriptors():
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def cut_many(site, stream, times):
    """Sockets that are cut in the middle, as by a walk under a bridge."""
    with stream() as one:
        one.pause = 0.002
        for n in range(times):
            one._opened.clear()
            one.cut()
            assert one._opened.wait(10), n
    wait_for(lambda: is_quiet(site))


def leaks_nothing(site, stream, times):
    cut_many(site, stream, 5)
    tasks, before = len(asyncio.all_tasks(site.house.live._loop)), descriptors()

    cut_many(site, stream, times)

    time.sleep(0.5)
    assert len(asyncio.all_tasks(site.house.live._loop)) <= tasks
    assert descriptors() <= before + 2


def test_cut_sockets_leave_nothing_behind(site, stream):
    leaks_nothing(site, stream, CYCLES)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_thousand_cut_sockets_leave_nothing_behind(site, stream):
    leaks_nothing(site, stream, 1000)


def test_a_stream_ends_by_itself_and_is_asked_for_anew(site, stream, monkeypatch):
    monkeypatch.setattr(pages, "LIFE_SECONDS", 0.5)
    with stream() as one:
        wait_for(lambda: len(one.statuses) >= 3)
        with site.changing() as session:
            session.query(Member).filter_by(handle="amina").one().session_epoch += 1
        wait_for(lambda: one.statuses[-1] == 404)


def test_what_holds_a_connection_open_is_nothing_that_a_page_hears(site, stream, monkeypatch):
    monkeypatch.setattr(pages, "BEAT_SECONDS", 0.05)
    with stream() as one:
        time.sleep(0.2)
        heard = len(one.heard)
        time.sleep(0.5)
        assert len(one.heard) == heard


def test_each_has_so_many_streams_and_no_more(site, stream):
    with ExitStack() as stack:
        for one in [stream() for _ in range(EACH)]:
            stack.enter_context(one)
        more = stream()
        more._thread.start()
        wait_for(lambda: 429 in more.statuses)
        with stream("bea"):
            assert site.house.live.listeners == EACH + 1
        more._enough.set()
        more._thread.join(10)
    wait_for(lambda: is_quiet(site))


def test_many_pokes_at_once_are_told_once_or_twice(site, stream):
    with stream() as one:
        time.sleep(0.5)
        before = one.count("thread")
        number = next(topic for topic in site.house.live._open if topic.startswith("thread:"))
        for _ in range(200):
            site.house.live.send((number,))
        time.sleep(1)
        assert 1 <= one.count("thread") - before <= 2


def test_after_a_doubt_all_are_told_to_look_and_not_all_at_once(site, stream, monkeypatch):
    monkeypatch.setattr(live, "LOOKS_A_SECOND", 4)
    with ExitStack() as stack:
        streams = [stack.enter_context(stream()) for _ in range(8)]
        time.sleep(0.5)
        before = [one.count("thread") for one in streams]
        began = time.monotonic()
        site.house.live.doubt()
        assert all(one.wait(n, "thread", 5) for one, n in zip(streams, before, strict=True))
    at = [one.heard[-1][0] - began for one in streams]
    assert max(at) - min(at) > 0.3


# Without a server


def hears(of, topics, age, within=0.05):
    async def listen():
        with of.listening(topics, b"who", age) as ears:
            return await ears.next(within)

    return apart.run(listen())


@pytest.fixture
def broker():
    """One that has been there for an hour."""
    made = Live()
    made.start()
    made._whole_since -= 3600
    return made


def test_what_was_poked_while_the_page_was_made_is_heard_at_once(broker):
    broker.send(("thread:1", "circle:2"))

    assert hears(broker, ["thread:1", "thread:3", "member:4"], age=1) == ["thread"]
    assert hears(broker, ["thread:3"], age=1) == []


def test_a_page_older_than_what_is_remembered_is_told_to_look(broker):
    assert hears(broker, ["thread:1", "member:4"], age=live.REMEMBERED_SECONDS) == [
        "member",
        "thread",
    ]


def test_a_page_older_than_the_process_is_told_to_look():
    fresh = Live()
    fresh.start()

    assert hears(fresh, ["thread:1"], age=60) == ["thread"]


def test_after_a_doubt_every_page_is_told_to_look(broker):
    broker.doubt()

    assert hears(broker, ["thread:1"], age=0) == ["thread"]


def test_what_is_remembered_is_bounded_and_nothing_is_missed_by_that(broker, monkeypatch):
    monkeypatch.setattr(live, "MOST_REMEMBERED", 10)
    for n in range(100):
        broker.send((f"thread:{n}",))

    assert len(broker._recent) <= 10
    assert hears(broker, ["thread:1"], age=1) == ["thread"]


def test_a_process_bears_so_many_streams_and_no_more(broker, monkeypatch):
    monkeypatch.setattr(live, "MOST", 2)

    def listening(who):
        return broker.listening(["a:1"], who, 0)

    async def listen():
        with listening(b"one"), listening(b"two"), pytest.raises(TooMany), listening(b"three"):
            pass
        with listening(b"three"):
            return broker.listeners

    assert apart.run(listen()) == 1
    assert broker.listeners == 0
