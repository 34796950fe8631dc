"""A member whom moderators have paused: she reads, and leaves, and says nothing to the other."""

import pytest

from app.people.members.models import Standing
from tests.mentoring.mentorships import pairs
from tests.mentoring.mentorships.pairs import path

WORDS = {"frequency": "a", "contact": "b", "confidentiality": "c", "again": "", "every": "4"}
SAID = {"helped": "Much.", "would_help": "", "score": "3"}


@pytest.fixture
def paused(session, make, here, dina):
    note, goal = pairs.note(make, dina, here), pairs.goal(make, dina, here)
    said = pairs.say(make, dina, here)
    dina.standing = Standing.PAUSED
    session.merge(dina)
    session.commit()
    return {"note_id": note}, {"goal_id": goal}, {"feedback_id": said}


def test_what_the_other_would_read_is_refused(web, here, paused, dina):
    note, goal, said = paused
    web.as_(dina)
    for route, values, fields in (
        ("new_note", {}, {"body": "Hello", "readers": "both"}),
        ("edit_note", note, {"body": "Hello"}),
        ("new_goal", {}, {"title": "Hello", "until": "", "steps": ""}),
        ("edit_goal", goal, {"title": "Hello", "until": "", "steps": ""}),
        ("finish_goal", goal, {"word": "Hello"}),
        ("mentorship_agreement", {}, WORDS),
        ("mentorship_feedback", {}, SAID | {"shown": "on"}),
        ("show_feedback", said, {"on": "yes"}),
    ):
        answer = web.post(path(here, route, **values), **fields)
        assert answer.status_code == 403, route
        assert "You can read, but not write to her, while you are paused." in answer.text


def test_she_reads_writes_for_herself_and_leaves(web, here, paused, dina):
    note, _goal, _said = paused
    page = web.as_(dina).get(path(here))
    assert page.status_code == 200
    assert "Add a shared note" not in page.text
    assert "Add a goal" not in page.text
    for route, values, fields in (
        ("new_note", {}, {"body": "For me", "readers": "own"}),
        ("delete_note", note, {}),
        ("check_ins", {}, {"how": "well", "words": ""}),
        ("mentorship_feedback", {}, SAID),
        ("end_mentorship", {}, {}),
    ):
        assert web.post(path(here, route, **values), **fields).status_code == 303, route
