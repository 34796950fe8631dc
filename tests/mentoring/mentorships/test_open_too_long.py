"""Forms that were open while something else was written: nobody puts her words over others that
she has not seen, and what she typed is there still."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.core.versions import CHANGED
from tests.browser import forms_of
from tests.mentoring.mentorships import pairs
from tests.mentoring.mentorships.pairs import path

WORDS = {"contact": "By letter.", "confidentiality": "All of it.", "again": "", "every": "4"}


@pytest.fixture
def goal(make, here, dina):
    return pairs.goal(make, dina, here, "Ask for the pay bands", "Write it", "Send it")


@pytest.fixture
def note(make, here, dina):
    return pairs.note(make, dina, here, "Before.")


@pytest.fixture
def own(make, here, dina):
    return pairs.own_note(make, dina, here, "Before.")


@pytest.fixture
def two_tabs(web):
    """Both open the form; one sends hers, then the other, whose answer is returned with a way to
    send it again."""

    def two_tabs(at, one, other, *, first, second, opened=None):
        opened = opened or at
        page, hers = web.as_(other).get(opened), web.token
        assert web.as_(one).send(web.get(opened), at, **first).status_code == 303
        answer = web.with_token(hers).send(page, at, **second)
        assert answer.status_code == 422
        assert CHANGED in answer.text
        return answer, lambda: web.send(answer, at, **second)

    return two_tabs


def test_a_goal_that_the_other_has_worded_anew(web, two_tabs, here, goal, thandeka, dina):
    at = path(here, "edit_goal", goal_id=goal)
    hers = {"title": "Ask twice", "until": "2099-01-01", "steps": "Breathe"}

    answer, again = two_tabs(
        at, thandeka, dina, first={"title": "Ask loudly", "steps": "Shout"}, second=hers
    )

    assert "As it stands now" in answer.text
    assert "Ask loudly" in answer.text
    assert "<li>Shout</li>" in answer.text
    [form] = [f for f in forms_of(answer) if f.action == at]
    assert form.values | hers == form.values
    assert "Ask twice" not in web.get(path(here)).text
    assert again().status_code == 303
    assert "Ask twice" in web.get(path(here)).text


def test_a_goal_whose_steps_were_ticked_meanwhile_may_be_worded_anew(web, here, goal, dina):
    at = path(here, "edit_goal", goal_id=goal)
    page = web.as_(dina).get(at)
    web.post(path(here, "tick_goal", goal_id=goal), done="Write it", save="steps")

    assert web.send(page, at, title="Ask twice").status_code == 303
    assert "1 of 2 steps done." in web.get(path(here)).text


def test_steps_that_the_other_has_ticked(web, two_tabs, here, goal, thandeka, dina):
    at = path(here, "tick_goal", goal_id=goal)

    answer, again = two_tabs(
        at,
        thandeka,
        dina,
        first={"done": "Write it", "save": "steps"},
        second={"done": "Send it", "save": "steps"},
        opened=path(here),
    )

    text = " ".join(answer.text.split())
    assert '<details class="steps" open>' in text
    assert 'value="Write it" >' in text
    assert 'value="Send it" checked>' in text
    assert text.index("Now it is done") < text.index("Now it is not done")
    assert "1 of 2 steps done." in web.get(path(here)).text
    assert again().status_code == 303
    page = " ".join(web.get(path(here)).text.split())
    assert 'value="Write it" >' in page
    assert 'value="Send it" checked>' in page


def test_a_word_on_a_goal_that_the_other_has_finished(two_tabs, here, goal, thandeka, dina):
    at = path(here, "finish_goal", goal_id=goal)

    answer, again = two_tabs(
        at, thandeka, dina, first={"word": "She did."}, second={"word": "I did."}
    )

    assert "“She did.”" in answer.text
    assert 'value="I did."' in answer.text
    assert again().status_code == 303


def test_an_agreement_that_the_other_has_proposed(web, two_tabs, here, thandeka, dina):
    at = path(here, "mentorship_agreement")

    answer, again = two_tabs(
        at,
        thandeka,
        dina,
        first=WORDS | {"frequency": "Each week."},
        second=WORDS | {"frequency": "Each day."},
    )

    assert "What is proposed:" in answer.text
    assert "Each week." in answer.text
    assert "Each day." in answer.text
    assert "Each week." in web.get(path(here)).text
    assert again().status_code == 303
    assert "Each day." in web.as_(thandeka).get(path(here)).text


def test_an_agreement_to_which_the_other_has_agreed(web, here, thandeka, dina):
    at = path(here, "mentorship_agreement")
    web.as_(dina).post(at, **WORDS, frequency="Each week.")
    page, hers = web.get(at), web.token
    shown = web.as_(thandeka).get(path(here))
    web.send(shown, path(here, "agree_mentorship"))

    answer = web.with_token(hers).send(page, at, **WORDS, frequency="Each day.")

    assert answer.status_code == 422
    assert "What you agreed:" in answer.text
    assert "Each week." in answer.text
    assert "Each day." in answer.text


@pytest.mark.parametrize(("which", "route"), [("note", "edit_note"), ("own", "edit_own_note")])
def test_a_note_in_two_tabs_of_hers(request, web, two_tabs, here, dina, which, route):
    at = path(here, route, note_id=request.getfixturevalue(which))
    tab = "own" if which == "own" else ""

    answer, again = two_tabs(
        at, dina, dina, first={"body": "In one tab."}, second={"body": "In the other."}
    )

    assert "In one tab." in answer.text
    assert "In the other.</textarea>" in answer.text
    assert "In one tab." in web.get(path(here, notes=tab)).text
    assert again().status_code == 303
    assert "In the other." in web.get(path(here, notes=tab)).text


# On this evening it is the 14th already in Auckland, and the 13th still in London.
EVENING = datetime(2028, 3, 13, 20, tzinfo=UTC)


@pytest.fixture
def evening(session, dina):
    dina.time_zone = "Pacific/Auckland"
    session.commit()
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.mark.parametrize("route", ["new_goal", "edit_goal"])
def test_a_goal_is_for_a_day_that_is_not_over_where_she_is(
    evening, web, here, goal, thandeka, dina, route
):
    at = path(here, route, **({"goal_id": goal} if route == "edit_goal" else {}))
    said = {"title": "Ask", "steps": ""}

    answer = web.as_(dina).post(at, **said, until="2028-03-13")

    assert answer.status_code == 422
    assert "This day is over. Choose today, or a day that is still to come." in answer.text
    assert 'value="2028-03-13"' in answer.text
    assert web.post(at, **said, until="2028-03-14").status_code == 303
    assert web.as_(thandeka).post(at, **said, until="2028-03-13").status_code == 303


def test_a_day_that_a_goal_had_before_may_be_over(web, here, goal, dina):
    at = path(here, "edit_goal", goal_id=goal)
    with time_machine.travel(EVENING, tick=False):
        web.as_(dina).post(at, title="Ask", until="2028-03-20", steps="")
    with time_machine.travel(EVENING + timedelta(days=20), tick=False):
        page = web.as_(dina).get(at)
        assert web.send(page, at, title="Ask again").status_code == 303
        page = web.get(at)
        assert web.send(page, at, until="2028-03-19").status_code == 422
