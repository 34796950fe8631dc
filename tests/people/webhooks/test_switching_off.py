"""Whoever takes nothing for a day is switched off, and administrators hear of it by mail."""

from datetime import timedelta

from app.core import clock
from app.people.members.models import Role
from app.people.webhooks import sending, telling
from app.people.webhooks.models import Happening
from tests.people.webhooks.conftest import deed


def try_all(hooks):
    """As often as a delivery is tried."""
    for _ in range(len(sending.PAUSES) + 1):
        if not hooks.waiting:
            break
        hooks.clocks.move_to(max(clock.now(), min(row.due for row in hooks.waiting)))
        hooks.rounds._deliver()


def letters(postbox):
    return [one for one in postbox.all() if one.subject == "A webhook was switched off"]


def test_one_that_takes_nothing_for_a_day(hooks, make, postbox, bea, mona):
    paula = make.member("Paula", role=Role.ADMINISTRATOR)
    hooks.add()
    hooks.press("test_webhook")
    hooks.receiver.status = 500
    try_all(hooks)
    page = hooks.page().text

    assert hooks.state.stopped == clock.today()
    assert hooks.waiting == []
    assert "It took nothing for a day" in page
    assert {letter.to for letter in letters(postbox)} == {hooks.olga.email, paula.email}
    assert not [one for one in letters(postbox) if "canary" in one.text or "chat" in one.text]
    assert "Switched off by itself" in hooks.web.get("/admin/webhooks").text

    hooks.receiver.status = 204
    came = len(hooks.receiver.came)
    hooks.press("switch_webhook", on="yes")
    hooks.press("test_webhook")
    hooks.rounds.once()
    assert len(hooks.receiver.came) == came + 1
    assert hooks.state.stopped is None


def test_one_that_says_that_it_is_gone_is_off_at_once(hooks, postbox):
    hooks.add()
    hooks.press("test_webhook")
    hooks.receiver.status = 410
    hooks.rounds.once()

    assert hooks.state.stopped == clock.today()
    assert hooks.waiting == []
    assert len(letters(postbox)) == 1


def test_one_that_takes_others_stays_and_what_it_refuses_is_dropped(hooks, postbox):
    hooks.add()
    hooks.press("test_webhook")
    hooks.receiver.status = 422
    for _ in range(len(sending.PAUSES)):
        hooks.clocks.move_to(hooks.waiting[0].due)
        hooks.rounds._deliver()
    [refused] = hooks.waiting
    hooks.press("test_webhook")
    hooks.receiver.status = 204
    hooks.rounds._deliver()
    hooks.clocks.move_to(refused.due)
    hooks.receiver.status = 422
    hooks.rounds._deliver()

    assert hooks.waiting == []
    assert hooks.state.stopped is None
    assert letters(postbox) == []


def test_what_nobody_sent_for_days_is_told_to_nobody(hooks):
    hooks.add()
    hooks.press("test_webhook")
    hooks.clocks.shift(telling.KEPT + timedelta(minutes=1))
    with deed(hooks.house) as session:
        telling.tell(session, hooks.house.ring, {})
    hooks.rounds._deliver()

    assert hooks.receiver.came == []
    assert hooks.waiting == []


def test_what_other_keys_have_sealed_stops_nothing(hooks):
    hooks.add()
    [row] = hooks.waiting or [None]
    assert row is None
    hooks.press("test_webhook")
    [row] = hooks.waiting
    row.sealed = b"x" * 80
    hooks.session.commit()
    hooks.press("test_webhook")
    with deed(hooks.house) as session:
        telling.tell(session, hooks.house.ring, {Happening.BACKUP: 1})
    hooks.rounds._deliver()

    assert hooks.receiver.events() == ["backup.late", "ping"]
    assert len(hooks.waiting) == 1
