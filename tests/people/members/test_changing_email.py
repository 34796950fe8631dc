"""Another address: with her password, and only once the new mailbox has answered."""

from datetime import timedelta

import time_machine
from sqlalchemy import select

from app.core import clock
from app.people.members.models import Member
from tests.browser import forms_of
from tests.make import PASSWORD

NEW = "amina@new.example"


def ask(web, email=NEW, password=PASSWORD):
    form = web.get("/settings/email")
    return web.send(form, "/settings/email", email=email, password=password)


def press(web, path, **typed):
    page = web.get(path)
    if page.status_code != 200:
        return page
    form = next(f for f in forms_of(page) if f.method == "post" and f.action != "/sign-out")
    return web.client.post(path, data=form.values | typed)


def address(session, member):
    return session.scalar(select(Member.email).where(Member.id == member.id))


def test_the_new_address_counts_once_its_link_is_pressed(web, session, postbox, amina):
    asked = ask(web.as_(amina), "Amina@New.Example")
    before = address(session, amina)

    answer = press(web, postbox.link("/confirm-email/", NEW))

    assert asked.headers["location"] == "/settings?said=email-asked"
    assert before == "amina@example.org"
    assert answer.headers["location"] == "/?said=email-changed"
    assert address(session, amina) == NEW


def test_the_link_may_be_pressed_on_another_device_with_her_password(web, session, postbox, amina):
    ask(web.as_(amina))
    link = postbox.link("/confirm-email/", NEW)

    without = press(web.visitor(), link)
    before = address(session, amina)
    answer = press(web, link, password=PASSWORD)

    assert without.status_code == 422
    assert before == "amina@example.org"
    assert answer.headers["location"] == "/?said=email-changed"
    assert address(session, amina) == NEW


def test_nobody_elses_account_gets_her_address_by_her_press(web, session, postbox, amina, bea):
    ask(web.as_(amina), "nora@example.org")
    link = postbox.link("/confirm-email/", "nora@example.org")

    as_a_visitor = press(web.visitor(), link, password="heron velvet stairs")
    as_a_member = press(web.as_(bea), link)

    assert as_a_visitor.status_code == as_a_member.status_code == 422
    assert "This account has another password" in as_a_visitor.text
    assert address(session, amina) == "amina@example.org"


def test_who_did_not_ask_ends_the_link_and_nothing_else(web, session, postbox, amina):
    ask(web.as_(amina), "nora@example.org")
    link = postbox.link("/confirm-email/", "nora@example.org")

    answer = press(web.visitor(), link, mine="no")

    assert "Your address is not used." in web.follow(answer).text
    assert web.get(link).status_code == 404
    assert address(session, amina) == "amina@example.org"


def test_a_password_is_guessed_at_a_link_as_seldom_as_by_signing_in(web, postbox, amina):
    ask(web.as_(amina))
    link = postbox.link("/confirm-email/", NEW)
    web.visitor()

    guesses = [press(web, link, password=f"guess {n}").status_code for n in range(11)]

    assert guesses == [422] * 10 + [429]


def test_the_wrong_password_changes_nothing(web, postbox, amina):
    answer = ask(web.as_(amina), password="not her password")

    assert answer.status_code == 422
    assert "That isn’t your present password" in answer.text
    assert NEW in answer.text
    assert postbox.all() == []


def test_a_taken_address_is_not_told_apart(web, session, postbox, amina, bea):
    free, taken = ask(web.as_(amina)), ask(web, "bea@example.org")

    assert (free.status_code, free.headers["location"]) == (
        taken.status_code,
        taken.headers["location"],
    )
    [letter] = postbox.all("bea@example.org")
    assert letter.subject == "You have an account already"
    assert address(session, amina) == "amina@example.org"


def test_her_own_address_is_pointed_out(web, amina):
    answer = ask(web.as_(amina), "AMINA@example.org")

    assert answer.status_code == 422
    assert "This is your address already" in answer.text


def test_the_link_works_once_for_an_hour(web, session, postbox, amina):
    ask(web.as_(amina))
    link = postbox.link("/confirm-email/", NEW)

    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False):
        late = web.visitor().get(link).status_code
    pressed, again = (press(web.as_(amina), link) for _ in range(2))

    assert (late, pressed.status_code, again.status_code) == (404, 303, 404)


def test_an_address_taken_meanwhile_stays_where_it_is(web, session, postbox, make, amina):
    ask(web.as_(amina))
    link = postbox.link("/confirm-email/", NEW)
    quick = make.member("Quick")
    session.get(Member, quick.id).email = NEW
    session.commit()

    answer = press(web, link)

    assert answer.status_code == 404
    assert address(session, amina) == "amina@example.org"
    assert address(session, quick) == NEW


def test_changing_the_password_calls_a_waiting_change_off(web, session, postbox, amina):
    ask(web.as_(amina), "thief@evil.example")
    link = postbox.link("/confirm-email/")

    web.post("/settings/password", password=PASSWORD, new_password="copper lantern drizzle")

    assert press(web, link).status_code == 404
    assert address(session, amina) == "amina@example.org"


def test_links_sent_to_the_old_address_die_with_it(web, postbox, amina):
    web.send(web.visitor().get("/forgot-password"), "/forgot-password", email="amina@example.org")
    ask(web.as_(amina))

    press(web, postbox.link("/confirm-email/", NEW))

    old = postbox.link("/reset-password/", "amina@example.org")
    assert web.get(old).status_code == 404
