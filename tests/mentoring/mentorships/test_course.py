"""Pausing, completing and ending: by either, at any time, without a reason."""

from datetime import timedelta

import pytest
import time_machine

from app import chores
from app.core import clock, events
from app.mentoring.mentorships.events import MentorshipOver
from app.mentoring.mentorships.models import State
from app.oversight.notifications.models import Notification
from tests.mentoring.mentorships import pairs
from tests.mentoring.mentorships.pairs import path, stands

NEUTRAL = (
    "Either of the two can end one at any time, the moderators can as well, "
    "and nobody is asked why."
)


@pytest.fixture
def over(monkeypatch):
    """What is said of mentorships that are over."""
    heard = []
    listeners = [*events._listeners, (MentorshipOver, lambda _session, event: heard.append(event))]
    monkeypatch.setattr(events, "_listeners", listeners)
    return heard


def told(session, member):
    """How many times she has been told of something in a mentorship."""
    session.rollback()
    return (
        session.query(Notification).filter_by(member_id=member.id, thing_kind="mentorship").count()
    )


def choose(web, who, here):
    return web.as_(who).get(path(here, "mentorship_course"))


# Pausing


def test_it_is_paused_by_one_and_the_other_is_told_kindly(web, session, here, thandeka, dina):
    pause = path(here, "pause_mentorship")
    page = choose(web, dina, here)
    assert web.send(page, pause, on="yes").status_code == 303

    assert stands(session, here).state is State.PAUSED
    assert (told(session, thandeka), told(session, dina)) == (1, 0)
    page = web.as_(thandeka).get(path(here)).text
    assert "<bdi>Dina</bdi> has paused it" in page
    assert "Nothing is expected of you meanwhile." in page
    assert pause not in page


def test_she_who_has_paused_it_says_when_it_goes_on(web, session, here, thandeka, dina):
    pause = path(here, "pause_mentorship")
    web.as_(dina).post(pause, on="yes")

    refused = web.as_(thandeka).post(pause, on="no")
    assert refused.status_code == 403
    assert "says when it goes on" in refused.text
    assert web.post(pause, on="yes").status_code == 403

    page = web.as_(dina).get(path(here))
    assert web.send(page, pause, on="no").status_code == 303
    assert stands(session, here).state is State.ACTIVE
    assert web.post(pause, on="no").status_code == 303
    assert stands(session, here).state is State.ACTIVE


def test_while_it_is_paused_nobody_is_asked_and_both_may_write(web, make, here, thandeka, dina):
    web.as_(dina).post(path(here, "pause_mentorship"), on="yes")

    with time_machine.travel(clock.now() + timedelta(days=90), tick=False):
        assert "How is it going?</h2>" not in web.as_(thandeka).get(path(here)).text
        answer = web.post(path(here, "new_note"), body="Rest well.", readers="both")
    assert answer.status_code == 303


def test_a_bad_switch_changes_nothing(web, session, here, dina):
    assert web.as_(dina).post(path(here, "pause_mentorship"), on="maybe").status_code == 422
    assert stands(session, here).state is State.ACTIVE


# Completing


def complete(web, who, here, words=""):
    at = path(here, "complete_mentorship")
    return web.send(web.as_(who).get(at), at, reflection=words)


def test_it_is_completed_when_both_say_so(web, session, here, thandeka, dina, over):
    assert complete(web, dina, here, "I ask now.").headers["location"].startswith(path(here))
    assert stands(session, here).state is State.ACTIVE
    assert told(session, thandeka) == 1
    assert "You’ve said that it is done" in web.get(path(here)).text
    page = web.as_(thandeka).get(path(here)).text
    assert "<bdi>Dina</bdi> thinks that you are there" in page

    done = complete(web, thandeka, here, "She asks now.")

    assert done.headers["location"].startswith(path(here, "mentorship_feedback"))
    row = stands(session, here)
    assert (row.state, row.over) == (State.COMPLETED, clock.today())
    assert told(session, dina) == 1
    assert over == [MentorshipOver(mentorship_id=here, mentor_id=thandeka.id)]
    for who in (thandeka, dina):
        assert "You completed it together" in web.as_(who).get(path(here)).text


def test_each_looks_back_for_herself_alone(web, session, here, thandeka, dina):
    complete(web, dina, here, "I ask now.")
    complete(web, thandeka, here, "She asks now.")

    assert "I ask now." in web.as_(dina).get(path(here, notes="own")).text
    assert "She asks now." not in web.get(path(here, notes="own")).text
    assert "I ask now." not in web.as_(thandeka).get(path(here, notes="own")).text


def test_or_by_itself_after_two_weeks(web, house, session, here, thandeka, dina, over):
    complete(web, dina, here)
    for days, state in ((13, State.ACTIVE), (14, State.COMPLETED)):
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            chores.sweep(house)
        assert stands(session, here).state is state

    assert (told(session, thandeka), told(session, dina)) == (1, 1)
    assert [event.mentor_id for event in over] == [thandeka.id]
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        chores.sweep(house)
    assert len(over) == 1


@pytest.mark.parametrize("who", ["dina", "thandeka"])
def test_or_it_goes_on_if_either_says_so(request, web, house, session, here, who, dina, thandeka):
    complete(web, dina, here)
    one = request.getfixturevalue(who)
    go_on = path(here, "go_on_with_mentorship")

    assert web.send(web.as_(one).get(path(here)), go_on).status_code == 303

    with time_machine.travel(clock.now() + timedelta(days=20), tick=False):
        chores.sweep(house)
    assert stands(session, here).state is State.ACTIVE
    assert web.post(go_on).status_code == 303
    assert told(session, thandeka if one is dina else dina) >= 1


def test_who_has_said_so_does_not_say_it_twice(web, session, here, dina):
    at = path(here, "complete_mentorship")
    page = web.as_(dina).get(at)
    web.send(page, at, reflection="Once.")

    answer = web.send(page, at, reflection="Once.")

    assert answer.status_code == 303
    assert stands(session, here).state is State.ACTIVE
    assert web.get(path(here, notes="own")).text.count("Once.") == 1


def test_too_long_a_reflection_stays_in_the_form(web, session, here, dina):
    answer = web.as_(dina).post(path(here, "complete_mentorship"), reflection="x" * 2001)

    assert answer.status_code == 422
    assert "x" * 2001 in answer.text
    assert "You’ve said" not in web.get(path(here)).text


def test_changing_the_agreement_does_not_stop_the_clock(web, house, session, here, thandeka, dina):
    complete(web, dina, here)
    words = {"frequency": "a", "contact": "b", "confidentiality": "c", "again": "", "every": "2"}
    web.as_(thandeka).post(path(here, "mentorship_agreement"), **words)
    web.as_(thandeka).post(path(here, "let_read_check_ins"), on="yes")

    with time_machine.travel(clock.now() + timedelta(days=14), tick=False):
        chores.sweep(house)
    assert stands(session, here).state is State.COMPLETED


# Ending


@pytest.mark.parametrize("who", ["dina", "thandeka"])
def test_either_ends_it_at_once(request, web, session, here, thandeka, dina, over, who):
    one = request.getfixturevalue(who)
    end = path(here, "end_mentorship")
    page = web.as_(one).get(end)
    assert "Nobody asks you why" in page.text

    assert web.send(page, end).status_code == 303

    row = stands(session, here)
    assert (row.state, row.over) == (State.ENDED, clock.today())
    assert over == [MentorshipOver(mentorship_id=here, mentor_id=thandeka.id)]
    other = thandeka if one is dina else dina
    assert (told(session, other), told(session, one)) == (1, 0)
    page = web.as_(other).get(path(here)).text
    assert NEUTRAL in page
    assert f"<bdi>{one.name}</bdi> has" not in page


def test_it_is_ended_also_while_it_is_paused(web, session, here, thandeka, dina):
    web.as_(thandeka).post(path(here, "pause_mentorship"), on="yes")

    assert web.as_(dina).post(path(here, "end_mentorship")).status_code == 303
    assert stands(session, here).state is State.ENDED


def test_the_page_of_ending_offers_no_contact(web, here, dina):
    assert "/m/thandeka/no-contact" in web.as_(dina).get(path(here, "end_mentorship")).text


def test_what_waited_for_completion_is_over_all_the_same(web, house, session, here, thandeka, dina):
    complete(web, dina, here)
    web.as_(thandeka).post(path(here, "end_mentorship"))

    with time_machine.travel(clock.now() + timedelta(days=20), tick=False):
        chores.sweep(house)
    assert stands(session, here).state is State.ENDED


DEEDS = {
    "pause_mentorship": {"on": "yes"},
    "complete_mentorship": {"reflection": ""},
    "go_on_with_mentorship": {},
    "end_mentorship": {},
}


@pytest.mark.parametrize("route", DEEDS)
def test_a_stranger_finds_nothing_to_do(web, session, here, stella, route):
    assert web.as_(stella).post(path(here, route), **DEEDS[route]).status_code == 404
    assert stands(session, here).state is State.ACTIVE


@pytest.mark.parametrize("route", DEEDS)
def test_what_is_over_is_over(web, session, here, thandeka, dina, route):
    web.as_(thandeka).post(path(here, "end_mentorship"))

    for who in (thandeka, dina):
        answer = web.as_(who).post(path(here, route), **DEEDS[route])
        if route == "end_mentorship":
            assert answer.status_code == 303
            continue
        assert answer.status_code == 403
        assert "This mentorship is over." in answer.text
    assert web.post(path(here, "pause_mentorship"), on="no").status_code == 403
    for page in ("mentorship_course", "complete_mentorship", "end_mentorship"):
        assert web.get(path(here, page)).status_code == 403


def test_the_two_may_begin_anew(web, make, session, here, thandeka, dina):
    web.as_(dina).post(path(here, "end_mentorship"))

    again = pairs.pair(make, thandeka, dina)

    assert again != here
    assert stands(session, again).state is State.ACTIVE
    assert web.get(path(here)).status_code == web.get(path(again)).status_code == 200
