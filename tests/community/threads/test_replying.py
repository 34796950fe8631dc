"""Replying: under one's own name, once, to a thread that can be read and is open."""

import pytest
from sqlalchemy import func, select

from app.community.threads.models import Post
from app.core.keys import base32


def url(thread):
    return f"/t/{base32(thread.id)}/replies"


def page(thread):
    return f"/t/{base32(thread.id)}"


def test_a_reply_stands_in_the_thread_under_her_name(web, make, circle, amina, bea):
    thread = make.thread(circle, bea)
    form = web.as_(amina).get(page(thread))

    answer = web.send(form, url(thread), body="I kept a lamp on.")

    shown = web.follow(answer)
    assert "I kept a lamp on." in shown.text
    assert "Amina" in shown.text


def test_the_same_form_sent_twice_makes_one_reply(web, session, make, circle, amina, bea):
    thread = make.thread(circle, bea)
    form = web.as_(amina).get(page(thread))

    first = web.send(form, url(thread), body="Once")
    second = web.send(form, url(thread), body="Once")

    assert first.headers["location"] == second.headers["location"]
    assert session.scalar(select(func.count()).select_from(Post)) == 2


def test_an_empty_reply_is_asked_for_again(web, make, circle, amina, bea):
    thread = make.thread(circle, bea)

    answer = web.as_(amina).post(url(thread), body="  ", content_note="sleep")

    assert answer.status_code == 422
    assert 'id="body-error"' in answer.text
    assert 'value="sleep"' in answer.text


@pytest.mark.parametrize("body", ["* ", "#", "---", "> \n>", "\u200b"])
def test_a_reply_of_which_nothing_would_be_seen_is_asked_for_again(
    web, make, circle, amina, bea, body
):
    thread = make.thread(circle, bea)

    answer = web.as_(amina).post(url(thread), body=body)

    assert answer.status_code == 422
    assert 'id="body-error"' in answer.text


@pytest.mark.parametrize("body", [":-)", "❤", "?", "- yes", "**yes**", "1"])
def test_a_reply_may_be_as_short_as_she_likes(web, make, circle, amina, bea, body):
    thread = make.thread(circle, bea)

    assert web.as_(amina).post(url(thread), body=body).status_code == 303


def test_a_stranger_cannot_tell_that_a_private_thread_exists(web, make, stella, amina):
    hidden = make.circle("Quiet room", visibility="private")
    thread = make.thread(hidden, amina)

    answer = web.as_(stella).post(url(thread), body="Hello")
    nothing = web.as_(stella).post("/t/zzzzzzzzzzzzz/replies", body="Hello")

    assert answer.status_code == nothing.status_code == 404


def test_a_member_of_no_circle_is_told_to_join(web, make, circle, amina, stella):
    thread = make.thread(circle, amina)

    answer = web.as_(stella).post(url(thread), body="Hello from outside")

    assert answer.status_code == 403
    assert "Join this circle" in answer.text
    assert "Hello from outside" in answer.text


def test_a_visitor_is_asked_to_sign_in_and_keeps_her_words(web, make, amina):
    thread = make.thread(make.circle("Open room", visibility="public"), amina)
    web.visitor().get("/sign-in")

    answer = web.post(url(thread), body="I have something to say")

    assert answer.status_code == 403
    assert "I have something to say" in answer.text


def test_a_closed_thread_takes_no_replies(web, make, circle, amina, bea):
    thread = make.thread(circle, bea, locked=True)

    answer = web.as_(amina).post(url(thread), body="Hello")

    assert answer.status_code == 403
    assert "closed" in answer.text
