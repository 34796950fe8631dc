"""Sharing one as a win: her words in the ordinary form, and nothing that joins the two."""

import pytest
from sqlalchemy import select

from app.community.threads.models import Intent, Post, Thread
from app.people.circles.models import Anonymity
from app.people.members.models import Standing
from app.web.kit.addresses import url
from tests import dump
from tests.browser import forms_of

START = "/c/new-mothers/threads"


@pytest.fixture
def crowded(session, circle):
    circle.crowd = 30
    session.commit()
    return circle


@pytest.fixture
def form(web, crowded, amina, hers):
    """The page on which she finds her words again."""
    ask = web.as_(amina).get(hers["share_evidence"])
    return web.send(ask, hers["share_evidence"], circle="new-mothers")


def test_she_chooses_among_her_circles(web, make, crowded, amina, entry, hers):
    make.circle("Elsewhere", visibility="public")

    page = web.as_(amina).get(hers["share_evidence"])

    assert 'value="new-mothers"' in page.text
    assert "elsewhere" not in page.text
    assert entry.words.what in page.text
    assert entry.words.who not in page.text.partition("<main")[2]


def test_the_words_stand_in_the_form_of_that_circle_and_in_no_address(form):
    assert form.status_code == 200
    [found] = [one for one in forms_of(form) if one.action == START]
    assert found.values["body"] == "I said what nobody said.\n\nWe moved the date."
    assert found.values["intent"] == "celebrate"
    assert found.values["title"] == ""
    assert "Bea" not in found.values["body"]
    assert "Nothing has been sent." in form.text


def test_under_her_name(web, session, form, amina):
    answer = web.send(form, START, title="I said it")

    assert "I said what nobody said." in web.follow(answer).text
    thread = session.scalars(select(Thread)).one()
    assert (thread.title, thread.intent) == ("I said it", Intent.CELEBRATE)
    assert session.scalars(select(Post.author_id)).one() == amina.id


def test_or_anonymously(web, session, form):
    answer = web.send(form, START, title="I said it", anonymous="on")

    assert answer.status_code == 303
    post = session.scalars(select(Post)).one()
    assert post.author_id is None
    assert post.voice is not None


def test_the_usual_softener_speaks_to_her(web, make, session, crowded, amina):
    entry = make.evidence(amina, "I was promoted. I work at Siemens in Leeds.")
    path = url("share_evidence", entry_id=entry.id)
    form = web.send(web.as_(amina).get(path), path, circle="new-mothers")

    answer = web.send(form, START, title="Promoted", anonymous="on")

    assert answer.status_code == 200
    assert "may identify you" in answer.text
    assert session.scalars(select(Thread)).all() == []


def test_nothing_joins_the_thread_to_the_file(web, session, rows, crowded, amina, entry, hers):
    before, sheets = dump.of(session), rows()
    ask = web.as_(amina).get(hers["share_evidence"])
    form = web.send(ask, hers["share_evidence"], circle="new-mothers")
    assert {t for t, r in dump.of(session).items() if r != before[t]} == {"sessions"}

    web.send(form, START, title="I said it", anonymous="on")

    assert rows() == sheets
    changed = {table for table, found in dump.of(session).items() if found != before[table]}
    assert changed == {"sessions", "circles", "threads", "posts", "voices"}
    [found] = [one for one in forms_of(form) if one.action == START]
    assert not any(str(entry.id) in v or hers["edit_evidence"] in v for v in found.values.values())


def test_a_circle_where_nobody_has_a_name_says_so(web, session, crowded, amina, hers):
    crowded.anonymity = Anonymity.ALWAYS
    session.commit()

    form = web.as_(amina).post(hers["share_evidence"], circle="new-mothers")

    [found] = [one for one in forms_of(form) if one.action == START]
    assert found.values["anonymous"] == "on"


def test_a_circle_that_is_not_hers_is_refused(web, make, amina, hers):
    make.circle("Open", visibility="public")
    make.circle("Secret", visibility="private")
    web.as_(amina)

    assert web.post(hers["share_evidence"], circle="open").status_code == 403
    assert web.post(hers["share_evidence"], circle="secret").status_code == 404
    assert web.post(hers["share_evidence"], circle="none").status_code == 404


@pytest.mark.parametrize("fields", [{}, {"circle": ""}, {"circle": "No such!"}])
def test_without_a_circle_she_is_asked_again(web, amina, entry, hers, fields):

    answer = web.as_(amina).post(hers["share_evidence"], **fields)

    assert answer.status_code == 422
    assert 'id="circle-error"' in answer.text
    assert entry.words.what in answer.text


def test_who_is_paused_is_told_until_when(web, session, amina, hers):
    amina.standing = Standing.PAUSED
    session.merge(amina)
    session.commit()

    assert "You can read, but not post" in web.as_(amina).get(hers["share_evidence"]).text
    assert web.post(hers["share_evidence"], circle="new-mothers").status_code == 403


def test_who_is_in_no_circle_is_shown_the_way(web, make, stella):
    entry = make.evidence(stella)

    page = web.as_(stella).get(url("share_evidence", entry_id=entry.id)).text

    assert "You are in no circle yet." in page
