"""Personal tokens: made in the settings, shown once, good for what they say and until they end."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
import time_machine

from app.chores import sweep
from app.core import clock
from app.people.members import sessions
from app.people.members.token_models import ApiToken
from app.web.kit.addresses import url
from tests.client import Client
from tests.web.api.program import Program, token_of

FIELDS = {"name": "My script", "scopes": ["read", "write"], "days": "30"}


@pytest.fixture
def program(running, house):
    return Program(Client(running), house)


def shown(page):
    return re.search(r'value="(ct_[\w-]+)"', page.text)


def test_she_makes_one_sees_it_once_and_ends_it(web, program, session, amina):
    page = web.as_(amina).get(url("settings_tokens"))
    made = web.send(page, url("settings_tokens"), **FIELDS)
    program.token = shown(made)[1]
    row = session.query(ApiToken).one()
    after = web.get(url("settings_tokens"))

    first = program.get("/me")
    end = re.search(r'action="(/settings/tokens/\w+/end)"', after.text)[1]
    gone = web.send(after, end)
    then = program.get("/me")

    assert (first.status_code, first.json()["scopes"]) == (200, ["read", "write"])
    assert "no-store" in made.headers["cache-control"]
    assert not shown(after)
    assert "My script" in after.text
    assert b"script" not in row.sealed
    assert (gone.status_code, then.status_code) == (303, 401)
    assert 'error="invalid_token"' in then.headers["www-authenticate"]


def test_sent_twice_it_makes_one(web, session, amina):
    page = web.as_(amina).get(url("settings_tokens"))
    web.send(page, url("settings_tokens"), **FIELDS)

    again = web.send(page, url("settings_tokens"), **FIELDS)

    assert again.status_code == 422
    assert "You have sent this twice" in again.text
    assert session.query(ApiToken).count() == 1
    web.send(again, url("settings_tokens"), **FIELDS)
    assert session.query(ApiToken).count() == 2


def test_she_is_told_by_mail_that_one_was_made(web, postbox, amina):
    web.send(web.as_(amina).get(url("settings_tokens")), url("settings_tokens"), **FIELDS)

    [letter] = postbox.all(amina.email)
    assert letter.subject == "A token was made"
    assert "ct_" not in letter.text


def test_making_one_asks_that_it_is_she(web, session, amina):
    page = web.lately(amina).get(url("settings_tokens"))

    answer = web.send(page, url("settings_tokens"), **FIELDS)

    assert answer.status_code == 403
    assert 'name="scopes" value="write"' in answer.text
    assert session.query(ApiToken).count() == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["moderate"]}, "scopes"),
        ({"days": "3650"}, "days"),
    ],
)
def test_what_does_not_fit_is_said_and_makes_none(web, session, amina, wrong, field):
    web.as_(amina).get(url("settings_tokens"))

    answer = web.post(url("settings_tokens"), **(FIELDS | wrong))

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert session.query(ApiToken).count() == 0


def test_it_ends_on_its_day_and_with_her_sessions_and_leaves_no_row(
    program, house, session, amina, bea
):
    short, long, hers = program.of(amina, days=7), program.of(amina, days=90), program.of(bea)
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        assert (short.get("/me").status_code, long.get("/me").status_code) == (401, 200)
        with house.database.changing() as deed:
            sessions.end_all(deed.merge(amina))
        assert (long.get("/me").status_code, hers.get("/me").status_code) == (401, 200)
        sweep(house)
    assert session.query(ApiToken).count() == 1


def test_there_are_ten_at_most(web, house, amina):
    for _ in range(10):
        token_of(house, amina)

    answer = web.as_(amina).post(url("settings_tokens"), **FIELDS)

    assert answer.status_code == 422
    assert "You have 10 tokens" in answer.text


def test_closing_the_account_leaves_nothing_of_them(program, house, session, make, amina, bea):
    hers, others = program.of(amina), program.of(bea)
    make.leaving(amina)

    while_leaving = hers.get("/me").status_code
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        sweep(house)

    assert (while_leaving, others.get("/me").status_code) == (401, 200)
    assert session.query(ApiToken).count() == 1


def test_her_copy_of_her_data_names_them(web, house, amina):
    token_of(house, amina, name="Night watch")

    page = web.as_(amina).get(url("export"))
    copy = web.send(page, url("export"))

    html = zipfile.ZipFile(io.BytesIO(copy.content)).read("index.html").decode()
    assert "Night watch" in html
