"""Goals: both write them down, tick their steps, finish them with a word, and take them away."""

import pytest

from app.core.keys import base32
from tests.browser import forms_of
from tests.mentoring.mentorships import pairs
from tests.mentoring.mentorships.pairs import path

STEPS = "Write it\n\n  Send it  \nWrite it"


@pytest.fixture
def new(here):
    return path(here, "new_goal")


@pytest.fixture
def at(make, here, dina):
    """The address of something about a goal that Dina has set."""
    goal_id = pairs.goal(make, dina, here, "Ask for the pay bands", "Write it", "Send it")

    def at(route):
        return path(here, route, goal_id=goal_id)

    return at


def ticked(page):
    return [f.values for f in forms_of(page) if f.action.endswith("/steps")]


def test_a_goal_is_added_by_either_and_read_by_both(web, here, new, thandeka, dina):
    page = web.as_(thandeka).get(new)
    answer = web.send(page, new, title="Speak once", until="2099-05-29", steps=STEPS)
    assert answer.status_code == 303

    for who in (dina, thandeka):
        page = web.as_(who).get(path(here)).text
        assert "Speak once" in page
        assert "29 May 2099" in page
        assert "0 of 2 steps done." in page


def test_the_same_form_twice_is_one_goal(web, here, new, dina):
    page = web.as_(dina).get(new)
    for _ in "12":
        web.send(page, new, title="Speak once")

    assert web.get(path(here)).text.count('<span dir="auto">Speak once</span>') == 1


def test_steps_are_ticked_and_unticked(web, here, at, thandeka, dina):
    tick = at("tick_goal")
    assert web.as_(thandeka).post(tick, done=["Send it"], save="steps").status_code == 303
    assert "1 of 2 steps done." in web.as_(dina).get(path(here)).text
    page = web.get(path(here))
    assert 'name="save" value="steps"' in " ".join(page.text.split())
    assert web.send(page, tick, save="steps").status_code == 303
    assert "1 of 2 steps done." in web.get(path(here)).text
    assert web.post(tick, save="steps").status_code == 303
    assert "0 of 2 steps done." in web.get(path(here)).text


def test_a_step_that_is_there_no_more_is_not_ticked(web, here, at, dina):
    web.as_(dina).post(at("edit_goal"), title="Ask", until="", steps="Another")

    answer = web.post(at("tick_goal"), done="Write it", save="steps")

    assert answer.status_code == 422
    assert "This was changed while you had it open." in answer.text


def test_a_changed_goal_keeps_the_ticks_of_what_is_worded_the_same(web, here, at, dina):
    web.as_(dina).post(at("tick_goal"), done="Write it", save="steps")
    page = web.get(at("edit_goal"))
    assert "Write it\nSend it" in page.text

    web.send(page, at("edit_goal"), title="Ask", steps="Write it\nSend it twice")

    page = web.get(path(here)).text
    assert "1 of 2 steps done." in page
    assert "Send it twice" in page


def test_it_is_done_with_a_word_and_not_done_after_all(web, here, at, thandeka, dina):
    page = web.as_(thandeka).get(at("finish_goal"))
    web.send(page, at("finish_goal"), word="She just sent them.")

    page = web.as_(dina).get(path(here))
    assert "“She just sent them.”" in page.text
    assert "Done: </span>" in page.text
    assert web.send(page, at("reopen_goal")).status_code == 303
    assert "She just sent them." not in web.get(path(here)).text


def test_it_is_deleted_after_a_question(web, here, at, thandeka):
    page = web.as_(thandeka).get(at("delete_goal"))
    assert "Ask for the pay bands" in page.text

    assert web.send(page, at("delete_goal")).status_code == 303

    assert "Ask for the pay bands" not in web.get(path(here)).text
    for route in ("edit_goal", "finish_goal", "delete_goal"):
        assert web.get(at(route)).status_code == 404
    assert web.post(at("tick_goal"), save="steps").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("title", "", "Please fill this in."),
        ("title", "x" * 151, "This one has 151 characters. Make it 150 at most."),
        ("until", "soon", "Write a day as in 2026-03-14."),
        ("steps", "\n".join(map(str, range(13))), "These are 13 steps. Make it 12 at most."),
        ("steps", "x" * 151, "One of these steps is long. Make it 150 characters."),
        ("steps", "x" * 4001, "This one has 4,001 characters. Make it 4,000 at most."),
    ],
)
@pytest.mark.parametrize("route", ["new_goal", "edit_goal"])
def test_what_does_not_fit_is_said_and_her_words_stay(
    web, here, new, at, dina, route, field, typed, why
):
    fields = {"title": "A goal of hers", "until": "", "steps": "A step of hers"} | {field: typed}

    answer = web.as_(dina).post(new if route == "new_goal" else at(route), **fields)

    assert answer.status_code == 422
    assert why in answer.text
    assert ("A goal of hers" in answer.text) is (field != "title")
    assert ("A step of hers" in answer.text) is (field != "steps")


def test_too_long_a_word_stays_in_the_form(web, at, dina):
    answer = web.as_(dina).post(at("finish_goal"), word="x" * 151)

    assert answer.status_code == 422
    assert "x" * 151 in answer.text


def test_forty_are_all_there_can_be(web, make, new, here, dina):
    for n in range(40):
        pairs.goal(make, dina, here, f"Goal {n}")

    answer = web.as_(dina).post(new, title="One too many", until="", steps="")

    assert answer.status_code == 422
    assert "There are 40 of these here already" in answer.text
    assert "One too many" in answer.text


ONES = {
    "edit_goal": {"title": "Mine", "until": "", "steps": ""},
    "tick_goal": {"save": "steps"},
    "finish_goal": {"word": ""},
    "reopen_goal": {},
    "delete_goal": {},
}


@pytest.mark.parametrize("route", ONES)
def test_a_stranger_finds_nothing(web, at, stella, route):
    assert web.as_(stella).post(at(route), **ONES[route]).status_code == 404


@pytest.mark.parametrize("route", ONES)
def test_a_goal_of_two_others_is_not_found_here(web, make, here, stella, dina, at, route):
    other = pairs.pair(make, stella, dina)
    theirs = pairs.goal(make, stella, other)
    moved = at(route).replace(at(route).split("/")[4], base32(theirs))

    assert web.as_(dina).post(moved, **ONES[route]).status_code == 404


@pytest.mark.parametrize("route", ONES)
def test_afterwards_it_stays_as_it_is(web, here, at, thandeka, dina, route):
    web.as_(thandeka).post(path(here, "end_mentorship"))

    for who in (thandeka, dina):
        answer = web.as_(who).post(at(route), **ONES[route])
        assert answer.status_code == 403
        assert "This mentorship is over." in answer.text
    assert "Ask for the pay bands" in web.get(path(here)).text


def test_afterwards_none_is_added(web, here, new, thandeka, dina):
    web.as_(thandeka).post(path(here, "end_mentorship"))

    assert web.get(new).status_code == 403
    assert web.post(new, title="A goal", until="", steps="").status_code == 403


def test_for_reports_goals_are_counted_and_nothing_else(web, make, house, here, stella, dina, at):
    from app.mentoring.mentorships import goals

    other = pairs.pair(make, stella, dina)
    pairs.goal(make, dina, other)
    web.as_(dina).post(at("finish_goal"), word="")

    with house.database.reading() as session:
        assert goals.met(session, [here, other]) == {here: 1, other: 0}
        assert goals.met(session, []) == {}
