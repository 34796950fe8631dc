"""What programs read of the log: no word of anybody, wherever she went and whatever broke."""

import json
from datetime import timedelta

import time_machine

from app.core import clock, smtp, tally
from app.core.outbox import Mail
from app.web.kit import route as hops
from tests.house.world import FORMS, routes
from tests.operations import counted

WORD = "sparrowhawk"
# What is no pattern and no number: the addresses, names and words of the world.
NAMES = ("grace", "bea@", "returners", "stella", "me too", "127.0.0.1", "testclient")


def everywhere(web, world, running):
    """Every page, with a word in the query and in what a browser says of itself; every form, with
    the word in each of its fields."""
    headers = {"User-Agent": WORD, "Referer": f"http://127.0.0.1:8000/{WORD}"}
    for name, route in routes(running, "GET").items():
        if name not in {"live", "Serving"}:
            web.client.get(world.path(route), params={"q": WORD, "after": WORD}, headers=headers)
    for name, route in routes(running, "POST").items():
        typed = dict.fromkeys(FORMS.get(name, {}), WORD)
        web.client.post(world.path(route), data=typed | {WORD: WORD}, headers=headers)
    web.client.get(f"/{WORD}")
    web.client.request(WORD, "/")


def test_a_walk_over_all_pages_leaves_none_of_its_words(house, world, running, monkeypatch):
    web, counts = counted.browser(running, house)

    def breaks(*_args, **_more):
        raise RuntimeError(f"a key {WORD} of grace@example.org")

    with counted.logged() as lines:
        everywhere(web.as_(world.grace), world, running)
        monkeypatch.setattr(hops, "_in_transaction", breaks)
        everywhere(web, world, running)
        with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
            tally.tell(counts)

    found = "\n".join(lines).lower()
    told = [json.loads(line) for line in lines]
    asked = {one["route"] for one in told if one["message"] == "requests"}
    assert {"/t/{thread_id}", "/c/{circle}", "/sign-in", "none"} <= asked
    assert [word for word in (WORD, *NAMES) if word in found] == []
    assert "runtimeerror" in found
    numbers = [value.lower() for value in world.values.values() if len(value) > 9]
    assert [number for number in numbers if number in found] == []
    failed = [one for one in told if one["message"] == "a request failed"]
    assert {"method", "route", "status", "ms"} < failed[0].keys()
    assert all(one["time"].endswith(":00Z") for one in told)


def test_letters_that_a_developer_reads_in_her_terminal_are_not_in_it(house):
    with counted.logged() as lines:
        smtp.sender(house.settings)(1, Mail(WORD + "@example.org", WORD, WORD, WORD), lambda: None)

    assert lines == []
