"""Limits: so many in so long, for one and not for another, and then again."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.core.errors import TooOften
from app.core.keys import Keyring
from app.core.limits import Limit, Limiter
from app.core.shared import PATIENCE_SECONDS, REST_SECONDS, Shared
from tests import redis

RING = Keyring("2026q4", bytes(32), {"2026q4": bytes(32)})


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory):
    with redis.server(tmp_path_factory.mktemp("redis")) as running:
        yield running


@pytest.fixture
def shared(redis_server):
    """What two processes have in common, empty."""
    with redis_server.client() as client:
        client.flushall()
    return Shared(redis_server.url, RING)


@pytest.fixture(params=["alone", "together"])
def limiter(request):
    """Of one process that is alone, or of one of two that share a Redis."""
    if request.param == "alone":
        return Limiter()
    return Limiter(request.getfixturevalue("shared"))


def use_up(limiter, limit, who):
    for _ in range(limit.times):
        limiter.hit(limit, who)


@pytest.mark.parametrize("limit", list(Limit))
def test_the_measure_is_full_after_so_many(limit, limiter):
    use_up(limiter, limit, "one")

    with pytest.raises(TooOften) as refused:
        limiter.hit(limit, "one")
    assert timedelta() < refused.value.wait <= limit.within


def test_what_is_counted_is_told_and_refuses_nobody(limiter):
    limit = Limit.POSTS_IN_AN_HOUR
    counts = [limiter.count(limit, "one") for _ in range(3)]

    assert counts == [1, 2, 3]
    assert limiter.count(limit, "another") == 1
    with time_machine.travel(clock.now() + limit.within + timedelta(seconds=1)):
        assert limiter.count(limit, "one") == 1
    for _ in range(limit.times):
        limiter.count(limit, "many")
    assert limiter.count(limit, "many") == limit.times


@pytest.mark.parametrize("limit", list(Limit))
def test_it_empties_again(limit, limiter):
    use_up(limiter, limit, "one")

    with time_machine.travel(clock.now() + limit.within + timedelta(seconds=1)):
        limiter.hit(limit, "one")


def test_one_does_not_use_up_anothers(limiter):
    use_up(limiter, Limit.RESETS, "one")

    limiter.hit(Limit.RESETS, "another")
    limiter.hit(Limit.JOINS, "one")


def test_looking_counts_nothing(limiter):
    for _ in range(50):
        limiter.check(Limit.RESETS, "one")

    limiter.hit(Limit.RESETS, "one")


def test_what_is_counted_names_nobody(limiter):
    limiter.hit(Limit.RESETS, "amina@example.org")

    assert len(limiter._moments[Limit.RESETS]) == 1
    assert "amina" not in repr(vars(limiter))


def test_the_window_moves_deed_by_deed(limiter):
    began = clock.now()
    for n in range(Limit.RESETS.times):
        with time_machine.travel(began + timedelta(minutes=10 * n)):
            limiter.hit(Limit.RESETS, "one")

    with time_machine.travel(began + Limit.RESETS.within + timedelta(seconds=1)):
        limiter.hit(Limit.RESETS, "one")
        with pytest.raises(TooOften) as refused:
            limiter.hit(Limit.RESETS, "one")
    assert timedelta(minutes=9) < refused.value.wait <= timedelta(minutes=10)


def test_who_is_long_gone_is_not_remembered(limiter):
    for n in range(100):
        limiter.hit(Limit.JOINS, f"network {n}")

    with time_machine.travel(clock.now() + Limit.JOINS.within + timedelta(seconds=1)):
        limiter.hit(Limit.JOINS, "another")

    assert len(limiter._moments[Limit.JOINS]) == 1


def test_of_many_at_once_only_so_many_pass(limiter):
    def passes(_):
        try:
            limiter.hit(Limit.POSTS, "one")
        except TooOften:
            return False
        return True

    with ThreadPoolExecutor(20) as crowd:
        passed = sum(crowd.map(passes, range(200)))

    assert passed == Limit.POSTS.times


def test_the_wait_is_said_in_minutes():
    assert "1 minute " in TooOften(timedelta(seconds=5)).message
    assert "2 minutes" in TooOften(timedelta(seconds=61)).message


# Several processes


def test_two_that_share_count_together(shared):
    one, other = Limiter(shared), Limiter(shared)
    for n in range(Limit.RESETS.times):
        (other if n % 2 else one).hit(Limit.RESETS, "amina")

    for limiter in (one, other):
        with pytest.raises(TooOften) as refused:
            limiter.hit(Limit.RESETS, "amina")
        with pytest.raises(TooOften):
            limiter.check(Limit.RESETS, "amina")
    assert timedelta(minutes=59) < refused.value.wait <= timedelta(hours=1)
    assert one.count(Limit.POSTS_IN_AN_HOUR, "all") == 1
    assert other.count(Limit.POSTS_IN_AN_HOUR, "all") == 2


def test_what_redis_holds_names_nobody_and_goes_by_itself(shared, redis_server):
    Limiter(shared).hit(Limit.RESETS, "amina@example.org")

    with redis_server.client() as client:
        [name] = client.keys("*")
        held = name + client.dump(name)
        assert 0 < client.ttl(name) <= 3600
    assert b"amina" not in held
    assert b"RESETS" not in held


@pytest.fixture
def fragile(tmp_path):
    with redis.server(tmp_path) as running:
        yield running


def test_while_redis_is_away_each_counts_for_itself(fragile, caplog):
    limiter = Limiter(Shared(fragile.url, RING))
    limiter.hit(Limit.RESETS, "amina")
    fragile.stop()

    began = time.monotonic()
    for _ in range(Limit.RESETS.times - 1):
        limiter.hit(Limit.RESETS, "amina")
    with pytest.raises(TooOften):
        limiter.hit(Limit.RESETS, "amina")
    took = time.monotonic() - began
    fragile.start()
    time.sleep(REST_SECONDS)
    limiter.hit(Limit.RESETS, "amina")

    assert took < 1
    assert [record.getMessage() for record in caplog.records] == [
        "Redis is away: ConnectionError",
        "Redis is back",
    ]


def test_a_redis_that_does_not_answer_holds_nobody_up_for_long(tmp_path):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "deaf"))
    listener.listen()
    limiter = Limiter(Shared(f"unix://{tmp_path / 'deaf'}", RING))

    began = time.monotonic()
    for _ in range(Limit.RESETS.times):
        limiter.hit(Limit.RESETS, "amina")
    took = time.monotonic() - began
    listener.close()

    assert took < 4 * PATIENCE_SECONDS
