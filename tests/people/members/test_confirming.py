"""That it is she is asked again before what nobody else may do on a device she left open."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.people.circles.models import CircleRole, Membership
from tests.browser import forms_of
from tests.make import PASSWORD
from tests.people.members.steps import Device, add_passkey, options, turn_on

NEW = "copper lantern drizzle"
DEEDS = {
    "/settings/email": {"email": "amina@new.example"},
    "/settings/password": {"new_password": NEW},
    "/settings/export": {"anonymous": "on"},
    "/settings/close": {"words": "keep", "anonymous": "on"},
    "/settings/two-step": {"aside": "none", "code": "000000"},
    "/settings/two-step/off": {},
    "/settings/recovery-codes": {},
    "/settings/passkeys/new": {"name": "Phone", "made": "{}"},
    "/settings/passkeys/1/remove": {},
}
GATED = ("/settings/password", "/settings/two-step", "/settings/passkeys/new")


def asked(page):
    """The form of the page on which she shows that it is she."""
    assert "Show that it is you" in page.text
    [form] = [form for form in forms_of(page) if "password" in form.values]
    return form


@pytest.mark.parametrize("path", DEEDS)
def test_it_is_asked_before_each_of_these(path, web, amina):
    answer = web.lately(amina).post(path, **DEEDS[path])

    form = asked(answer)
    assert answer.status_code == 403
    assert form.action == path
    kept = {name: value for name, value in DEEDS[path].items() if name != "new_password"}
    assert {name: form.values[name] for name in kept} == kept
    assert NEW not in answer.text


@pytest.mark.parametrize("path", DEEDS)
def test_a_wrong_password_does_nothing_and_keeps_what_she_typed(path, web, session, amina):
    before = amina.email, amina.password, amina.standing
    answer = web.lately(amina).post(path, **DEEDS[path], password="not her password")

    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text
    assert asked(answer).action == path
    session.refresh(amina)
    assert (amina.email, amina.password, amina.standing) == before


def test_with_her_password_it_goes_on_at_once_under_another_token(web, postbox, amina):
    page = web.lately(amina).post("/settings/email", email="amina@new.example")
    before = web.token

    answer = web.send(page, "/settings/email", password=PASSWORD)

    assert answer.headers["location"] == "/settings?said=email-asked"
    assert postbox.link("/confirm-email/", "amina@new.example")
    assert web.token != before
    assert web.get("/settings").status_code == 200
    assert web.with_token(before).get("/settings").status_code == 303


def test_it_counts_also_where_the_deed_is_refused(web, amina):
    answer = web.lately(amina).post("/settings/email", email="no address", password=PASSWORD)

    assert answer.status_code == 422
    assert "New email address" in answer.text
    again = web.send(answer, "/settings/email", email="amina@new.example")
    assert again.headers["location"] == "/settings?said=email-asked"


@pytest.mark.parametrize("path", GATED)
def test_a_page_that_needs_it_sends_her_there_and_back(path, web, amina):
    first = web.lately(amina).get(path)

    page = web.follow(first)
    assert first.headers["location"].startswith("/confirm?next=")
    assert web.send(page, "/confirm", password=PASSWORD).headers["location"] == path
    assert web.get(path).status_code == 200


def test_it_holds_for_ten_minutes(web, amina):
    web.as_(amina)
    now = clock.now()

    with time_machine.travel(now + timedelta(minutes=9), tick=False):
        assert web.get("/settings/password").status_code == 200
    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        assert web.get("/settings/password").status_code == 303


def test_looking_around_does_not_make_it_last(web, amina):
    web.as_(amina)
    now = clock.now()
    for minutes in (5, 10, 15):
        with time_machine.travel(now + timedelta(minutes=minutes, seconds=30), tick=False):
            web.get("/settings")

    with time_machine.travel(now + timedelta(minutes=16), tick=False):
        assert web.get("/settings/password").status_code == 303


def test_a_cookie_cannot_say_it_for_another_session(web, amina, bea):
    web.as_(amina)
    stamped = web.client.cookies.get("session")
    mark = web.house.ring.stamp("cookie/v1").read(stamped, seconds=100)[0].partition("~")[2]
    web.lately(bea)
    forged = web.client.cookies.get("session").replace(web.token, f"{web.token}~{mark}", 1)

    assert web.get("/settings", Cookie=f"session={forged}").status_code == 303


@pytest.mark.parametrize("to", ["//evil.example", "/\\evil.example", "https://evil.example", "x"])
def test_it_leads_nowhere_else(to, web, amina):
    answer = web.as_(amina).post("/confirm", next=to, password=PASSWORD)

    assert answer.headers["location"] == "/"


def test_a_passkey_does_it_too(web_with, amina, bea):
    there, phone, other = web_with(base_url="https://circle.example.org"), Device(), Device()
    add_passkey(there.as_(bea), other)
    add_passkey(there.as_(amina), phone)
    there.with_token(there.token)

    page = there.post("/settings/email", email="amina@new.example")
    wrong = there.send(page, "/settings/email", passkey=other.show(options(page)), password="")
    [form] = [f for f in forms_of(wrong) if "passkey" in f.values]
    typed = form.values | {"passkey": phone.show(options(wrong))}
    right = there.client.post("/settings/email", data=typed)

    assert wrong.status_code == 422
    assert right.headers["location"] == "/settings?said=email-asked"


def test_the_password_is_guessed_as_seldom_as_by_signing_in(web, amina):
    web.lately(amina)
    codes = [web.post("/confirm", password=f"guess {n}").status_code for n in range(10)]

    assert codes == [422] * 10
    assert web.post("/confirm", password=PASSWORD).status_code == 429


@pytest.mark.parametrize("password", ["x" * 5000, "\0", "é" * 600, "   "])
def test_an_odd_password_is_a_wrong_one(password, web, amina):
    assert web.lately(amina).post("/confirm", password=password).status_code == 422


def test_making_somebody_a_host_asks_for_it(web, session, circle, grace, bea):
    path = f"/c/{circle.slug}/people/bea"
    first = web.lately(grace).post(path, change="host")

    assert asked(first).values["change"] == "host"
    assert web.send(first, path, password=PASSWORD).status_code == 303
    assert session.get(Membership, (circle.id, bea.id)).role is CircleRole.HOST


def test_what_she_has_set_up_stays_when_she_shows_it_by_her_password(web, amina):
    turn_on(web.as_(amina))
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        web.post("/confirm", password=PASSWORD)

        assert "Stop asking for codes" in web.get("/settings/security").text


def test_a_visitor_is_asked_to_sign_in(web):
    assert web.visitor().get("/confirm").headers["location"].startswith("/sign-in")
    assert web.get("/settings/two-step").headers["location"].startswith("/sign-in")
