"""What the two agree on: one proposes, the other agrees, and whatever changes is proposed anew."""

import re
from datetime import timedelta

import pytest

from app.core import clock
from tests.browser import forms_of
from tests.mentoring.mentorships.pairs import path, stands

WORDS = {
    "frequency": "One call a month, 40 minutes.",
    "contact": "Messages in between.",
    "confidentiality": "What’s said here stays here.",
    "again": "",
    "every": "8",
}


@pytest.fixture
def ask(here):
    return path(here, "mentorship_agreement")


@pytest.fixture
def agree(here):
    return path(here, "agree_mentorship")


def proposal(page, agree):
    """The mark of what she is asked to agree to."""
    [form] = [form for form in forms_of(page) if form.action == agree]
    return form.values["proposal"]


def test_it_begins_with_words_that_fit_most(web, here, ask, dina):
    [form] = [f for f in forms_of(web.as_(dina).get(ask)) if f.action == ask]

    assert form.values["frequency"] == "We meet once a month, for about 40 minutes."
    assert form.values["every"] == "4"
    assert form.values["again"] > clock.today().isoformat()
    page = web.get(path(here)).text
    assert "Nothing yet." in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "Nos reunimos una vez al mes, unos 40 minutos."),
        ("ar", "نلتقي مرة في الشهر، نحو 40 دقيقة."),
    ],
)
def test_it_begins_with_words_of_her_language(web, here, ask, thandeka, dina, language, words):
    page = web.as_(dina).get(ask, **{"Accept-Language": language})

    [form] = [f for f in forms_of(page) if f.action == ask]
    assert form.values["frequency"] == words
    for field in ("contact", "confidentiality"):
        assert not re.search(r"\b(the|here|each)\b", form.values[field])
    assert web.send(page, ask).status_code == 303
    # From then on they are hers, in whichever language the other reads.
    assert words in web.as_(thandeka).get(path(here)).text


def test_the_other_agrees_by_a_button_and_both_read_it(web, here, ask, agree, thandeka, dina):
    page = web.as_(thandeka).get(ask)
    assert web.send(page, ask, **WORDS).status_code == 303
    assert "hasn’t answered yet" in web.get(path(here)).text
    assert agree not in web.get(path(here)).text

    page = web.as_(dina).get(path(here))
    assert "<bdi>Thandeka</bdi> proposes how you go about it" in page.text
    assert web.send(page, agree).status_code == 303

    for who in (dina, thandeka):
        page = web.as_(who).get(path(here)).text
        assert "One call a month, 40 minutes." in page
        assert "Change the agreement" in page
        assert "proposes" not in page


def test_until_she_agrees_what_was_agreed_stands(web, here, ask, agree, thandeka, dina):
    web.as_(thandeka).send(web.get(ask), ask, **WORDS)
    web.as_(dina).send(web.get(path(here)), agree)
    web.send(web.get(ask), ask, **WORDS | {"frequency": "Every week."})

    page = web.as_(thandeka).get(path(here)).text
    assert "One call a month, 40 minutes." in page
    assert "<bdi>Dina</bdi> proposes another agreement" in page
    assert "Every week." in page


def test_nobody_agrees_to_her_own_proposal(web, here, ask, agree, thandeka, dina):
    web.as_(thandeka).send(web.get(ask), ask, **WORDS)
    mark = proposal(web.as_(dina).get(path(here)), agree)

    answer = web.as_(thandeka).post(agree, proposal=mark)

    assert answer.status_code == 422
    assert "Change the agreement" not in web.get(path(here)).text


def test_nobody_agrees_to_words_that_she_has_not_read(web, here, ask, agree, thandeka, dina):
    web.as_(thandeka).send(web.get(ask), ask, **WORDS)
    mark = proposal(web.as_(dina).get(path(here)), agree)
    web.as_(thandeka).send(web.get(ask), ask, **WORDS | {"frequency": "Every day."})

    answer = web.as_(dina).post(agree, proposal=mark)

    assert answer.status_code == 422
    assert "It has been changed meanwhile. Please read it again." in answer.text
    assert "Every day." in answer.text


def test_the_same_proposal_twice_is_one(web, here, ask, agree, thandeka, dina):
    for _ in "12":
        assert web.as_(thandeka).post(ask, **WORDS).status_code == 303
    mark = proposal(web.as_(dina).get(path(here)), agree)
    web.as_(thandeka).post(ask, **WORDS)

    assert web.as_(dina).post(agree, proposal=mark).status_code == 303


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("frequency", "", "Please fill this in."),
        ("contact", "x" * 401, "This one has 401 characters. Make it 400 at most."),
        ("confidentiality", "\u2800", "There are no words in this."),
        ("again", "next year", "Write a day as in 2026-03-14."),
        ("again", "2026-02-30", "Write a day as in 2026-03-14."),
        ("again", "2001-01-01", "Choose a day that is still to come, within two years."),
        ("again", "2150-01-01", "Choose a day that is still to come, within two years."),
        ("every", "3", "Please choose one of these."),
    ],
)
def test_what_does_not_fit_is_said_and_her_words_stay(web, ask, dina, field, typed, why):
    answer = web.as_(dina).post(ask, **WORDS | {"contact": "By pigeon.", field: typed})

    assert answer.status_code == 422
    assert why in answer.text
    assert field == "contact" or "By pigeon." in answer.text


def test_a_stranger_finds_nothing(web, ask, agree, stella):
    web.as_(stella)

    assert web.get(ask).status_code == 404
    assert web.post(ask, **WORDS).status_code == 404
    assert web.post(agree, proposal="x").status_code == 404


def test_afterwards_nothing_is_agreed(web, session, here, ask, agree, thandeka, dina):
    web.as_(thandeka).post(ask, **WORDS)
    mark = proposal(web.as_(dina).get(path(here)), agree)
    web.as_(thandeka).post(path(here, "end_mentorship"))

    web.as_(dina)
    for answer in (web.get(ask), web.post(ask, **WORDS), web.post(agree, proposal=mark)):
        assert answer.status_code == 403
        assert "This mentorship is over." in answer.text
    assert not stands(session, here).state.is_live


def test_the_day_on_which_they_look_again_is_shown(web, here, ask, agree, thandeka, dina):
    day = clock.today() + timedelta(days=60)
    web.as_(thandeka).post(ask, **WORDS | {"again": day.isoformat()})
    web.as_(dina).send(web.get(path(here)), agree)

    assert f"You look at it again on <time datetime={day}>" in web.get(path(here)).text
