"""What is sent: signed, once where it is taken, again where not, and nowhere it may not go."""

import re
from datetime import timedelta
from html import unescape
from itertools import pairwise

import pytest

from app import gathering
from app.core import clock
from app.core.outbound import Gate
from app.core.patience import Patience
from app.people.webhooks import sending, telling
from app.people.webhooks.models import Happening, WebhookDelivery
from tests.outside import Outside
from tests.people.webhooks.conftest import deed
from tests.people.webhooks.receiver import is_genuine


def test_a_test_arrives_signed_and_is_gone(hooks):
    secret = hooks.add()
    answer = hooks.press("test_webhook")
    waits = hooks.page().text
    hooks.rounds.once()

    [told] = hooks.receiver.came
    assert answer.status_code == 303
    assert "1 message waits" in waits
    assert told.path == "/in/canary-in-the-address"
    assert is_genuine(secret, told.headers, told.body)
    assert not is_genuine("whsec_" + "A" * 43 + "=", told.headers, told.body)
    assert told.headers["content-type"] == "application/json"
    assert told.headers["host"] == hooks.receiver.host
    assert int(told.headers["webhook-timestamp"]) == int(clock.now().timestamp())
    assert told.said == {
        "id": told.headers["webhook-id"],
        "event": "ping",
        "at": f"{clock.today()}T09:00:00Z",
        "data": {},
    }
    assert hooks.waiting == []
    assert hooks.state.sent == clock.today()
    assert "It last took something" in hooks.page().text


def test_what_the_page_says_checks_a_signature(hooks, web):
    secret = hooks.add()
    hooks.press("test_webhook")
    hooks.rounds.once()
    [told] = hooks.receiver.came
    page = web.visitor().get("/api").text
    code = unescape(re.search(r"<code>(import base64.*?)</code>", page, re.DOTALL)[1])
    names = {}
    exec(code, names)  # as whoever reads it would

    assert names["is_genuine"](secret, told.headers, told.body)
    assert not names["is_genuine"](secret, told.headers, told.body + b" ")
    assert not names["is_genuine"]("whsec_" + "A" * 43 + "=", told.headers, told.body)
    hooks.clocks.shift(timedelta(minutes=6))
    assert not names["is_genuine"](secret, told.headers, told.body)


def test_it_says_nothing_of_us_but_our_address(hooks):
    hooks.add()
    hooks.press("test_webhook")
    hooks.rounds.once()

    assert set(hooks.receiver.came[0].headers) == {
        *("host", "user-agent", "accept", "content-type", "content-length", "connection"),
        *("webhook-id", "webhook-timestamp", "webhook-signature"),
    }


def test_what_is_refused_comes_again_as_the_same(hooks):
    secret = hooks.add()
    hooks.press("test_webhook")
    hooks.receiver.status = 503
    hooks.rounds.once()
    hooks.rounds.once()
    failing = hooks.page().text
    hooks.later(minutes=2)
    hooks.receiver.status = 200
    hooks.later(minutes=6)
    hooks.later(hours=1)

    first, second, third = hooks.receiver.came
    assert "has taken nothing since" in failing
    assert first.body == second.body == third.body
    assert len({told.headers["webhook-id"] for told in hooks.receiver.came}) == 1
    assert first.headers["webhook-timestamp"] != third.headers["webhook-timestamp"]
    assert all(is_genuine(secret, told.headers, told.body) for told in hooks.receiver.came)
    assert hooks.waiting == []
    assert hooks.state.failing is None


def test_the_pauses_grow_to_a_day(hooks):
    hooks.add()
    hooks.press("test_webhook")
    hooks.receiver.status = 500
    hooks.rounds.once()
    began, tried = clock.now(), [clock.now()]
    while hooks.waiting:
        [row] = hooks.waiting
        hooks.clocks.move_to(row.due + timedelta(seconds=1))
        tried.append(clock.now())
        hooks.rounds.once()

    pauses = [after - before for before, after in pairwise(tried)]
    assert len(hooks.receiver.came) == len(sending.PAUSES) + 1
    assert pauses == sorted(pauses)
    assert timedelta(days=1) < tried[-1] - began < timedelta(days=1, hours=2)


def test_who_is_slow_is_not_waited_for(hooks, monkeypatch):
    monkeypatch.setattr(gathering, "SHORT", Patience(connect=1, read=0.3, total=1))
    slow = gathering.rounds(hooks.house)
    hooks.add()
    hooks.press("test_webhook")
    hooks.receiver.delay = 1.5
    slow.once()

    assert len(hooks.receiver.came) == 1
    assert hooks.waiting[0].tries == 1
    assert hooks.state.failing == clock.today()


def test_one_that_fails_keeps_no_other_waiting(hooks):
    hooks.add(name="First", url=f"http://{hooks.receiver.host}/broken")
    hooks.add(name="Second")
    with deed(hooks.house) as session:
        telling.tell(session, hooks.house.ring, {Happening.BACKUP: 1})
    hooks.receiver.broken = "/broken"
    hooks.rounds.once()

    assert {told.path for told in hooks.receiver.came} == {"/broken", "/in/canary-in-the-address"}
    assert [row.tries for row in hooks.waiting] == [1]


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(hooks, code):
    hooks.add()
    hooks.press("test_webhook")
    hooks.receiver.status, hooks.receiver.onwards = code, f"http://{hooks.receiver.host}/else"
    hooks.rounds.once()

    assert [told.path for told in hooks.receiver.came] == ["/in/canary-in-the-address"]
    assert hooks.waiting[0].tries == 1


@pytest.mark.parametrize(
    "leads",
    ["127.0.0.1", "10.1.2.3", "192.168.7.7", "169.254.169.254", "100.64.0.1", "::1", "fd00::1"],
)
def test_a_name_that_leads_inside_is_not_told(hooks, monkeypatch, leads):
    with Outside().instead() as outside:
        outside.name("bridge.example.org", [leads])
        outside.name("127.0.0.1", ["127.0.0.1"])
        inside = outside.site(leads, port=443)
        monkeypatch.setattr(
            Gate.__init__, "__defaults__", (outside.resolve, Patience(60.0, 60.0, 90.0))
        )
        rounds = gathering.rounds(hooks.house)
        hooks.add(url="https://bridge.example.org/in")
        hooks.press("test_webhook")
        rounds.once()

        assert "bridge.example.org" in outside.resolved
        assert outside.asked == []
        assert inside.heard == []
        assert hooks.waiting[0].tries == 1


def test_the_next_try_is_set_before_one_is_sent(hooks):
    """So that nothing that ends this process meanwhile loses it, or sends it twice at once."""
    hooks.add()
    hooks.press("test_webhook")
    seen = []
    hooks.receiver.then = lambda _told: seen.append(
        [(row.tries, row.due) for row in hooks.rows(WebhookDelivery)]
    )
    hooks.rounds.once()

    [[(tries, due)]] = seen
    assert tries == 1
    assert due > clock.now() + timedelta(minutes=1)
