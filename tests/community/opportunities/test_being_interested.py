"""*I'm interested*: in her own list, with a note, and known to nobody else."""

import re
from datetime import timedelta

import pytest
import time_machine

from app.community.opportunities.models import State
from app.core import clock
from app.core.keys import base32
from tests import dump
from tests.browser import without_chance
from tests.community.opportunities.making import opportunity

CANARY = "a canary in a note"
LIST = "/opportunities/your-list"


def way(row):
    return f"/opportunities/{base32(row.id)}/interest"


def say(web, member, row, note="", on="yes"):
    page = web.as_(member).get(way(row))
    return web.send(page, way(row), on=on, note=note)


def test_it_goes_into_her_list_with_her_note(web, make, amina, bea):
    row = opportunity(make, bea, title="Clinic manager")
    page = web.as_(amina).get(f"/opportunities/{base32(row.id)}").text
    assert way(row) in page

    answer = say(web, amina, row, "Asked on Tuesday")

    shown = web.follow(answer).text
    assert "Clinic manager" in shown
    assert "Asked on Tuesday" in shown
    assert f'id="{answer.headers["location"].rpartition("#")[2]}"' in shown
    assert "You said that you are interested." in web.get(f"/opportunities/{base32(row.id)}").text


def test_the_note_changes_and_goes_with_it(web, make, amina, bea):
    row = opportunity(make, bea)
    say(web, amina, row, "First")
    assert "First" in web.get(way(row)).text

    say(web, amina, row, "Second")
    assert "Second" in web.get(LIST).text
    assert "First" not in web.get(LIST).text

    say(web, amina, row, on="no")
    assert "Second" not in web.get(LIST).text
    assert "Second" not in web.get(way(row)).text


def test_saving_it_no_more_leaves_that_she_is_interested(web, make, amina, bea):
    row = opportunity(make, bea)
    say(web, amina, row, "A note")
    web.post(f"/opportunities/{base32(row.id)}/save", on="yes")
    assert "Saved, and interested" in web.get(LIST).text

    web.post(f"/opportunities/{base32(row.id)}/save", on="no")

    assert "Interested since" in without_chance(web.get(LIST).text)
    assert "A note" in web.get(LIST).text


def test_nobody_else_sees_it_not_even_who_posted_it(web, make, session, amina, bea, grace):
    row = opportunity(make, bea)
    page = f"/opportunities/{base32(row.id)}"

    def seen():
        found = [web.as_(who).get(at).text for who in (bea, grace) for at in (page, LIST, "/")]
        return [re.sub(r'value="[^"]{30,}"', "", one) for one in found]

    before = seen()
    say(web, amina, row, CANARY)

    assert seen() == before
    assert dump.holding(session, CANARY) == []


def test_one_sheet_moves_and_nothing_else(web, make, session, amina, bea):
    row = opportunity(make, bea)
    page = web.as_(amina).get(way(row))
    before = dump.of(session)

    web.send(page, way(row), on="yes", note=CANARY)

    changed = {table for table, found in dump.of(session).items() if found != before[table]}
    assert changed == {"sheets"}


def test_her_own_is_not_for_her(web, make, amina):
    row = opportunity(make, amina)

    assert way(row) not in web.as_(amina).get(f"/opportunities/{base32(row.id)}").text
    assert web.get(way(row)).status_code == 403
    assert web.post(way(row), on="yes").status_code == 403


@pytest.mark.parametrize("state", [State.WAITING, State.HIDDEN, State.REMOVED, State.WITHDRAWN])
def test_what_cannot_be_seen_is_not_found(web, make, amina, bea, state):
    row = opportunity(make, bea, state=state)

    assert web.as_(amina).get(way(row)).status_code == 404
    assert web.post(way(row), on="yes").status_code == 404


def test_what_is_closed_takes_nobody_new_but_a_note_can_still_change(web, make, amina, bea, grace):
    row = opportunity(make, bea, closes=clock.minute() + timedelta(days=2))
    say(web, amina, row, "Before")

    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        assert web.as_(grace).post(way(row), on="yes").status_code == 403
        say(web, amina, row, "After")
        assert "After" in web.get(LIST).text


def test_a_note_that_is_too_long_is_said_and_kept_on_the_page(web, make, amina, bea):
    row = opportunity(make, bea)

    answer = say(web, amina, row, "x" * 1001)

    assert answer.status_code == 422
    assert "x" * 1001 in answer.text
    assert "Nothing yet." in web.get(LIST).text


@pytest.mark.parametrize("typed", [{}, {"on": "perhaps"}, {"on": "yes", "count": "1"}])
def test_a_bad_form_keeps_nothing(web, make, amina, bea, typed):
    row = opportunity(make, bea)

    assert web.as_(amina).post(way(row), **typed).status_code == 422
    assert "Nothing yet." in web.get(LIST).text


def test_a_visitor_is_asked_to_sign_in(web, make, bea):
    row = opportunity(make, bea, public=True)

    assert web.visitor().get(way(row)).headers["location"].startswith("/sign-in")
    assert web.post(way(row), on="yes").status_code == 403
