"""A mentor says something in her own words, her mentee reads it first and decides alone."""

import pytest

from app.core.keys import base32
from app.mentoring.mentorships.models import State
from app.people.members.models import Standing
from app.web.kit.addresses import url
from tests import dump
from tests.mentoring.recommendations.conftest import LIST, WORDS


def test_she_sees_it_first_and_nobody_else_does(mentoring, amina, bea, stella):
    here = mentoring.between(amina, bea)

    answer = mentoring.writes(amina, here)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith(LIST)
    assert WORDS in mentoring.list_of(bea)
    assert "Only you see it" in mentoring.list_of(bea)
    assert WORDS in mentoring.list_of(amina)
    assert WORDS not in mentoring.list_of(stella)
    for who in (None, stella, amina, bea):
        assert WORDS not in mentoring.page_of(bea, seen_by=who)


def test_she_is_told_and_led_there(mentoring, web, amina, bea):
    number = mentoring.given(amina, bea)

    page = web.as_(bea).get("/notifications").text
    assert "A mentor of yours has recommended you" in page
    there = page.split('href="/notifications/')[1].split('"')[0]
    led = web.get(f"/notifications/{there}")

    assert led.headers["location"] == f"{LIST}#r{base32(number)}"
    assert f'id="r{base32(number)}"' in mentoring.list_of(bea)
    assert "recommended" not in web.as_(amina).get("/notifications").text


@pytest.mark.parametrize("who", [None, "stella", "amina", "bea"])
def test_once_she_shows_it_it_stands_on_her_page(mentoring, request, who, amina, bea, stella):
    number = mentoring.given(amina, bea)

    assert mentoring.shows(bea, number).status_code == 303

    page = mentoring.page_of(bea, seen_by=request.getfixturevalue(who) if who else None)
    assert WORDS in page
    assert 'href="/m/amina"' in page
    assert "mentor</span>" in page
    assert WORDS not in mentoring.page_of(amina, seen_by=stella)


def test_she_changes_her_mind_whenever_she_likes(mentoring, amina, bea, stella):
    number = mentoring.shown(amina, bea)

    mentoring.shows(bea, number, on="no")
    assert WORDS not in mentoring.page_of(bea, seen_by=stella)
    assert WORDS in mentoring.list_of(bea)
    mentoring.shows(bea, number)

    assert WORDS in mentoring.page_of(bea, seen_by=stella)


@pytest.mark.parametrize("who", ["amina", "stella"])
def test_nobody_else_decides(mentoring, web, request, who, amina, bea, stella):
    number = mentoring.given(amina, bea)
    mark = mentoring.by_number(number).said.mark

    path = url("show_recommendation", recommendation_id=number)
    answer = web.as_(request.getfixturevalue(who)).post(path, on="yes", seen=mark)

    assert answer.status_code == (403 if who == "amina" else 404)
    assert WORDS not in mentoring.page_of(bea)


def test_mended_words_are_off_her_page_until_she_shows_them_anew(mentoring, web, amina, bea):
    number = mentoring.shown(amina, bea)
    here = mentoring.by_number(number).mentorship_id
    web.as_(bea).post("/notifications/read")

    assert mentoring.writes(amina, here, "She led it for two years.").status_code == 303

    assert "for two years" not in mentoring.page_of(bea)
    assert WORDS not in mentoring.page_of(bea)
    assert "for two years" in mentoring.list_of(bea)
    assert 'class="new' in web.as_(bea).get("/notifications").text
    mentoring.shows(bea, number)
    assert "for two years" in mentoring.page_of(bea)


def test_the_same_words_again_change_nothing(mentoring, amina, bea):
    number = mentoring.shown(amina, bea)

    mentoring.writes(amina, mentoring.by_number(number).mentorship_id)

    assert WORDS in mentoring.page_of(bea)


def test_what_she_has_not_read_she_does_not_show(mentoring, web, amina, bea):
    """Her page was open while the mentor changed her words."""
    number = mentoring.given(amina, bea)
    mark = mentoring.by_number(number).said.mark
    mentoring.writes(amina, mentoring.by_number(number).mentorship_id, "She is a thief.")

    path = url("show_recommendation", recommendation_id=number)
    answer = web.as_(bea).post(path, on="yes", seen=mark)

    assert "Her words are others now" in web.follow(answer).text
    assert "thief" not in mentoring.page_of(bea)


def test_she_takes_it_back(mentoring, web, amina, bea):
    number = mentoring.shown(amina, bea)
    path = url("take_back_recommendation", recommendation_id=number)

    page = web.as_(amina).get(path)
    assert WORDS in page.text
    assert web.client.post(path, data={"csrf_token": _token(page)}).status_code == 303

    for page in (mentoring.page_of(bea), mentoring.list_of(bea), mentoring.list_of(amina)):
        assert WORDS not in page
    assert mentoring.by_number(number) is None


def _token(page):
    return page.text.split('name="csrf_token" value="')[1].split('"')[0]


def test_only_she_takes_it_back(mentoring, web, amina, bea, stella):
    number = mentoring.shown(amina, bea)

    assert mentoring.takes_back(bea, number).status_code == 403
    assert mentoring.takes_back(stella, number).status_code == 404
    path = url("take_back_recommendation", recommendation_id=number)
    assert web.as_(bea).get(path).status_code == 403
    assert web.as_(stella).get(path).status_code == 404
    assert WORDS in mentoring.page_of(bea)


@pytest.mark.parametrize("state", list(State))
def test_it_may_go_on_or_be_over(mentoring, amina, bea, state):
    here = mentoring.between(amina, bea, state=state)

    assert mentoring.writes(amina, here).status_code == 303


def test_a_mentee_does_not_recommend_herself(mentoring, web, amina, bea, stella):
    path = url("recommend", mentorship_id=mentoring.between(amina, bea))

    for who, status in ((bea, 403), (stella, 404)):
        assert web.as_(who).get(path).status_code == status
        assert web.as_(who).post(path, body=WORDS).status_code == status
    assert web.visitor().get(path).headers["location"].startswith("/sign-in")


def test_a_mentor_who_is_paused_reads_and_keeps_what_she_typed(mentoring, web, session, amina, bea):
    here = mentoring.between(amina, bea)
    session.merge(amina).standing = Standing.PAUSED
    session.commit()

    answer = web.as_(amina).post(url("recommend", mentorship_id=here), body=WORDS)

    assert answer.status_code == 403
    assert WORDS in answer.text
    assert "You can read, but not write" in answer.text
    assert mentoring.one(here) is None


@pytest.mark.parametrize("words", ["", "   ", "a" * 2001])
def test_a_form_that_does_not_fit_comes_back(mentoring, web, amina, bea, words):
    here = mentoring.between(amina, bea)

    answer = mentoring.writes(amina, here, words)

    assert answer.status_code == 422
    assert 'id="body-error"' in answer.text
    assert words in answer.text
    assert mentoring.one(here) is None


def test_words_are_shown_as_elsewhere(mentoring, amina, bea):
    number = mentoring.given(amina, bea, "*Calm* <script>alert(1)</script>")

    assert "<em>Calm</em> &lt;script&gt;" in mentoring.list_of(bea)
    assert mentoring.by_number(number).said.body.startswith("*Calm*")


def test_a_copy_of_the_table_says_nothing(mentoring, session, amina, bea):
    mentoring.given(amina, bea)

    assert dump.holding(session, "night shift") == []


def test_lists_say_what_to_do_when_there_is_nothing(mentoring, stella):
    page = mentoring.list_of(stella)

    assert "Nothing here yet" in page
    assert "You have recommended nobody yet" in page
