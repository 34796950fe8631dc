"""A new password by mail: for who has the mailbox, once, within the hour; all sessions end."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core import clock
from app.people.members.models import Member, Standing
from tests.browser import forms_of
from tests.make import PASSWORD

NEW = "copper lantern drizzle"


def ask(web, email="amina@example.org"):
    return web.send(web.visitor().get("/forgot-password"), "/forgot-password", email=email)


def choose(web, path, password=NEW):
    page = web.get(path)
    if page.status_code != 200:
        return page
    [form] = [f for f in forms_of(page) if f.method == "post"]
    return web.client.post(path, data=form.values | {"password": password})


def sign_in(web, password):
    form = web.visitor().get("/sign-in")
    return web.send(form, "/sign-in", login="amina", password=password).status_code


@pytest.fixture
def link(web, postbox, amina):
    """The path of the link that Amina was sent."""
    ask(web)
    return postbox.link("/reset-password/", "amina@example.org")


def test_she_chooses_a_new_password(web, link):
    answer = choose(web, link)

    assert answer.headers["location"] == "/sign-in?said=password-changed"
    assert sign_in(web, PASSWORD) == 422
    assert sign_in(web, NEW) == 303


def test_every_session_of_hers_ends(web, link, amina, bea):
    web.as_(bea)
    others = web.client.cookies.get("session")
    web.as_(amina)
    hers = web.client.cookies.get("session")

    choose(web.visitor(), link)

    web.visitor()
    assert web.get("/settings", Cookie=f"session={hers}").status_code == 303
    assert web.get("/settings", Cookie=f"session={others}").status_code == 200


def test_she_is_told_that_it_was_changed(web, link, postbox):
    choose(web, link)

    subjects = {letter.subject for letter in postbox.all("amina@example.org")}
    assert "Your password was changed" in subjects


def test_she_is_not_signed_in_by_it(web, link):
    choose(web, link)

    assert web.get("/settings").status_code == 303


def test_the_link_works_once(web, link):
    choose(web, link)

    again = choose(web.visitor(), link, "another velvet staircase")

    assert again.status_code == 404
    assert sign_in(web, NEW) == 303


def test_looking_at_the_link_does_not_use_it(web, link):
    for _ in range(3):
        web.visitor().get(link)

    assert choose(web, link).status_code == 303


def test_a_weak_password_leaves_the_link_alive(web, link):
    weak = choose(web, link, "amina@example.org")

    assert weak.status_code == 422
    assert 'id="password-error"' in weak.text
    assert choose(web, link).status_code == 303


def test_the_link_lives_for_an_hour(web, link):
    with time_machine.travel(clock.now() + timedelta(minutes=59), tick=False):
        alive = web.get(link).status_code
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False):
        dead = choose(web, link).status_code

    assert (alive, dead) == (200, 404)


def test_a_newer_link_kills_the_older(web, link, postbox):
    ask(web)
    [newer] = postbox.links() - {link}

    assert web.get(link).status_code == 404
    assert web.get(newer).status_code == 200


def test_the_link_dies_when_the_password_is_changed_otherwise(web, link, amina):
    web.as_(amina).post("/settings/password", password=PASSWORD, new_password=NEW)

    answer = choose(web.visitor(), link, "thief velvet staircase")

    assert answer.status_code == 404
    assert sign_in(web, NEW) == 303


def test_it_proves_an_address_that_was_not_confirmed(web, session, postbox, make):
    wren = make.member("Wren", standing=Standing.UNVERIFIED)
    ask(web, "wren@example.org")

    choose(web, postbox.link("/reset-password/"))

    kept = session.scalar(select(Member.standing).where(Member.id == wren.id))
    assert kept is Standing.GOOD


def test_it_does_not_lift_a_suspension(web, session, postbox, make):
    sue = make.member("Sue", standing=Standing.SUSPENDED)
    ask(web, "sue@example.org")

    choose(web, postbox.link("/reset-password/"))

    kept = session.scalar(select(Member.standing).where(Member.id == sue.id))
    assert kept is Standing.SUSPENDED


def test_no_more_than_three_letters_an_hour(web, postbox, amina):
    codes = [ask(web, email).status_code for email in ("amina@example.org", "AMINA@example.org")]
    codes += [ask(web).status_code for _ in range(2)]

    assert codes == [200, 200, 200, 429]
    assert len(postbox.all("amina@example.org")) == 3


@pytest.mark.parametrize(
    "email", ["", "amina", "amina@", "a@b@c", "amina@example.org\r\nBcc: x@y.z"]
)
def test_what_is_no_address_is_asked_for_again(email, web, amina, postbox):
    answer = ask(web, email)

    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    assert postbox.all() == []
