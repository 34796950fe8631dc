"""She is told when somebody signs in where she had not signed in before."""

import re
from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.core.languages import full_date
from app.oversight.notifications.models import Notification
from app.people.members.models import Discretion
from tests.make import PASSWORD
from tests.people.members.steps import password_of


def sign_in(web, login="amina"):
    """In this browser, with what it has kept."""
    return web.send(web.get("/sign-in"), "/sign-in", login=login, password=PASSWORD)


def sign_out(web):
    return web.send(web.get("/"), "/sign-out")


def told(postbox):
    return [letter for letter in postbox.all() if letter.subject == "A new sign-in"]


def test_a_letter_and_a_line_say_the_day_and_nothing_else(web, postbox, session, amina):
    password_of(web, "amina", PASSWORD)

    [letter] = told(postbox)
    [row] = session.query(Notification).all()
    assert letter.to == "amina@example.org"
    assert full_date(clock.today()) in letter.text
    for trace in ("testclient", "127.0.0.1 ", "python", "Mozilla"):
        assert trace not in (letter.text + letter.html).lower()
    assert (row.member_id, row.kind, row.thing_id) == (amina.id, "account", "")
    page = web.get("/notifications").text
    assert "You signed in on a new device" in page
    assert not re.search(r"<a [^>]*>\s*</a>", page)
    opened = web.get(f"/notifications/{_address(row)}")
    assert opened.headers["location"] == "/settings/security"


def _address(row):
    from app.core.keys import base32

    return base32(row.id)


def test_nothing_is_said_where_she_has_signed_in_before(web, postbox, amina):
    web.visitor()
    for _ in range(3):
        assert sign_in(web).status_code == 303
        sign_out(web)

    assert len(told(postbox)) == 1


def test_the_cookie_says_only_that(web, house, amina, bea):
    web.visitor()
    answer = sign_in(web)
    [line] = [x for x in answer.headers.get_list("set-cookie") if x.startswith("known=")]

    assert "HttpOnly" in line
    assert "samesite=lax" in line.lower()
    value = web.client.cookies.get("known")
    for trace in ("amina", amina.id.hex, str(amina.id)):
        assert trace not in value
    assert web.get("/settings", Cookie=f"known={value}").status_code == 303


def test_a_device_known_for_one_is_not_known_for_another(web, postbox, amina, bea):
    web.visitor()
    sign_in(web)
    sign_out(web)
    sign_in(web, "bea")
    sign_out(web)
    sign_in(web)

    assert sorted(one.to for one in told(postbox)) == ["amina@example.org", "bea@example.org"]


@pytest.mark.parametrize("value", ["", "x", "a.b.c", "é", "known"])
def test_a_cookie_of_somebodys_own_making_is_none(value, web, postbox, amina):
    web.visitor()
    web.client.cookies.set("known", value.encode("ascii", "ignore").decode(), domain="127.0.0.1")

    sign_in(web)

    assert len(told(postbox)) == 1


def test_her_first_sign_in_is_no_news(web, postbox):
    joined = {"handle": "dora", "email": "dora@example.org", "accept_guidelines": "on"}
    web.send(web.visitor().get("/join"), "/join", **joined, password=PASSWORD)
    path = postbox.link("/verify-email/")
    web.get(path)
    assert web.post(path).status_code == 303

    sign_in(web, "dora")

    assert told(postbox) == []


def test_her_list_moves_once_a_month_however_often_it_happens(web, postbox, session, amina):
    days = []
    for day in (0, 2, 20, 31):
        with time_machine.travel(clock.now() + timedelta(days=day), tick=False):
            password_of(web, "amina", PASSWORD)
        session.rollback()
        days.append([row.day for row in session.query(Notification).all()])

    assert days[0] == days[1] == days[2] != days[3]
    assert len(told(postbox)) == 4


def test_on_a_shared_device_nothing_stays_and_her_rows_do_not_move(web, postbox, session, amina):
    session.refresh(amina)
    amina.discretion = Discretion.SHARED_DEVICE
    session.commit()

    answer = password_of(web, "amina", PASSWORD)

    assert not [x for x in answer.headers.get_list("set-cookie") if x.startswith("known=")]
    assert session.query(Notification).count() == 0
    [letter] = postbox.all()
    assert letter.subject == "A note for you"
    assert letter.nameless


def test_nobody_is_told_of_a_wrong_password(web, postbox, session, amina):
    web.send(web.visitor().get("/sign-in"), "/sign-in", login="amina", password="not it")

    assert postbox.all() == []
    assert session.query(Notification).count() == 0
