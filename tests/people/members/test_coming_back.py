"""Coming back: for two weeks she may keep the account that she closed, with all that was hers."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core import clock
from app.people.members.models import Member, Role, Standing
from app.web.kit.addresses import url
from tests import dump
from tests.make import PASSWORD
from tests.people.members.leaving import close, path, seen, sign_in


@pytest.mark.parametrize("login", ["amina", "amina@example.org"])
def test_she_signs_in_and_keeps_everything(web, session, house, make, thread, amina, bea, login):
    web.as_(amina).post(
        "/settings/profile", name="Amina", pronouns="she", bio="At night", time_zone="Europe/Dublin"
    )
    before = dump.of(session)
    others = seen(web, bea, path(thread), "/m/amina", "/c/new-mothers", "/c/new-mothers/people")
    close(web, amina)

    asked = web.follow(sign_in(web, login))
    kept = web.post(str(asked.url.path))

    assert "Until <time" in asked.text
    assert "Your account is open again, as it was." in web.follow(kept).text
    again = seen(web, bea, path(thread), "/m/amina", "/c/new-mothers", "/c/new-mothers/people")
    assert again == others
    now = dump.of(session)
    for table in ("memberships", "member_secrets", "circles", "closures", "former_handles"):
        assert sorted(now[table]) == sorted(before[table]), table
    [was] = [row for row in before["members"] if row[0] == amina.id]
    [row] = [row for row in now["members"] if row[0] == amina.id]
    # Her sessions end, and nothing else of her is another.
    assert [new - old for old, new in zip(was, row, strict=True) if new != old] == [2]


def test_what_she_had_read_is_still_read(web, house, thread, amina, bea):
    web.as_(amina).get(path(thread))
    close(web, amina)
    web.as_(bea).post(url("reply", thread_id=thread.id), body="A new one")
    web.post(sign_in(web).headers["location"])

    assert "Go to 1 new reply" in web.get(path(thread)).text


def test_her_role_and_her_pause_come_back_with_her(web, session, make, circle, olga):
    make.member("Petra", role=Role.ADMINISTRATOR)
    petra = session.scalars(select(Member).filter_by(handle="petra")).one()
    petra.standing = Standing.PAUSED
    session.commit()
    close(web, petra)

    web.post(sign_in(web, "petra").headers["location"])

    session.refresh(petra)
    assert (petra.role, petra.standing) == (Role.ADMINISTRATOR, Standing.PAUSED)


def test_a_wrong_password_offers_nothing(web, amina):
    close(web, amina)
    page = web.visitor().get("/sign-in")

    answer = web.send(page, "/sign-in", login="amina", password="not her password")

    assert answer.status_code == 422
    assert "keep" not in answer.text.lower()


def test_signing_in_alone_opens_nothing(web, amina, bea):
    close(web, amina)

    web.follow(sign_in(web))

    assert web.get("/settings").status_code == 303
    assert web.as_(bea).get("/m/amina").status_code == 404


def test_the_way_back_works_once_and_not_for_long(web, amina):
    close(web, amina)
    way = sign_in(web).headers["location"]

    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert web.get(way).headers["location"] == "/sign-in?said=too-late"
        assert web.visitor().post(way).status_code == 403
    web.visitor().get("/sign-in")
    assert web.post(way).headers["location"] == "/?said=kept"
    assert web.post(way).headers["location"] == "/sign-in?said=too-late"
    web.send(web.get("/settings/close"), "/settings/close", words="keep", password=PASSWORD)
    web.visitor().get("/sign-in")
    assert web.post(way).headers["location"] == "/sign-in?said=too-late"
    assert web.get("/settings/keep/nonsense").headers["location"] == "/sign-in?said=too-late"


def test_she_is_told_by_mail_that_she_is_back(web, postbox, amina):
    close(web, amina)
    web.post(sign_in(web).headers["location"])

    assert {m.subject for m in postbox.all("amina@example.org")} == {
        "Your account is closed",
        "Your account is open again",
    }


def test_a_new_password_by_mail_leads_back_too(web, postbox, amina):
    close(web, amina)
    web.send(web.get("/forgot-password"), "/forgot-password", email="amina@example.org")
    way = postbox.link("/reset-password/")
    web.get(way)
    assert web.post(way, password="copper lantern drizzle").status_code == 303

    page = web.visitor().get("/sign-in")
    answer = web.send(page, "/sign-in", login="amina", password="copper lantern drizzle")

    assert answer.headers["location"].startswith("/settings/keep/")
