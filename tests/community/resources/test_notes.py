"""Notes under a resource: by name, one each, to change and to delete."""

import pytest
from sqlalchemy import select

from app.community.resources import policy
from app.community.resources.models import Note, NoteState, State
from app.core import clock
from app.people.circles.models import Visibility
from app.web.kit.addresses import url
from tests.browser import without_chance
from tests.community.resources import making

WORDS = "It gave me the words I was missing."


@pytest.fixture
def row(make, circle, grace):
    return making.resource(make, grace, circle)


def notes(session):
    session.rollback()
    return session.scalars(select(Note).execution_options(populate_existing=True)).all()


def test_a_member_leaves_one_under_her_name(resources, web, row, amina, bea):
    answer = resources.note(amina, row, WORDS)

    assert "Your note is kept" in web.follow(answer).text
    page = resources.page(row, bea).text
    assert WORDS in page
    assert "Amina" in page
    assert "Delete your note" not in page


def test_a_second_one_changes_the_first(resources, session, row, amina, bea):
    resources.note(amina, row, WORDS)
    assert WORDS in resources.page(row, amina).text

    resources.note(amina, row, "Said better.")

    [note] = notes(session)
    assert (note.body, note.member_id, note.day) == ("Said better.", amina.id, clock.today())
    assert WORDS not in resources.page(row, bea).text


def test_she_deletes_hers_and_nobody_elses(resources, web, session, row, amina, bea):
    resources.note(amina, row, WORDS)
    path = url("delete_resource_note", resource_id=row.id)

    assert web.as_(bea).post(path).status_code == 404
    page = resources.page(row, amina)
    assert "Your note is deleted" in web.follow(web.send(page, path)).text
    assert notes(session) == []


@pytest.mark.parametrize("body", ["", "   ", "a" * 501])
def test_what_does_not_fit_is_said_and_kept(resources, session, row, amina, body):
    answer = resources.note(amina, row, body)

    assert answer.status_code == 422
    assert "There is one thing to change" in answer.text
    assert body.strip() in answer.text
    assert notes(session) == []


def test_what_she_writes_stays_words(resources, row, amina):
    resources.note(amina, row, "<script>alert(1)</script> *not bold*")

    page = resources.page(row, amina).text
    assert "<script>alert(1)" not in page
    assert "*not bold*" in page


def test_who_may_not(resources, web, session, circle, row, stella, amina):
    path = url("note_resource", resource_id=row.id)
    web.as_(stella).get("/")
    assert web.post(path, body=WORDS).status_code == 403
    assert "Join this circle to write in it" in resources.page(row, stella).text
    resources.pause(amina)
    web.as_(amina).get("/")
    assert web.post(path, body=WORDS).status_code == 403
    circle.visibility = Visibility.PRIVATE
    session.commit()
    web.as_(stella).get("/")
    assert web.post(path, body=WORDS).status_code == 404
    assert notes(session) == []


def test_whom_its_author_has_blocked_is_told_nothing_of_that(
    resources, web, session, row, amina, grace
):
    web.as_(grace).post("/m/amina/block", change="block")

    answer = resources.note(amina, row, WORDS)

    assert answer.status_code == 403
    assert policy.NO_NOTES in answer.text
    assert "block" not in without_chance(answer.text.partition("<main")[2])
    assert notes(session) == []


def test_where_there_is_no_room_the_words_are_the_same(
    resources, web, session, monkeypatch, row, amina, bea
):
    resources.note(amina, row, WORDS)
    monkeypatch.setattr(policy, "NOTES_MOST", 1)

    web.as_(bea).get("/")
    answer = web.post(url("note_resource", resource_id=row.id), body="One more")

    assert answer.status_code == 403
    assert policy.NO_NOTES in answer.text
    # Hers she can still change.
    web.as_(amina).get("/")
    assert web.post(url("note_resource", resource_id=row.id), body="Mended").status_code == 303
    assert [note.body for note in notes(session)] == ["Mended"]


def test_one_that_was_taken_down_is_there_for_her_alone(resources, web, session, row, amina, bea):
    resources.note(amina, row, WORDS)
    session.query(Note).update({"state": NoteState.HIDDEN})
    session.commit()

    assert WORDS not in resources.page(row, bea).text
    page = resources.page(row, amina).text
    assert WORDS in page
    assert "A moderator has hidden your note" in page
    web.as_(amina).get("/")
    assert web.post(url("note_resource", resource_id=row.id), body="Other").status_code == 403


def test_what_is_not_shown_takes_no_notes(web, make, circle, amina):
    row = making.resource(make, amina, circle, state=State.SUGGESTED)
    web.as_(amina).get("/")

    for name, typed in (("note_resource", {"body": WORDS}), ("resource_helped", {"on": "yes"})):
        assert web.post(url(name, resource_id=row.id), **typed).status_code == 404
