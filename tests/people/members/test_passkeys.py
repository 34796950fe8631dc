"""Passkeys: made by her device, shown by it, and refused in every wrong way."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.people.members import factors
from app.people.members.factor_models import SecondFactor
from app.people.members.models import Standing
from tests.make import PASSWORD
from tests.people.members.steps import (
    Device,
    add_passkey,
    fields,
    options,
    password_of,
    turn_on,
    written,
)


@pytest.fixture
def there(web_with):
    """The same house at an address by which browsers keep passkeys."""
    return web_with(base_url="https://circle.example.org")


@pytest.fixture
def phone(there, amina):
    """Amina's phone, which has a passkey."""
    device = Device()
    assert add_passkey(there.as_(amina), device).status_code == 200
    return device


def is_in(web):
    return web.get("/settings").status_code == 200


def sign_in(web, device, **instead):
    page = web.visitor().get("/sign-in")
    return web.send(page, "/sign-in/passkey", passkey=device.show(options(page), **instead))


def test_a_passkey_alone_signs_her_in(there, phone):
    before = there.visitor().get("/sign-in") and there.token

    answer = sign_in(there, phone)

    assert answer.headers["location"] == "/"
    assert is_in(there)
    assert there.token != before


def test_it_is_the_second_step_after_her_password(there, phone):
    first = password_of(there, "amina", PASSWORD)
    page = there.follow(first)

    assert not is_in(there)
    answer = there.send(page, "/sign-in/second-step", passkey=phone.show(options(page)))
    assert answer.headers["location"] == "/"
    assert is_in(there)


def test_the_first_one_brings_recovery_codes_and_the_next_does_not(there, amina):
    first = add_passkey(there.as_(amina), Device())
    second = add_passkey(there, Device(), name="<b>Key</b>")

    assert "recovery codes" in first.text
    assert second.headers["location"] == "/settings/security?said=passkey-added"
    page = there.get("/settings/security").text
    assert "My phone" in page
    assert "&lt;b&gt;Key&lt;/b&gt;" in page


def test_a_device_that_has_one_is_told_so(there, phone, bea):
    hers = options(there.get("/settings/passkeys/new"))
    refused = there.send(there.get("/settings/passkeys/new"), "/settings/passkeys/new", name="")

    assert hers["excludeCredentials"] == [{"type": "public-key", "id": written(phone.id)}]
    assert options(refused)["excludeCredentials"] == hers["excludeCredentials"]
    assert options(there.as_(bea).get("/settings/passkeys/new"))["excludeCredentials"] == []


WRONG = {
    "another origin": {"origin": "https://circle.example.org.evil.example"},
    "another port": {"origin": "https://circle.example.org:8443"},
    "plain http": {"origin": "http://circle.example.org"},
    "another host": {"host": "evil.example"},
    "nobody at the device": {"flags": 4},
    "nobody recognised": {"flags": 1},
}


@pytest.mark.parametrize("how", WRONG)
def test_what_comes_from_elsewhere_signs_nobody_in(how, there, phone):
    answer = sign_in(there, replace(phone, **WRONG[how]))

    assert answer.status_code == 422
    assert not is_in(there)


@pytest.mark.parametrize("how", [name for name in WRONG if name != "nobody at the device"])
def test_nor_is_it_kept(how, there, session, amina):
    answer = add_passkey(there.as_(amina), Device(**WRONG[how]))

    assert answer.status_code == 422
    assert "made-error" in answer.text or "passkey" in answer.text
    assert session.query(SecondFactor).count() == 0


def test_another_key_or_another_member_signs_nobody_in(there, phone, bea):
    stranger = Device(user=phone.user)
    forged = Device(id=phone.id, user=phone.user)

    for device, instead in ((stranger, {}), (forged, {}), (phone, {"user": written(b"x" * 16)})):
        assert sign_in(there, device, **instead).status_code == 422
    assert not is_in(there)


def test_an_answer_counts_once_and_in_its_own_session(there, phone):
    page = there.visitor().get("/sign-in")
    shown = phone.show(options(page))
    before = there.client.cookies.get(there.cookie)
    assert there.send(page, "/sign-in/passkey", passkey=shown).status_code == 303

    # In another browser, and in the very session with whose page it was made.
    other = there.visitor().get("/sign-in")
    elsewhere = there.send(other, "/sign-in/passkey", passkey=shown)
    there.client.cookies.clear()
    there.client.cookies.set(there.cookie, before, domain=there.client.base_url.host)
    again = there.client.post(
        "/sign-in/passkey", data=fields(page, "/sign-in/passkey") | {"passkey": shown}
    )

    assert (elsewhere.status_code, again.status_code) == (422, 422)


def test_a_challenge_for_one_thing_is_none_for_another(there, phone):
    new = there.get("/settings/passkeys/new")
    page = there.get("/confirm")

    answer = there.send(page, "/confirm", passkey=phone.show(options(new)))

    assert answer.status_code == 422


def test_it_is_too_late_after_a_quarter_of_an_hour(there, phone):
    page = there.visitor().get("/sign-in")
    shown = phone.show(options(page))

    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        answer = there.send(page, "/sign-in/passkey", passkey=shown)

    assert answer.status_code == 422
    assert "took too long" in answer.text


@pytest.mark.parametrize(
    "sent",
    [
        *("", "{}", "[]", "null", "1", '"x"', "[" * 7000, '{"response": 1}', "{" * 50),
        '{"id": 1, "response": {"clientDataJSON": "é"}}',
        '{"id": "a", "response": {"clientDataJSON": "e30"}}',
        '{"id": "a", "response": {"clientDataJSON": "eyJjaGFsbGVuZ2UiOiAiIn0"}}',
        "x" * 9000,
    ],
)
def test_what_no_browser_sends_is_an_answer_too(sent, there, phone):
    page = there.visitor().get("/sign-in")

    assert there.send(page, "/sign-in/passkey", passkey=sent).status_code == 422


@pytest.mark.parametrize("part", ["authenticatorData", "signature", "userHandle", "clientDataJSON"])
def test_nor_is_one_with_a_part_that_is_damaged(part, there, phone):
    page = there.visitor().get("/sign-in")
    shown = json.loads(phone.show(options(page)))
    for damaged in ("", "AAAA", 7, None, {"a": 1}):
        response = shown["response"] | {part: damaged}
        sent = json.dumps(shown | {"response": response})
        assert there.send(page, "/sign-in/passkey", passkey=sent).status_code == 422


def test_who_is_suspended_is_told_so_and_stays_outside(there, session, amina, phone):
    session.refresh(amina)
    amina.standing = Standing.SUSPENDED
    session.commit()

    answer = sign_in(there, phone)

    assert answer.status_code == 422
    assert "suspended" in answer.text


def test_guesses_are_few(there, phone):
    bad = replace(phone, host="evil.example")

    assert [sign_in(there, bad).status_code for _ in range(10)] == [422] * 10
    assert sign_in(there, phone).status_code == 429


def test_it_is_kept_by_month_and_not_each_time_that_she_comes(there, house, session, amina, phone):
    def kept():
        session.rollback()
        [row] = session.query(SecondFactor.sealed).all()
        return row.sealed

    sign_in(there, phone)
    first = kept()
    sign_in(there, replace(phone, count=9))

    assert kept() == first
    [one] = factors.of(session, house.ring, amina.id).passkeys
    assert one.used == f"{clock.today():%Y-%m}"
    assert amina.id.bytes not in first
    assert phone.id not in first
    assert b"My phone" not in first


def test_a_device_that_counts_backwards_is_a_copy(there, house, session, amina, phone):
    assert sign_in(there, replace(phone, count=9)).status_code == 303

    assert sign_in(there, replace(phone, count=3)).status_code == 422


def test_it_is_removed_and_signs_nobody_in_any_more(there, session, phone):
    page = there.get("/settings/security")
    [path] = {form.action for form in _forms(page) if form.action.endswith("/remove")}

    answer = there.send(page, path)

    assert "your password alone is enough" in there.follow(answer).text
    assert is_in(there)
    assert sign_in(there, phone).status_code == 422
    assert session.query(SecondFactor).count() == 0
    assert password_of(there, "amina", PASSWORD).headers["location"] == "/"


def test_nobody_removes_anothers(there, bea, phone):
    page = there.get("/settings/security")
    [path] = {form.action for form in _forms(page) if form.action.endswith("/remove")}

    assert there.as_(bea).post(path).status_code == 404


def test_an_app_beside_it_stays_when_it_goes(there, session, phone):
    turn_on(there)
    page = there.get("/settings/security")
    [path] = {form.action for form in _forms(page) if form.action.endswith("/remove")}
    removed = there.follow(there.send(page, path)).text

    assert "The passkey is removed" in removed
    assert "password alone is enough" not in removed
    assert password_of(there, "amina", PASSWORD).headers["location"] == "/sign-in/second-step"


def test_without_a_script_the_form_is_hidden_and_the_page_says_what_else_there_is(there, amina):
    page = there.as_(amina).get("/settings/passkeys/new").text

    assert "need a script" in page
    assert "/settings/two-step" in page
    assert "hidden" in page[page.index("data-passkey") : page.index("data-passkey") + 1500]


def test_at_an_address_that_is_a_number_there_are_none(web, amina):
    web.as_(amina)

    assert "data-passkey" not in web.get("/settings/passkeys/new").text
    assert "as this one’s is" in web.get("/settings/passkeys/new").text
    assert "data-passkey" not in web.visitor().get("/sign-in").text


def test_ten_are_as_many_as_are_kept(there, house, amina, phone):
    with house.database.changing() as session:
        [one] = factors.of(session, house.ring, amina.id).passkeys
        ten = tuple(replace(one, n=n) for n in range(10))
        factors.change(session, house.ring, amina.id, lambda had: replace(had, passkeys=ten))

    answer = add_passkey(there, Device())

    assert answer.status_code == 422
    assert "as many as we keep" in answer.text


def _forms(page):
    from tests.browser import forms_of

    return forms_of(page)
