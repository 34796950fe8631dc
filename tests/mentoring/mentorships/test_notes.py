"""Notes: those that the two share, and those for her eyes alone."""

import pytest

from app.core.keys import base32
from app.people.sheets.models import Sheet
from tests import dump
from tests.browser import forms_of
from tests.mentoring.mentorships import pairs
from tests.mentoring.mentorships.pairs import path

SHARED, OWN = "Write what would have gone wrong.", "She interrupts me."


@pytest.fixture
def shared(make, here, thandeka):
    """A note that Thandeka has written for both."""
    return pairs.note(make, thandeka, here, SHARED)


@pytest.fixture
def own(make, here, dina):
    """A note of Dina’s for herself."""
    return pairs.own_note(make, dina, here, OWN)


def test_a_shared_note_is_read_by_both_with_who_and_when(web, here, thandeka, dina):
    page = web.as_(thandeka).get(path(here))
    assert web.send(page, path(here, "new_note"), body="On the *form*").status_code == 303

    page = web.as_(dina).get(path(here)).text
    assert "On the <em>form</em>" in page
    assert page.index("Thandeka</bdi></a>") < page.index("On the <em>form</em>")


def test_a_note_of_her_own_is_read_by_herself_alone(web, here, thandeka, dina, olga, mona):
    page = web.as_(dina).get(path(here, notes="own"))
    assert "Add a note for yourself" in page.text
    answer = web.send(page, path(here, "new_note"), body=OWN)
    assert "notes=own" in answer.headers["location"]

    assert OWN in web.get(path(here, notes="own")).text
    assert OWN not in web.get(path(here)).text
    for who in (thandeka, olga, mona):
        assert OWN not in web.as_(who).get(path(here, notes="own")).text


def test_the_database_says_nothing_of_it(session, here, shared, own):
    for words in (SHARED, OWN, "Write what", "interrupts"):
        assert dump.holding(session, words) == []
    assert session.query(Sheet).count() == 1


def test_own_notes_of_another_mentorship_are_not_here(web, make, here, stella, dina, own):
    other = pairs.pair(make, stella, dina)

    assert OWN not in web.as_(dina).get(path(other, notes="own")).text
    assert web.get(path(other, "edit_own_note", note_id=own)).status_code == 404
    assert web.get(path(other, "delete_own_note", note_id=own)).status_code == 404


@pytest.mark.parametrize("readers", ["both", "own"])
def test_the_same_form_twice_is_one_note(web, here, dina, readers):
    page = web.as_(dina).get(path(here, notes="own" if readers == "own" else ""))
    for _ in "12":
        web.send(page, path(here, "new_note"), body="Only once.")

    assert web.get(path(here, notes=readers)).text.count("Only once.") == 1


@pytest.mark.parametrize("readers", ["both", "own"])
@pytest.mark.parametrize(
    ("body", "why"), [("", "Please fill this in."), ("x" * 8001, "Make it 8,000 at most.")]
)
def test_what_does_not_fit_is_said_and_her_words_stay(web, here, dina, readers, body, why):
    answer = web.as_(dina).post(path(here, "new_note"), body=body, readers=readers)

    assert answer.status_code == 422
    assert why in answer.text
    assert body in answer.text
    assert ("Add a note for yourself" in answer.text) is (readers == "own")


def test_who_reads_it_has_to_be_said(web, here, dina):
    answer = web.as_(dina).post(path(here, "new_note"), body="Hm", readers="everybody")

    assert answer.status_code == 422


def test_she_edits_her_own_and_it_says_so(web, here, shared, thandeka, dina):
    edit = path(here, "edit_note", note_id=shared)
    page = web.as_(thandeka).get(edit)
    assert SHARED in page.text
    assert web.send(page, edit, body="Write less.").status_code == 303

    page = web.as_(dina).get(path(here)).text
    assert "Write less." in page
    assert SHARED not in page
    assert "edited" in page


def test_she_edits_a_note_for_herself(web, here, own, dina):
    edit = path(here, "edit_own_note", note_id=own)
    page = web.as_(dina).get(edit)
    assert OWN in page.text
    web.send(page, edit, body="She lets me speak now.")

    page = web.get(path(here, notes="own")).text
    assert "She lets me speak now." in page
    assert OWN not in page


@pytest.mark.parametrize("route", ["edit_note", "edit_own_note"])
def test_an_empty_note_is_no_note(web, make, here, dina, own, route):
    mine = pairs.note(make, dina, here, "Mine") if route == "edit_note" else own

    answer = web.as_(dina).post(path(here, route, note_id=mine), body=" ")

    assert answer.status_code == 422
    assert "Please fill this in." in answer.text


def test_the_other_s_note_is_not_hers_to_change(web, here, shared, own, thandeka, dina):
    for route, note, who in (("note", shared, dina), ("own_note", own, thandeka)):
        web.as_(who)
        edit, delete = (path(here, f"{deed}_{route}", note_id=note) for deed in ("edit", "delete"))
        assert edit not in web.get(path(here)).text
        for at in (edit, delete):
            assert web.get(at).status_code == 404
        assert web.post(edit, body="No").status_code == 404
        assert web.post(delete).status_code == 404
    assert SHARED in web.as_(thandeka).get(path(here)).text
    assert OWN in web.as_(dina).get(path(here, notes="own")).text


def test_a_goal_is_no_note(web, make, here, dina):
    goal = pairs.goal(make, dina, here)

    assert web.as_(dina).get(path(here, "edit_note", note_id=goal)).status_code == 404


@pytest.mark.parametrize("route", ["delete_note", "delete_own_note"])
def test_she_deletes_hers_after_a_question(web, make, session, here, dina, own, route):
    mine = pairs.note(make, dina, here, "Mine") if route == "delete_note" else own
    delete = path(here, route, note_id=mine)
    page = web.as_(dina).get(delete)
    assert ("Mine" if route == "delete_note" else OWN) in page.text

    assert web.send(page, delete).status_code == 303

    assert web.get(delete).status_code == 404
    for notes in ("", "own"):
        page = web.get(path(here, notes=notes)).text
        assert "Mine" not in page
        assert OWN not in page or route == "delete_note"


def test_a_stranger_finds_none(web, here, shared, own, stella):
    web.as_(stella)
    for route, note in (("note", shared), ("own_note", own)):
        for deed, fields in (("edit", {"body": "Mine"}), ("delete", {})):
            at = path(here, f"{deed}_{route}", note_id=note)
            assert web.get(at).status_code == 404
            assert web.post(at, **fields).status_code == 404
    assert web.post(path(here, "new_note"), body="Hello", readers="both").status_code == 404
    assert web.post(path(here, "new_note"), body="Hello", readers="own").status_code == 404


def test_afterwards_notes_are_read_and_taken_away_and_not_written(
    web, here, shared, own, thandeka, dina
):
    web.as_(dina).post(path(here, "end_mentorship"))

    web.as_(thandeka)
    deeds = [
        web.post(path(here, "new_note"), body="One more thing", readers="both"),
        web.post(path(here, "edit_note", note_id=shared), body="Changed"),
        web.as_(dina).post(path(here, "new_note"), body="One more thing", readers="own"),
        web.post(path(here, "edit_own_note", note_id=own), body="Changed"),
    ]
    for answer in deeds:
        assert answer.status_code == 403
        assert "This mentorship is over." in answer.text
    assert OWN in web.get(path(here, notes="own")).text
    assert web.post(path(here, "delete_own_note", note_id=own)).status_code == 303
    assert web.as_(thandeka).post(path(here, "delete_note", note_id=shared)).status_code == 303
    assert SHARED not in web.get(path(here)).text


def test_words_of_any_script_and_none_of_a_program(web, here, dina, thandeka):
    body = "<script>alert(1)</script> שלום **نعم**"
    web.as_(dina).post(path(here, "new_note"), body=body, readers="both")

    page = web.as_(thandeka).get(path(here)).text
    assert "<script>alert" not in page
    assert "<strong>نعم</strong>" in page


def test_the_forms_of_a_page_lead_to_its_own_notes_alone(web, here, shared, own, dina):
    forms = forms_of(web.as_(dina).get(path(here, notes="own")))

    assert not [f.action for f in forms if base32(shared) in f.action]
