"""Two processes behind the proxy of `deploy/`, as an operator of PostgreSQL and Redis has them."""

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from app.core.keys import base32
from tests import proxy, redis
from tests.faults.installation import (
    Crowd,
    Installation,
    Someone,
    at_browser,
    end,
    free_port,
    installed,
)
from tests.faults.test_killed import assert_nothing_lost
from tests.live.streams import Stream
from tests.postgres import Cluster

WORD = "sparrowhawk"
# Twice the seconds in which the proxy looks once.
DRAIN = 4


@dataclass
class Pair:
    """`here` is the way through the proxy; `both` are the ways past it."""

    here: Installation
    both: list[Installation]
    said: Path

    def answered(self) -> list[int]:
        """How many requests each has answered, health checks among them."""
        return self._numbers("request_seconds_count")

    def streams(self) -> int:
        return sum(self._numbers("streams_open"))

    def _numbers(self, name: str) -> list[int]:
        return [_number(int(one.more["METRICS_PORT"]), name) for one in self.both]


def _number(port: int, name: str) -> int:
    text = urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
    found = re.findall(rf"^common_thread_{name}(?:\{{.*\}})? (\S+)", text, re.MULTILINE)
    return sum(int(float(number)) for number in found)


@pytest.fixture
def pair(tmp_path: Path, cluster: Cluster) -> Iterator[Pair]:
    (tmp_path / "redis").mkdir()
    url = cluster.url(cluster.new_database())
    with redis.server(tmp_path / "redis") as shared, installed(tmp_path, url) as here:
        more = {
            "BASE_URL": here.address,
            "REDIS_URL": shared.url,
            "TRUST_PROXY": "1",
            "DRAIN_SECONDS": str(DRAIN),
        }
        both = [_alone(here, more) for _ in range(2)]
        ports = [one.settings.port for one in both]
        with proxy.before(ports, tmp_path, here.settings.port) as said:
            yield Pair(here, both, said)


def _alone(here: Installation, more: dict[str, str]) -> Installation:
    """On a port of its own, with a log of its own."""
    port = free_port()
    place = here.place / str(port)
    place.mkdir()
    settings = here.settings.model_copy(update={"port": port})
    return replace(
        here, place=place, settings=settings, more=more | {"METRICS_PORT": str(free_port())}
    )


@contextmanager
def serving(pair: Pair) -> Iterator[list]:
    """Both, until the end, whatever was started anew meanwhile."""
    processes = [one.run() for one in pair.both]
    try:
        for one, process in zip(pair.both, processes, strict=True):
            one.wait_until_ready(process)
        pair.here.open.set()
        yield processes
    finally:
        for process in processes:
            end(process)


def test_both_answer_streams_come_at_once_and_an_address_cannot_be_made_up(pair):
    with pair.here.making() as make:
        circle = make.circle()
        amina, bea = make.member("Amina", circle), make.member("Bea", circle)
        thread = make.thread(circle, bea)
    path = f"/t/{base32(thread.id)}"

    with (
        serving(pair),
        at_browser(pair.here, amina) as someone,
        at_browser(pair.here, bea) as other,
    ):
        turns = in_turn(pair, someone)
        place = {"thread": base32(thread.id)}
        with Stream(pair.here.settings.port, someone.cookie, place) as stream:
            for n in range(4):
                heard = stream.count("thread")
                form = other.form(path, f"{path}/replies")
                assert other.send(form, body=f"Night {n}.").status_code == 303
                assert stream.wait(heard, "thread", 2)
            assert pair.streams() == 1
        until = time.monotonic() + 10
        while pair.streams():
            assert time.monotonic() < until, "nobody was told that the page was closed"
            time.sleep(0.1)
        # One who claims to be somebody else each time is counted as who she is.
        codes = [
            other.client.post(
                "/join", data={}, headers={"X-Forwarded-For": f"198.51.{n}.1"}
            ).status_code
            for n in range(3)
        ]
        long = someone.client.post("/join", content=b"x" * 6_000_000)

    assert min(turns) >= 8
    assert len(set(codes)) == 1
    assert long.status_code == 413


def in_turn(pair: Pair, someone: Someone) -> list[int]:
    """How many of forty requests each answered, once the proxy has seen that both are there. Where
    both have nothing to do, chance decides."""
    until = time.monotonic() + 20
    # What is away is asked by the proxy itself, and by nobody else.
    while min(_forty(pair, someone)) <= DRAIN and time.monotonic() < until:
        pass
    return _forty(pair, someone)


def _forty(pair: Pair, someone: Someone) -> list[int]:
    before = pair.answered()
    for _ in range(40):
        assert someone.get("/").status_code == 200
    return [now - was for now, was in zip(pair.answered(), before, strict=True)]


def one_answers(pair: Pair, n: int) -> bool:
    """More than the proxy alone asks for."""
    until = time.monotonic() + 20
    while pair.answered()[n] < 20 and time.monotonic() < until:
        time.sleep(0.2)
    return pair.answered()[n] >= 20


@pytest.mark.timeout(180)
def test_each_is_started_anew_under_load_and_nobody_notices(pair):
    with serving(pair) as processes:
        crowd = Crowd(pair.here, writers=4, members_each=72)
        with crowd:
            crowd.wait_for(20)
            for n, one in enumerate(pair.both):
                processes[n].send_signal(signal.SIGTERM)
                assert processes[n].wait(20) in {0, -signal.SIGTERM}
                processes[n] = one.run()
                one.wait_until_ready(processes[n])
                # As operators are told to: the proxy has to have seen it, too.
                time.sleep(DRAIN)
                crowd.wait_for(10)
                assert one_answers(pair, n)
            crowd.stop()

    print(f"{len(crowd.acknowledged)} acknowledged")
    assert not crowd.broken_by
    assert_nothing_lost(crowd)
    for one in pair.both:
        assert "Traceback" not in one.log()


def test_one_is_killed_the_other_answers_and_the_proxy_says_nothing_of_anybody(pair):
    with pair.here.making() as make:
        amina = make.member("Amina", make.circle())
    with serving(pair) as processes, at_browser(pair.here, amina) as someone:
        end(processes[0])
        codes = {someone.get(f"/circles?{WORD}={n}").status_code for n in range(20)}
        end(processes[1])
        away = someone.get(f"/circles?{WORD}")

    said = pair.said.read_text()
    assert codes == {200}
    assert away.status_code in {502, 503}
    assert WORD not in said
    assert someone.cookie not in said
    assert "127.0.0.1:5" not in said or "remote" not in said
