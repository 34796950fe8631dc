"""Two processes on PostgreSQL and one Redis: what happens through one shows in the other."""

import itertools
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from app.community.threads import actions
from app.community.threads.posting import Draft
from app.core import keys
from app.core.keys import base32
from app.core.limits import Limit
from app.people.members.models import Member
from tests import postgres, redis
from tests.browser import COOKIE
from tests.faults.installation import (
    Installation,
    Someone,
    at_browser,
    crowded,
    end,
    free_port,
    installed,
)
from tests.live.streams import Stream
from tests.redis import Server
from tests.required import missing

SOON = 1.0
NUMBERS = itertools.count()


@dataclass
class Two:
    """Two servers, each on a port of its own, and what both stand on."""

    one: Installation
    other: Installation
    redis: Server


@pytest.fixture(scope="module")
def postgresql() -> Iterator[postgres.Cluster]:
    with postgres.cluster() as running:
        yield running


@contextmanager
def two_of_them(postgresql: postgres.Cluster, place: Path) -> Iterator[Two]:
    url = postgresql.url(postgresql.new_database())
    (place / "redis").mkdir()
    with (
        redis.server(place / "redis") as shared,
        installed(place, url, REDIS_URL=shared.url) as one,
    ):
        settings = one.settings.model_copy(update={"port": free_port()})
        yield Two(one, replace(one, settings=settings), shared)


@pytest.fixture
def two(postgresql: postgres.Cluster, tmp_path: Path) -> Iterator[Two]:
    """For a test that starts and ends them itself."""
    with two_of_them(postgresql, tmp_path) as ready:
        yield ready


@pytest.fixture(scope="module")
def both(postgresql: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """They serve, and have done so for longer than a page is old."""
    place = tmp_path_factory.mktemp("both")
    with two_of_them(postgresql, place) as ready, ready.one.serving(), ready.other.serving():
        time.sleep(5)
        yield ready


class Scene:
    """A thread of Grace's, Amina who reads it and Bea who replies; in a crowd, if one is wanted."""

    def __init__(self, here: Installation, writers: int = 0, *, crowd: bool = False) -> None:
        n = next(NUMBERS)
        with here.making() as make:
            circle = (crowded if crowd else type(make).circle)(make, f"Night shifts {n}")
            self.circle = circle
            self.amina, self.bea = (make.member(f"{name}{n}", circle) for name in ("Amina", "Bea"))
            self.thread = make.thread(circle, make.member(f"Grace{n}", circle))
            self.writers = [make.member(f"Writer{n}x{m}", circle) for m in range(writers)]
        self.path = f"/t/{base32(self.thread.id)}"

    def stream(self, at: Installation) -> Stream:
        place = {"thread": base32(self.thread.id)}
        return Stream(at.settings.port, at.cookie(self.amina), place)

    def reply(self, writer: Someone, n: int, **more: str) -> None:
        form = writer.form(self.path, f"{self.path}/replies")
        answer = writer.send(form, body=f"Night {n}.", **more)
        assert answer.status_code == 303, answer.text[:500]


# Within a second


def replies(both: Two, scene: Scene, times: int) -> Iterator[tuple[int, float]]:
    """Through one of them, each when it was seen what became of the one before: its number, and
    when its writer got her answer."""
    with ExitStack() as stack:
        writers = [stack.enter_context(at_browser(both.one, one)) for one in scene.writers]
        for n in range(1, times + 1):
            scene.reply(writers[n // Limit.POSTS.times], n)
            yield n, time.monotonic()


def until_heard(stream: Stream, before: int, sent: float) -> float:
    assert stream.wait(before, "thread", 10), "a reply was not heard"
    return [at for at, kind in stream.heard if kind == "thread"][before] - sent


def test_a_reply_through_one_is_heard_in_the_other_within_a_second(both):
    scene, took = Scene(both.one, writers=3), []
    with scene.stream(both.other) as stream:
        before = stream.count("thread")
        for _, sent in replies(both, scene, 50):
            took.append(until_heard(stream, before, sent))
            before = stream.count("thread")

    assert len(took) == 50
    assert max(took) < SOON


def test_a_cut_stream_hears_what_it_missed(both):
    scene = Scene(both.one)
    with scene.stream(both.other) as stream, at_browser(both.one, scene.bea) as bea:
        for n in range(10):
            before = stream.count("thread")
            stream.cut()
            scene.reply(bea, n)
            assert stream.wait(before, "thread"), n


def test_with_a_name_or_without_one_a_stream_says_the_same(both):
    scene, heard = Scene(both.one, crowd=True), []
    with scene.stream(both.other) as stream, at_browser(both.one, scene.bea) as bea:
        for persona in ({}, {"anonymous": "on"}):
            before = len(stream.heard)
            scene.reply(bea, 1, **persona)
            time.sleep(1)
            heard.append([kind for _, kind in stream.heard[before:]])
    assert heard == [["thread"], ["thread"]]


@pytest.fixture
def page(both: Two) -> Iterator[Callable[[Member], Page]]:
    """A real browser that asks the other process."""
    path = shutil.which("chromium")
    if path is None:
        missing("browser", "Chromium is not installed here")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])

        def opened(member: Member) -> Page:
            context = chromium.new_context(base_url=both.other.address)
            cookie = {"name": COOKIE, "value": both.other.cookie(member)}
            context.add_cookies([cookie | {"url": both.other.address}])
            return context.new_page()

        yield opened
        chromium.close()


def read(reading: Page, scene: Scene) -> None:
    with reading.expect_response(lambda answer: "/live?" in answer.url):
        reading.goto(scene.path)


def until_it_appears(reading: Page, n: int, sent: float) -> float:
    words = "1 new reply. Show it" if n == 1 else f"{n} new replies. Show them"
    reading.get_by_text(words, exact=True).wait_for(timeout=10_000)
    return time.monotonic() - sent


@pytest.mark.browser
def test_a_reply_through_one_appears_in_a_browser_on_the_other_within_a_second(both, page):
    scene = Scene(both.one, writers=2)
    reading = page(scene.amina)
    read(reading, scene)

    took = [until_it_appears(reading, n, sent) for n, sent in replies(both, scene, 15)]

    assert len(took) == 15
    assert max(took) < SOON
    reading.locator(".news").get_by_role("link").click()
    expect(reading.locator("#p16")).to_contain_text("Night 15.")


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.timeout(900)
def test_five_hundred_of_five_hundred_are_heard_and_appear_in_a_browser_within_a_second(both, page):
    scene = Scene(both.one, writers=26)
    reading, heard, seen = page(scene.amina), [], []
    read(reading, scene)
    with scene.stream(both.other) as stream:
        before = stream.count("thread")
        for n, sent in replies(both, scene, 500):
            seen.append(until_it_appears(reading, n, sent))
            heard.append(until_heard(stream, before, sent))
            before = stream.count("thread")

    for took in (sorted(heard), sorted(seen)):
        print(f"median {took[250] * 1000:.0f} ms, slowest {took[-1] * 1000:.0f} ms")
        assert len(took) == 500
        assert took[-1] < SOON


# What they share beside that


def test_what_travels_says_nothing_to_redis(both):
    scene = Scene(both.one)
    with scene.stream(both.other) as stream, at_browser(both.one, scene.bea) as bea:
        scene.reply(bea, 1)
        assert stream.wait(0, "thread")
    with both.redis.client() as client:
        names = client.keys("*")
        everything = b"".join([*names, *map(client.dump, names)]).lower()
    number = str(scene.thread.id)
    canaries = ("thread", "wire", "posts", "night", "topics", number, scene.bea.id.hex)
    assert len(names) >= 2
    assert [canary for canary in canaries if canary.encode() in everything] == []
    assert scene.bea.id.bytes not in everything


def test_limits_hold_for_both_together_and_go_by_themselves(both):
    scene, codes = Scene(both.one), []
    with at_browser(both.one, scene.bea) as one, at_browser(both.other, scene.bea) as other:
        for n in range(Limit.POSTS.times + 4):
            writer = one if n % 2 else other
            form = writer.form(scene.path, f"{scene.path}/replies")
            codes.append(writer.send(form, body=f"Night {n}.").status_code)
    with both.redis.client() as client:
        lives = [client.ttl(name) for name in client.keys("*") if client.type(name) == b"list"]
    assert codes == [303] * Limit.POSTS.times + [429] * 4
    assert lives
    assert all(0 < seconds <= Limit.POSTS.within.total_seconds() for seconds in lives)


def test_what_she_reads_through_one_is_read_in_the_other(both):
    scene = Scene(both.one)
    with (
        at_browser(both.one, scene.bea) as bea,
        at_browser(both.one, scene.amina) as one,
        at_browser(both.other, scene.amina) as other,
    ):
        one.get(scene.path)
        scene.reply(bea, 1)
        time.sleep(0.3)
        unread = other.get(scene.path).text
        scene.reply(bea, 2)
        one.get(scene.path)
        time.sleep(0.3)
        read = other.get(scene.path).text
    assert "Go to 1 new reply" in unread
    assert "Go to" not in read


# What goes wrong


def test_a_reply_while_the_readers_process_is_dead_is_heard_when_it_is_back(two):
    scene = Scene(two.one)
    with (
        two.one.serving(),
        at_browser(two.one, scene.bea) as bea,
        two.other.serving() as process,
        scene.stream(two.other) as stream,
    ):
        scene.reply(bea, 1)
        assert stream.wait(0, "thread")
        end(process)
        scene.reply(bea, 2)
        before = stream.count("thread")
        with two.other.serving():
            assert stream.wait(before, "thread")


def test_what_a_killed_process_had_no_time_to_say_is_said_when_it_is_back(two):
    scene = Scene(two.one)
    with two.other.serving(), scene.stream(two.other) as stream:
        assert stream.wait(0, "thread"), "since it has just begun"
        # Committed by somebody who is on no wire: as by a process that is killed then.
        with two.one.making() as make, make._as(scene.bea) as (session, viewer):
            draft = Draft("And then the lights went out.", nonce=keys.token())
            actions.reply(session, viewer, two.one.house.ring, scene.thread.id, draft)
        before = stream.count("thread")
        assert not stream.wait(before, "thread", 0.5)
        with two.one.serving():
            assert stream.wait(before, "thread")


def test_without_redis_the_site_goes_on_and_hears_again_when_it_is_back(two):
    scene = Scene(two.one)
    with (
        two.one.serving(),
        two.other.serving(),
        at_browser(two.one, scene.bea) as bea,
        scene.stream(two.other) as far,
        scene.stream(two.one) as near,
    ):
        assert far.wait(0, "thread")
        two.redis.stop()
        before, before_near = far.count("thread"), near.count("thread")
        began = time.monotonic()
        for n in range(5):
            scene.reply(bea, n)
        took = time.monotonic() - began
        assert near.wait(before_near, "thread"), "its own process needs no Redis"
        two.redis.start()
        assert far.wait(before, "thread")
        time.sleep(1.5)
        before = far.count("thread")
        scene.reply(bea, 6)
        assert far.wait(before, "thread", SOON)
    said = two.one.log()
    assert took < 10
    assert said.count("Redis is away") == said.count("Redis is back") == 2
    assert "Traceback" not in said


def test_it_stops_within_five_seconds_with_streams_open(two):
    scene = Scene(two.one)
    with two.one.serving() as process, ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(scene.stream(two.one))
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(10)
        took = time.monotonic() - began
    assert took < 5
    assert "ERROR" not in two.one.log()
