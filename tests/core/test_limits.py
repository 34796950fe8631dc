"""Limits: so many in so long, for one and not for another, and then again."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.core.errors import TooOften
from app.core.limits import Limit, Limiter


@pytest.fixture
def limiter():
    return Limiter()


def use_up(limiter, limit, who):
    for _ in range(limit.item.amount):
        limiter.hit(limit, who)


@pytest.mark.parametrize("limit", list(Limit))
def test_the_measure_is_full_after_so_many(limit, limiter):
    use_up(limiter, limit, "one")

    with pytest.raises(TooOften) as refused:
        limiter.hit(limit, "one")
    assert timedelta() < refused.value.wait <= timedelta(seconds=limit.item.get_expiry())


@pytest.mark.parametrize("limit", list(Limit))
def test_it_empties_again(limit, limiter):
    use_up(limiter, limit, "one")

    with time_machine.travel(clock.now() + timedelta(seconds=limit.item.get_expiry() + 1)):
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

    held = repr(vars(limiter._counts.storage))
    assert "amina" not in held


def test_the_wait_is_said_in_minutes():
    assert "1 minute " in TooOften(timedelta(seconds=5)).message
    assert "2 minutes" in TooOften(timedelta(seconds=61)).message
