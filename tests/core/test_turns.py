"""Chores that come again and again: one that fails takes nothing from the others, and stays due."""

import logging
import threading
import time

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from app.core import turns


def fails(problem):
    def deed():
        raise problem

    return deed


def test_each_has_its_turn_whatever_befalls_another():
    done = []
    nonsense = IntegrityError("x", {}, Exception())
    deeds = [
        fails(ValueError("a")),
        lambda: done.append(1),
        fails(nonsense),
        lambda: done.append(2),
    ]

    with pytest.raises(ExceptionGroup) as told:
        turns.each(deeds)

    assert done == [1, 2]
    assert [type(one) for one in told.value.exceptions] == [ValueError, IntegrityError]


def test_where_the_database_is_away_nobody_asks_it_again():
    done = []

    with pytest.raises(OperationalError):
        turns.each([fails(OperationalError("x", {}, Exception())), lambda: done.append(1)])

    assert done == []


def test_what_went_wrong_before_the_database_was_away_is_told_too():
    deeds = [fails(ValueError("a")), fails(OperationalError("x", {}, Exception())), fails(KeyError)]

    with pytest.raises(ExceptionGroup) as told:
        turns.each(deeds)

    assert [type(one) for one in told.value.exceptions] == [ValueError, OperationalError]


def test_it_is_kept_up_whatever_goes_wrong_and_the_log_says_no_words_of_it(caplog, monkeypatch):
    monkeypatch.setattr(turns, "TROUBLE_SECONDS", 0.01)
    enough, rounds = threading.Event(), []
    away, broken = OperationalError("x", {}, Exception("her words")), ValueError("her words")

    def deed():
        rounds.append(1)
        if len(rounds) == 3:
            enough.set()
        turns.each([fails((away, broken, away)[len(rounds) - 1])])

    turns.keep_up(deed, 0.01, enough, logging.getLogger("app.test"))

    assert len(rounds) == 3
    said = [(one.levelname, one.getMessage().partition(" at ")[0]) for one in caplog.records]
    waits = ("WARNING", "chores wait: OperationalError")
    assert said == [waits, ("ERROR", "a chore failed: ValueError"), waits]
    assert "her words" not in caplog.text


def test_what_fails_stays_due_and_what_was_done_comes_again_later():
    due, done = {"sweep": time.monotonic()}, []

    with pytest.raises(ValueError, match="full"):
        turns.when_due(due, "sweep", 3600, fails(ValueError("full")))
    for _ in range(2):
        turns.when_due(due, "sweep", 3600, lambda: done.append(1))

    assert done == [1]
