"""Proving an address: the mailed link works once, for its purpose, for a while."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, text

from app.core import clock
from app.people.members import links
from app.people.members.models import AccountToken, Member, Purpose, Standing
from tests.browser import forms_of
from tests.make import PASSWORD

DEAD = "This link no longer works"


@pytest.fixture
def wren(make):
    return make.member("Wren", standing=Standing.UNVERIFIED)


def mailed(house, member, purpose=Purpose.VERIFY):
    with house.database.changing() as session:
        return links.make(session, house.ring, member, purpose, member.email)


def press(web, path, password=PASSWORD):
    """Open the page of a link in another browser than the one that asked, and press its button."""
    page = web.get(path)
    if page.status_code != 200:
        return page
    form = next(f for f in forms_of(page) if f.method == "post")
    return web.client.post(path, data=form.values | {"password": password})


def standing(session, member):
    return session.scalar(select(Member.standing).where(Member.id == member.id))


def test_the_link_confirms_her_address(web, house, session, wren):
    answer = press(web, f"/verify-email/{mailed(house, wren)}")

    assert answer.headers["location"] == "/sign-in?said=verified"
    assert standing(session, wren) is Standing.GOOD


def test_looking_at_the_link_does_not_use_it(web, house, session, wren):
    path = f"/verify-email/{mailed(house, wren)}"

    looks = [web.visitor().get(path).status_code for _ in range(3)]

    assert looks == [200] * 3
    assert standing(session, wren) is Standing.UNVERIFIED
    assert press(web, path).status_code == 303


def test_the_link_works_once(web, house, wren):
    path = f"/verify-email/{mailed(house, wren)}"
    first = press(web, path)

    again = web.get(path)
    pressed = web.post(path)

    assert first.status_code == 303
    assert again.status_code == pressed.status_code == 404
    assert DEAD in again.text
    assert DEAD in pressed.text


def test_the_link_lives_for_two_days(web, house, wren):
    path = f"/verify-email/{mailed(house, wren)}"

    with time_machine.travel(clock.now() + timedelta(hours=47, minutes=59), tick=False):
        alive = web.get(path)
    with time_machine.travel(clock.now() + timedelta(hours=48, minutes=1), tick=False):
        dead = web.get(path)

    assert alive.status_code == 200
    assert dead.status_code == 404


def test_a_newer_link_kills_the_older(web, house, wren):
    older, newer = mailed(house, wren), mailed(house, wren)

    dead = web.get(f"/verify-email/{older}")
    assert dead.status_code == 404
    assert "we have sent you a newer email since: then use the link in the newest" in dead.text
    assert web.get(f"/verify-email/{newer}").status_code == 200


def test_a_link_serves_no_other_purpose(web, house, wren):
    places = {
        Purpose.VERIFY: "/verify-email/",
        Purpose.RESET: "/reset-password/",
        Purpose.EMAIL: "/confirm-email/",
    }

    for purpose in Purpose:
        secret = mailed(house, wren, purpose)
        codes = {place: web.get(path + secret).status_code for place, path in places.items()}
        assert codes == {place: 200 if place is purpose else 404 for place in Purpose}


def test_a_forged_link_is_a_dead_link(web, house, wren):
    secret = mailed(house, wren)
    token, when, signature = secret.rsplit(".", 2)

    forged = [
        token,
        f"{token}.{when}",
        f"{token}.{when}.{signature[:-1]}",
        f"{token}.{when}.{'A' * len(signature)}",
        f"{token[:-1]}.{when}.{signature}",
        f"{token.partition('~')[0]}.{when}.{signature}",
        f"{token}.{when[:-1]}Z.{signature}",
        f"{secret}%00",
        "%00",
        "%ff%fe",
        "x" * 4000,
    ]

    for path in forged:
        answer = web.get(f"/verify-email/{path}")
        assert answer.status_code == 404, path


def test_the_table_keeps_the_hash_of_a_link_and_nothing_to_build_it_from(house, session, wren):
    secret = mailed(house, wren)

    row = session.execute(select(AccountToken.__table__)).one()

    kept = repr(tuple(row)) + repr(session.execute(text("SELECT * FROM account_tokens")).all())
    token = secret.split("~")[0]
    assert len(token) == 43
    assert token not in kept
    assert token.encode().hex() not in kept


def test_a_member_in_good_standing_is_not_changed_by_her_link(web, house, session, make):
    paused = make.member("Pia", standing=Standing.SUSPENDED)

    press(web, f"/verify-email/{mailed(house, paused)}")

    assert standing(session, paused) is Standing.SUSPENDED
