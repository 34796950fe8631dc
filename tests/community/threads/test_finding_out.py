"""“Who could find out?” says how this server runs: beside the switch, and on her own post."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine

from app.web.community import finding_out
from app.web.kit.addresses import url

LINK = "Who could find out?"


@pytest.fixture
def crowded(session, circle):
    circle.crowd = 23
    session.commit()
    return circle


@pytest.fixture
def thread(web, make, crowded, amina, bea):
    """Bea's, with an answer of Amina's under a pseudonym and one under her name."""
    made = make.thread(crowded, bea)
    for words, anonymous in (("Without my name", "on"), ("With my name", "")):
        answer = web.as_(amina).post(
            url("reply", thread_id=made.id), body=words, anonymous=anonymous
        )
        assert answer.status_code == 303
    return made


def running(house, **settings):
    return replace(house, settings=house.settings.model_copy(update=settings))


def card(house, epoch="2026q4", crowd=23):
    return " ".join(finding_out.lines(house, crowd, epoch))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "After 31 March 2028, when this thread’s key is destroyed, not even then."),
        ({"key_months": 6}, "After 30 June 2027, when"),
        ({}, "nor does a backup, kept for 35 days."),
        ({"backup_days": 1}, "nor does a backup, kept for 1 day."),
        ({"backup_days": 0}, "no backups are made."),
    ],
)
@time_machine.travel(date(2026, 11, 20))
def test_it_says_how_the_server_is_set(settings, said, house):
    assert said in card(running(house, **settings))


def test_it_names_the_database_the_roles_and_the_crowd(house):
    said = finding_out.lines(house, 1, "2026q4")

    assert len(said) == 4
    assert said[0].startswith("Members, hosts, moderators and administrators see the pseudonym")
    assert "About 1 person can write here." in said[1]
    assert ("database file" in said[2]) is house.database.is_sqlite
    assert ("PostgreSQL" in said[2]) is not house.database.is_sqlite


@time_machine.travel(date(2028, 4, 1))
def test_it_owns_up_when_a_key_outlives_its_day(house):
    assert "was to be destroyed on 31 March 2028, and is still there." in card(house)


def test_it_stands_beside_the_switch(web, house, thread, crowded, amina):
    there = web.as_(amina).get(url("thread", thread_id=thread.id)).text
    new = web.get(url("new_thread", circle=crowded.slug)).text

    for page in (there, new):
        for line in finding_out.lines(house, 23, house.ring.current):
            assert line in page


def test_it_is_a_link_on_her_own_anonymous_post_alone(web, house, make, thread, amina, bea):
    hers = url("finding_out", post_id=make.post(thread, 2).id)
    page = web.as_(amina).get(url("thread", thread_id=thread.id)).text
    shown = web.get(hers)

    assert page.count("/who-could-find-out") == 1
    assert hers in page
    assert shown.status_code == 200
    for line in finding_out.lines(house, 23, thread.key_epoch):
        assert line in shown.text
    assert "/who-could-find-out" not in web.as_(bea).get(url("thread", thread_id=thread.id)).text
    assert web.get(hers).status_code == 403


def test_it_stands_where_she_edits_it(web, make, thread, amina):
    web.as_(amina)
    pages = {seq: url("edit_post", post_id=make.post(thread, seq).id) for seq in (2, 3)}

    assert "when this thread’s key is destroyed" in web.get(pages[2]).text
    assert LINK not in web.get(pages[3]).text
    broken = web.send(web.get(pages[2]), pages[2], body="")
    assert broken.status_code == 422
    assert "when this thread’s key is destroyed" in broken.text


def test_a_post_with_her_name_has_no_such_page(web, make, thread, amina):
    named = url("finding_out", post_id=make.post(thread, 3).id)

    answer = web.as_(amina).get(named)

    assert answer.status_code == 303
    assert answer.headers["location"].endswith("#p3")


def test_a_visitor_is_asked_to_sign_in(web, make, thread):
    answer = web.visitor().get(url("finding_out", post_id=make.post(thread, 2).id))

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


def test_the_pages_that_explain_say_the_same(web, house):
    assert "15 months after" in web.visitor().get("/safety").text
    assert "after 35 days" in web.get("/privacy").text
