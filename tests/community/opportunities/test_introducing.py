"""*Introduce me*, and sharing an opportunity into a circle."""

import re
from datetime import timedelta

import pytest
import time_machine

from app.community.opportunities.models import State
from app.core import clock
from app.core.keys import base32
from app.people.circles.models import Anonymity
from app.people.members.models import Standing
from app.web.kit.addresses import url
from tests import dump
from tests.browser import forms_of, without_chance
from tests.community.opportunities.making import opportunity

WORDS = "I ran a ward for six years. Could I ask about the nights?"


def way(row, deed="introduce"):
    return f"/opportunities/{base32(row.id)}/{deed}"


@pytest.fixture
def row(make, bea):
    return opportunity(make, bea, title="Clinic manager")


def ask(web, member, row, words=WORDS):
    page = web.as_(member).get(way(row))
    return web.send(page, way(row), words=words)


def asked(web, member):
    """The page on which she is asked."""
    page = web.as_(member).get("/mentoring/introductions").text
    [path] = re.findall(r'href="(/mentoring/introductions/\w+)"', page)
    return path


# Being introduced


def test_who_posted_it_is_asked_and_decides(web, row, amina, bea):
    assert way(row) in web.as_(amina).get(f"/opportunities/{base32(row.id)}").text

    said = web.follow(ask(web, amina, row)).text
    assert "You have asked." in said

    path = asked(web, bea)
    page = web.get(path).text
    for words in ("Amina", WORDS.partition(".")[0], "Clinic manager", base32(row.id)):
        assert words in page
    web.send(web.get(path), f"{path}/answer", answer="yes")
    assert "She has said yes." in web.as_(amina).get(asked(web, amina)).text
    assert web.post(url("message_member", handle="bea"), body="Hello").status_code == 303


def test_her_own_and_a_closed_one_lead_to_nobody(web, row, amina, bea):
    assert web.as_(bea).get(way(row)).status_code == 403
    assert web.post(way(row), words=WORDS).status_code == 403
    with time_machine.travel(row.closes + timedelta(minutes=1), tick=False):
        assert web.as_(amina).get(way(row)).status_code == 403
        assert web.post(way(row), words=WORDS).status_code == 403


@pytest.mark.parametrize("state", [State.WAITING, State.HIDDEN, State.REMOVED])
def test_what_cannot_be_seen_is_not_found(web, make, amina, bea, state):
    other = opportunity(make, bea, state=state)

    assert web.as_(amina).get(way(other)).status_code == 404
    assert web.post(way(other), words=WORDS).status_code == 404


def test_a_visitor_is_asked_to_sign_in(web, make, bea):
    other = opportunity(make, bea, public=True)

    assert web.visitor().get(way(other)).headers["location"].startswith("/sign-in")
    assert web.post(way(other), words=WORDS).status_code == 403


def test_whom_she_has_blocked_she_is_not_offered(web, row, amina):
    web.as_(amina).post("/m/bea/no-contact", contact="none")

    assert web.get(way(row)).status_code == 403
    assert web.post(way(row), words=WORDS).status_code == 403


def test_whoever_has_blocked_her_is_asked_nothing_and_she_reads_no_difference(
    web, make, row, amina, bea, grace
):
    other = opportunity(make, grace, title="Clinic manager")
    web.as_(bea).post("/m/amina/no-contact", contact="none")

    pages = []
    for each in (row, other):
        page = web.follow(ask(web, amina, each)).text
        page = re.sub(r'value="[^"]{30,}"', "", page.replace(base32(each.id), ""))
        pages.append(without_chance(page).replace("Grace", "Bea").replace("grace", "bea"))

    assert pages[0] == pages[1]
    assert "would like to know you" not in web.as_(bea).get("/mentoring/introductions").text


def test_a_paused_member_reads_why_she_cannot(web, session, row, amina):
    amina.standing = Standing.PAUSED
    session.add(amina)
    session.commit()

    assert "not write" in web.as_(amina).get(way(row)).text
    assert web.post(way(row), words=WORDS).status_code == 403


@pytest.mark.parametrize("words", ["", " ", "x" * 501])
def test_words_that_do_not_fit_are_said_and_kept(web, row, amina, bea, words):
    answer = ask(web, amina, row, words)

    assert answer.status_code == 422
    assert words.strip() in answer.text
    assert "would like to know you" not in web.as_(bea).get("/mentoring/introductions").text


def test_asked_twice_she_reads_that_it_waits(web, row, amina):
    ask(web, amina, row)

    answer = ask(web, amina, row)

    assert answer.status_code == 422
    assert "already" in answer.text


# Sharing


def share(web, member, row, circle):
    page = web.as_(member).get(way(row, "share"))
    return web.send(page, way(row, "share"), circle=circle.slug)


def test_it_leads_to_the_form_of_a_thread_and_posts_nothing(web, session, row, circle, amina):
    page = web.as_(amina).get(way(row, "share"))
    before = dump.of(session)

    shown = web.send(page, way(row, "share"), circle=circle.slug)

    assert shown.status_code == 200
    [form] = [f for f in forms_of(shown) if f.action == f"/c/{circle.slug}/threads"]
    assert form.values["title"] == "Clinic manager"
    assert form.values["body"].endswith(f"/opportunities/{base32(row.id)}")
    assert "anonymous" not in form.values
    assert dump.of(session) == before


@pytest.mark.parametrize("state", [State.WAITING, State.WITHDRAWN, State.HIDDEN, State.REMOVED])
def test_nobody_is_led_to_what_she_would_not_find(web, make, circle, amina, state):
    row = opportunity(make, amina, state=state)
    form = {"circle": circle.slug}

    page = web.as_(amina).get(f"/opportunities/{base32(row.id)}")
    assert "Share it into a circle" not in page.text
    for answer in (web.get(way(row, "share")), web.post(way(row, "share"), **form)):
        assert answer.status_code == 403
        assert "Nobody but you could open the link" in answer.text


def test_what_she_sends_is_an_ordinary_thread(web, row, circle, amina):
    shown = share(web, amina, row, circle)

    answer = web.send(shown, f"/c/{circle.slug}/threads", intent="advice-welcome")

    assert answer.status_code == 303
    assert "Clinic manager" in web.follow(answer).text


def test_where_all_post_without_a_name_it_is_ticked(web, session, row, circle, amina):
    circle.anonymity, circle.crowd = Anonymity.ALWAYS, 30
    session.add(circle)
    session.commit()

    shown = share(web, amina, row, circle)

    [form] = [f for f in forms_of(shown) if f.action == f"/c/{circle.slug}/threads"]
    assert form.values.get("anonymous") == "on"


def test_a_circle_that_is_not_hers_is_refused(web, make, row, stella, circle, amina):
    other = make.circle("Other room")

    assert "You are in no circle yet." in web.as_(stella).get(way(row, "share")).text
    assert web.post(way(row, "share"), circle=circle.slug).status_code == 403
    assert web.as_(amina).post(way(row, "share"), circle=other.slug).status_code == 403
    assert web.post(way(row, "share"), circle="none-there").status_code == 404


@pytest.mark.parametrize("typed", [{}, {"circle": "No such"}, {"circle": "a", "also": "b"}])
def test_a_bad_form_is_shown_again(web, row, amina, typed):
    assert web.as_(amina).post(way(row, "share"), **typed).status_code == 422


def test_who_may_open_the_link_is_said(web, make, row, amina, bea):
    public = opportunity(make, bea, public=True)

    assert "Only signed-in members" in web.as_(amina).get(way(row, "share")).text
    assert "Only signed-in members" not in web.get(way(public, "share")).text
    assert web.visitor().get(way(public, "share")).headers["location"].startswith("/sign-in")


def test_a_closed_one_says_so(web, row, amina):
    with time_machine.travel(clock.now() + timedelta(days=11), tick=False):
        assert "It is closed." in web.as_(amina).get(way(row, "share")).text
