"""The page of a mentorship: what stands there, for whom, and what it costs."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.conftest import counted
from tests.mentoring.mentorships import pairs
from tests.mentoring.mentorships.pairs import path

MOST_STATEMENTS = 8


def test_both_sides_read_it_and_each_reads_the_other_s_name(web, here, thandeka, dina):
    hers = web.as_(dina).get(path(here))
    mentors = web.as_(thandeka).get(path(here))

    assert hers.status_code == mentors.status_code == 200
    assert "You and <bdi>Thandeka</bdi>" in hers.text
    assert "She is your mentor" in hers.text
    assert "You and <bdi>Dina</bdi>" in mentors.text
    assert "You are her mentor" in mentors.text


@pytest.mark.parametrize("who", ["stella", "grace", "mona", "olga"])
def test_it_is_there_for_nobody_else_whatever_her_role(request, web, here, who):
    somebody = request.getfixturevalue(who)

    assert web.as_(somebody).get(path(here)).status_code == 404


def test_a_visitor_signs_in_first(web, here):
    assert web.visitor().get(path(here)).headers["location"].startswith("/sign-in")


def test_what_is_not_there_is_not_there(web, dina):
    assert web.as_(dina).get(path(12345)).status_code == 404


def test_it_costs_the_same_however_much_is_in_it(web, make, house, here, thandeka, dina):
    web.as_(dina).get(path(here))
    with counted(house) as empty:
        web.get(path(here))
    for n in range(8):
        pairs.goal(make, dina, here, f"Goal {n}", "One", "Two")
        pairs.note(make, thandeka, here, f"Note {n}")
    pairs.own_note(make, dina, here)
    with counted(house) as full:
        web.get(path(here))
    with counted(house) as own:
        web.get(path(here, notes="own"))

    assert len(full) == len(empty) <= MOST_STATEMENTS
    assert len(own) <= MOST_STATEMENTS


def test_she_who_is_leaving_is_a_former_member(web, make, here, thandeka, dina):
    pairs.note(make, thandeka, here, "Mine")
    make.leaving(thandeka)

    page = web.as_(dina).get(path(here)).text

    assert "You and <bdi>a former member</bdi>" in page
    assert "Thandeka" not in page
    assert "Mine" in page


def test_what_is_over_is_read_by_both_and_written_by_neither(web, here, thandeka, dina):
    web.as_(dina).post(path(here, "end_mentorship"))

    for who in (dina, thandeka):
        page = web.as_(who).get(path(here))
        assert page.status_code == 200
        assert "This mentorship is over" in page.text
        ours = [f.action for f in forms_of(page) if "/mentorships/" in f.action]
        assert ours == []


def test_a_browser_keeps_no_copy(web, here, dina):
    assert web.as_(dina).get(path(here)).headers["cache-control"] == "no-store"


def test_the_list_of_what_is_new_leads_here(web, here, thandeka, dina):
    web.as_(thandeka).post(path(here, "pause_mentorship"), on="yes")

    page = web.as_(dina).get("/notifications").text
    assert "There is something new in a mentorship of yours" in page


def test_older_notes_are_on_further_pages(web, make, here, dina):
    for n in range(23):
        pairs.note(make, dina, here, f"Note number {n}.")

    first = web.as_(dina).get(path(here)).text
    assert "Note number 22." in first
    assert "Note number 2." not in first
    second = web.get(path(here, before=4)).text
    assert "Note number 2." in second
    assert "Note number 22." not in second
    assert web.get(path(here, before="x")).status_code == 200


def test_neither_is_asked_how_it_goes_before_its_time(web, here, dina):
    with time_machine.travel(clock.now() + timedelta(days=27), tick=False):
        assert "How is it going?" not in web.as_(dina).get(path(here)).text
    with time_machine.travel(clock.now() + timedelta(days=28), tick=False):
        assert "How is it going?" in web.as_(dina).get(path(here)).text


def test_the_two_may_write_to_each_other_at_once(web, here, thandeka, dina):
    page = web.as_(dina).get(path(here)).text
    write = url("message_member", handle="thandeka")
    assert f'href="{write}"' in page

    web.send(web.get(write), write, body="Thank you for saying yes.")

    letter = web.as_(thandeka).get("/messages").text
    assert "Dina" in letter.partition("<main")[2]
    assert "Requests (1)" not in letter
