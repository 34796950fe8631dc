"""Administrators set up a program that is told, see its secret once, and let go of it."""

import logging

import pytest
from sqlalchemy import select

from app.oversight.audit.models import Entry
from app.people.members.models import Role
from app.people.webhooks import actions
from app.people.webhooks.models import Webhook, WebhookDelivery, WebhookState
from app.web.kit.addresses import url
from tests.people.webhooks.conftest import HERE, secret_of

LINKED = f'href="{HERE}"'


def test_one_is_added_its_secret_seen_once_and_its_address_never(hooks, web, caplog):
    caplog.set_level(logging.DEBUG)
    secret = hooks.add()
    hooks.later(hours=1)
    pages = [hooks.page().text, web.get(HERE).text, web.get("/moderation/log").text]

    assert secret == secret_of(hooks.house)
    assert LINKED in web.get("/admin").text
    assert "The chat" in pages[1]
    assert hooks.receiver.host in pages[1]
    assert not [p for p in pages if secret in p or "canary-in-the-address" in p]
    [row] = hooks.rows(Webhook)
    assert not any(word in row.sealed for word in (b"chat", b"canary", secret.encode()))
    assert "canary-in-the-address" not in caplog.text
    assert "The chat" not in caplog.text


def test_all_administrators_hear_of_it_by_mail_and_the_log_has_it(hooks, make, postbox, bea, mona):
    paula = make.member("Paula", role=Role.ADMINISTRATOR)
    hooks.add()

    letters = postbox.all()
    assert {letter.to for letter in letters} == {hooks.olga.email, paula.email}
    assert {letter.subject for letter in letters} == {"A webhook was added"}
    assert not [letter for letter in letters if "canary" in letter.text or "chat" in letter.text]
    entry = hooks.session.scalars(select(Entry).order_by(Entry.n.desc())).first()
    assert (entry.verb, entry.subject_kind) == ("add", "webhook")


@pytest.mark.parametrize("who", ["mona", "bea"])
def test_nobody_else_finds_them(hooks, web, request, who):
    hooks.add()
    member = request.getfixturevalue(who)

    for path in (HERE, url("admin_webhook", webhook_id=hooks.id)):
        assert web.as_(member).get(path).status_code == 403
    answer = web.post(url("delete_webhook", webhook_id=hooks.id))
    assert answer.status_code == 403
    assert len(hooks.rows(Webhook)) == 1


def test_each_deed_asks_that_it_is_she(hooks, web):
    hooks.add()
    routes = ["admin_webhook", "switch_webhook", "renew_webhook", "test_webhook", "delete_webhook"]
    before = hooks.rows(Webhook)[0].sealed

    for path in [HERE, *(url(route, webhook_id=hooks.id) for route in routes)]:
        page = web.lately(hooks.olga).get(url("admin_webhook", webhook_id=hooks.id))
        page = web.get(HERE) if path == HERE else page
        assert web.send(page, path, name="X", url="https://example.org/").status_code == 403

    assert [row.sealed for row in hooks.rows(Webhook)] == [before]
    assert len(hooks.rows(WebhookState)) == 1
    assert hooks.waiting == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"happenings": []}, "happenings"),
        ({"happenings": ["post.added"]}, "happenings"),
        ({"happenings": ["ping"]}, "happenings"),
        *(
            ({"url": address}, "url")
            for address in (
                *("", "no address", "http://example.org/", "ftp://example.org/", "https://"),
                *(
                    "https://localhost/",
                    "https://127.0.0.1/",
                    "https://[::1]/",
                    "https://10.1.2.3/",
                ),
                *("https://169.254.169.254/", "https://192.168.1.4/", "https://0x7f000001/"),
                *("https://a:b@example.org/", "https://example.org:8443/", "http://127.0.0.1:1/"),
                *("https://bridge.internal/", "https://[fe80::1]/", "https://[::ffff:10.0.0.1]/"),
            )
        ),
    ],
)
def test_what_does_not_fit_is_said_and_kept(hooks, typed, field):
    answer = hooks.fill_in(**{"name": "The choir", **typed})

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "name" in typed or 'value="The choir"' in answer.text
    assert hooks.rows(Webhook) == []


def test_there_are_ten_at_most(hooks):
    for number in range(actions.MOST):
        hooks.add(name=f"Number {number}")

    answer = hooks.fill_in()

    assert answer.status_code == 422
    assert actions.FULL in answer.text
    assert len(hooks.rows(Webhook)) == actions.MOST


def test_changing_one_keeps_its_address_unless_another_is_given(hooks, postbox):
    secret = hooks.add()
    hooks.press("admin_webhook", name="The tickets", happenings=["backup.late"])
    after = hooks.page().text
    quiet = len(postbox.all())
    hooks.press("admin_webhook", name="The tickets", url="https://tickets.example.org/in")

    assert "Webhook: <bdi>The tickets</bdi>" in after.replace("\n", "")
    assert hooks.receiver.host in after
    assert quiet == 1
    assert len(postbox.all()) == 2
    assert "tickets.example.org" in hooks.page().text
    assert secret_of(hooks.house) == secret


def test_a_change_that_does_not_fit_changes_nothing(hooks):
    hooks.add()

    answer = hooks.press("admin_webhook", name="Other", url="http://example.org/")

    assert answer.status_code == 422
    assert 'value="Other"' in answer.text
    assert hooks.receiver.host in hooks.page().text


def test_a_new_secret_takes_the_place_of_the_old(hooks):
    old = hooks.add()
    answer = hooks.press("renew_webhook")
    new = secret_of(hooks.house)

    assert f'value="{new}"' in answer.text
    assert new != old
    assert new not in hooks.page().text


def test_one_that_is_off_is_told_nothing_and_what_waited_is_gone(hooks):
    hooks.add()
    hooks.press("test_webhook")
    hooks.press("switch_webhook", on="no")
    off = hooks.page()
    refused = hooks.web.post(url("test_webhook", webhook_id=hooks.id))

    assert "It is off" in off.text
    assert "Send a test" not in off.text
    assert refused.status_code == 422
    assert actions.OFF in refused.text
    assert hooks.waiting == []
    hooks.press("switch_webhook", on="yes")
    assert "It is on." in hooks.page().text


def test_a_deleted_one_leaves_nothing(hooks):
    hooks.add()
    hooks.press("test_webhook")
    answer = hooks.press("delete_webhook")

    assert answer.headers["location"].startswith(HERE)
    assert [hooks.rows(model) for model in (Webhook, WebhookState, WebhookDelivery)] == [[]] * 3


def test_so_many_tests_wait_at_most(hooks):
    hooks.add()
    hooks.receiver.status = 500
    for _ in range(actions.MOST_WAITING):
        hooks.press("test_webhook")

    answer = hooks.press("test_webhook")

    assert answer.status_code == 422
    assert len(hooks.waiting) == actions.MOST_WAITING
