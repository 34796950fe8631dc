"""Feedback both ways, and how it is going: sealed, and read by whom she lets."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.mentoring.mentorships import checkins, feedback
from app.oversight.notifications.models import Notification
from tests import dump
from tests.mentoring.mentorships import pairs
from tests.mentoring.mentorships.pairs import path

WORDS = {"helped": "That she listened.", "would_help": "More time.", "score": "4", "shown": ""}


@pytest.fixture
def give(here):
    return path(here, "mentorship_feedback")


@pytest.fixture
def asked(here):
    return path(here, "check_ins")


def test_she_keeps_it_for_herself_until_she_shows_it(web, session, here, give, thandeka, dina):
    page = web.as_(dina).get(give)
    assert web.send(page, give, **WORDS).status_code == 303
    assert "That she listened." not in web.as_(thandeka).get(give).text
    assert session.query(Notification).count() == 0

    page = web.as_(dina).get(give)
    [show] = [f for f in page.text.split('"') if f.endswith("/show")]
    assert web.send(page, show, on="yes").status_code == 303

    page = web.as_(thandeka).get(give).text
    assert "That she listened." in page
    assert "More time." in page
    assert "4 of 5" not in page
    assert "has shown you hers" in web.get(path(here)).text
    session.rollback()
    assert [row.member_id for row in session.query(Notification)] == [thandeka.id]
    web.as_(dina).post(show, on="no")
    assert "That she listened." not in web.as_(thandeka).get(give).text


def test_the_same_form_twice_is_one(web, session, give, thandeka, dina):
    page = web.as_(dina).get(give)
    for _ in "12":
        web.send(page, give, **WORDS | {"shown": "on"})

    assert web.get(give).text.count("That she listened.") == 1
    assert session.query(Notification).filter_by(member_id=thandeka.id).count() == 1


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"score": "6"}, "Please choose one of these."),
        ({"helped": "x" * 2001}, "Make it 2,000 at most."),
        ({"helped": "", "would_help": "", "shown": "on"}, "There are no words that she could"),
    ],
)
def test_what_does_not_fit_is_said_and_her_words_stay(web, give, dina, typed, why):
    answer = web.as_(dina).post(give, **WORDS | typed)

    assert answer.status_code == 422
    assert why in answer.text
    assert (WORDS | typed)["would_help"] in answer.text


def test_without_a_number_it_is_asked_for(web, give, dina):
    answer = web.as_(dina).post(give, helped="Much.")

    assert answer.status_code == 422
    assert "Much." in answer.text


def test_the_other_s_is_not_hers_to_show_or_delete(web, make, here, thandeka, dina, stella):
    hers = pairs.say(make, dina, here)
    for who in (thandeka, stella):
        web.as_(who)
        for route, fields in (("show_feedback", {"on": "yes"}), ("delete_feedback", {})):
            at = path(here, route, feedback_id=hers)
            assert web.post(at, **fields).status_code == 404
    assert web.as_(stella).get(path(here, "mentorship_feedback")).status_code == 404
    assert web.post(path(here, "mentorship_feedback"), **WORDS).status_code == 404


def test_she_deletes_hers(web, make, here, give, dina):
    hers = pairs.say(make, dina, here)

    assert web.as_(dina).post(path(here, "delete_feedback", feedback_id=hers)).status_code == 303
    assert "That she listened." not in web.get(give).text


def test_when_it_is_completed_she_still_can_and_when_it_is_ended_not(
    web, make, here, give, thandeka, dina
):
    for who in (thandeka, dina):
        web.as_(who).post(path(here, "complete_mentorship"), reflection="")
    assert web.post(give, **WORDS).status_code == 303

    again = pairs.pair(make, thandeka, dina)
    hers = pairs.say(make, dina, again)
    web.post(path(again, "end_mentorship"))
    show = path(again, "show_feedback", feedback_id=hers)
    for answer in (
        web.post(path(again, "mentorship_feedback"), **WORDS),
        web.post(show, on="yes"),
    ):
        assert answer.status_code == 403
        assert "This mentorship is over." in answer.text
    assert web.post(path(again, "delete_feedback", feedback_id=hers)).status_code == 303


def test_nor_once_they_are_to_have_no_contact(web, here, give, thandeka, dina):
    for who in (thandeka, dina):
        web.as_(who).post(path(here, "complete_mentorship"), reflection="")
    web.as_(thandeka).post("/m/dina/no-contact", contact="none")

    answer = web.as_(dina).post(give, **WORDS | {"shown": "on"})

    assert answer.status_code == 403
    assert "You completed it together" in web.get(path(here)).text


def test_numbers_leave_without_whose_they_are(make, house, here, stella, thandeka, dina):
    pairs.say(make, dina, here, score=2)
    pairs.say(make, dina, here, score=5)
    pairs.say(make, thandeka, here, score=3)
    other = pairs.pair(make, stella, dina)
    pairs.say(make, stella, other, score=1)

    with house.database.reading() as session:
        assert feedback.scores(session, [here, other]) == {here: 4, other: 1}
        assert feedback.scores(session, [pairs.pair(make, dina, stella)]) == {}
        assert feedback.scores(session, []) == {}


# Check-ins


def test_she_says_how_it_is_going_and_only_she_reads_it(
    web, session, here, asked, thandeka, dina, olga
):
    page = web.as_(dina).get(asked)
    assert web.send(page, asked, how="not-well", words="I dread it.").status_code == 303

    assert "I dread it." in web.get(asked).text
    assert "Not well" in web.get(asked).text
    assert "I dread it." not in web.as_(thandeka).get(asked).text
    assert "I dread it." not in web.get(path(here)).text
    assert web.as_(olga).get(asked).status_code == 404
    assert dump.holding(session, "dread") == []
    assert session.query(Notification).count() == 0


def test_the_same_answer_twice_is_one(web, asked, dina):
    page = web.as_(dina).get(asked)
    for _ in "12":
        web.send(page, asked, how="well", words="Only once.")

    assert web.get(asked).text.count("Only once.") == 1


def test_what_is_no_answer_is_said_and_her_words_stay(web, asked, dina):
    answer = web.as_(dina).post(asked, how="", words="Hard to say.")

    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    assert "Hard to say." in answer.text


def test_each_is_asked_by_her_own_clock(web, make, here, thandeka, dina):
    start = clock.now()
    with time_machine.travel(start + timedelta(weeks=4), tick=False):
        pairs.check_in(make, dina, here)
        assert "How is it going?" not in web.as_(dina).get(path(here)).text
        assert "How is it going?" in web.as_(thandeka).get(path(here)).text
    with time_machine.travel(start + timedelta(weeks=8), tick=False):
        assert "How is it going?" in web.as_(dina).get(path(here)).text


def test_what_they_agreed_says_how_often(web, here, thandeka, dina):
    words = {"frequency": "a", "contact": "b", "confidentiality": "c", "again": ""}
    for weeks, asked_on in (("2", 14), ("0", None)):
        ask, agree = path(here, "mentorship_agreement"), path(here, "agree_mentorship")
        web.as_(thandeka).post(ask, **words, every=weeks)
        web.as_(dina).send(web.get(path(here)), agree)
        for days in (13, 14, 300):
            with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
                is_asked = "How is it going?" in web.as_(dina).get(path(here)).text
            assert is_asked is (asked_on is not None and days >= asked_on)


def test_a_coordinator_reads_them_only_while_both_let_her(web, make, house, here, thandeka, dina):
    def readable():
        with house.database.reading() as session:
            return checkins.readable_by_coordinator(session, [here]).get(here, [])

    pairs.check_in(make, dina, here, "I dread it.", "not-well")
    pairs.check_in(make, thandeka, here)
    switch = path(here, "let_read_check_ins")
    assert readable() == []
    web.as_(dina).post(switch, on="yes")
    assert readable() == []
    page = web.as_(thandeka).get(path(here, "check_ins"))
    assert web.send(page, switch, on="yes").status_code == 303
    assert [(one.by_mentor, one.said, one.words) for one in readable()] == [
        (True, "Well", "We laugh."),
        (False, "Not well", "I dread it."),
    ]
    web.as_(dina).post(switch, on="no")
    assert readable() == []
    web.post(switch, on="yes")
    assert len(readable()) == 2
    web.post(path(here, "end_mentorship"))
    assert readable() == []


def test_she_deletes_hers_and_nobody_else_s(web, make, here, asked, thandeka, dina, stella):
    hers = pairs.check_in(make, dina, here, "I dread it.")
    delete = path(here, "delete_check_in", check_in_id=hers)
    for who in (thandeka, stella):
        assert web.as_(who).post(delete).status_code == 404

    assert web.as_(dina).post(delete).status_code == 303
    assert "I dread it." not in web.get(asked).text


def test_afterwards_nobody_is_asked(web, here, asked, thandeka, dina, stella):
    assert web.as_(stella).post(asked, how="well").status_code == 404
    assert web.post(path(here, "let_read_check_ins"), on="yes").status_code == 404
    web.as_(dina).post(path(here, "end_mentorship"))

    for answer in (
        web.post(asked, how="well", words=""),
        web.post(path(here, "let_read_check_ins"), on="yes"),
    ):
        assert answer.status_code == 403
        assert "This mentorship is over." in answer.text
