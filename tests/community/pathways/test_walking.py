"""How far a member is: marked and taken back, known to her alone, gone with her."""

import io
import json
import re
import zipfile

import pytest
from sqlalchemy import select

from app.community.pathways import progress
from app.community.pathways.models import Step
from app.core.keys import Broken
from app.people.sheets.models import Sheet
from tests import dump
from tests.community.pathways.making import begun, row, stepped
from tests.make import PASSWORD
from tests.mentoring.making import mentor
from tests.people.members.leaving import after, close


def marked(page):
    return page.count("Not done after all")


def test_she_marks_a_step_and_takes_it_back(web, grace, amina):
    slug = begun(web, grace)
    first, second = (stepped(web, grace, slug, heading=words) for words in ("Ask her", "Go there"))
    web.as_(amina)

    page = web.get(f"/pathways/{slug}")
    assert "Mark what you have done." in page.text
    answer = web.send(page, f"/pathways/{slug}/steps/{first}/done", on="yes")
    assert answer.headers["location"] == f"/pathways/{slug}#s{first}"
    page = web.get(f"/pathways/{slug}").text
    assert "You have marked 1 of 2 steps as done." in page
    assert marked(page) == 1

    web.post(f"/pathways/{slug}/steps/{second}/done", on="yes")
    web.post(f"/pathways/{slug}/steps/{second}/done", on="yes")
    assert marked(web.get(f"/pathways/{slug}").text) == 2
    web.post(f"/pathways/{slug}/steps/{first}/done", on="no")
    web.post(f"/pathways/{slug}/steps/{first}/done", on="no")
    assert marked(web.get(f"/pathways/{slug}").text) == 1


def test_nobody_else_sees_it(web, grace, amina, bea):
    slug = begun(web, grace)
    number = stepped(web, grace, slug)
    web.as_(amina).post(f"/pathways/{slug}/steps/{number}/done", on="yes")

    for who in (bea, grace):
        assert marked(web.as_(who).get(f"/pathways/{slug}").text) == 0
    visitor = web.visitor().get(f"/pathways/{slug}").text
    assert "Mark" not in visitor
    assert "done" not in re.sub(r"<head>.*</head>", "", visitor, flags=re.DOTALL)


def test_a_visitor_is_asked_to_sign_in(web, grace):
    slug = begun(web, grace)
    number = stepped(web, grace, slug)

    answer = web.visitor().post(f"/pathways/{slug}/steps/{number}/done", on="yes")

    assert answer.status_code == 403


def test_what_she_may_not_see_she_does_not_mark(web, session, grace, amina):
    slug = begun(web, grace, shown=False)
    number = stepped(web, grace, slug)

    answer = web.as_(amina).post(f"/pathways/{slug}/steps/{number}/done", on="yes")

    assert answer.status_code == 404
    assert session.scalars(select(Sheet)).all() == []


def test_taking_back_what_was_never_marked_writes_nothing(web, session, grace, amina):
    slug = begun(web, grace)
    number = stepped(web, grace, slug)

    assert web.as_(amina).post(f"/pathways/{slug}/steps/{number}/done", on="no").status_code == 303
    assert session.scalars(select(Sheet)).all() == []


def test_a_form_that_says_neither_is_refused(web, grace, amina):
    slug = begun(web, grace)
    number = stepped(web, grace, slug)

    web.as_(amina)
    assert web.post(f"/pathways/{slug}/steps/{number}/done", on="maybe").status_code == 422
    assert web.post(f"/pathways/{slug}/steps/{number}/done").status_code == 422


def test_the_tables_say_neither_who_nor_where(web, session, grace, amina):
    slug = begun(web, grace)
    number = stepped(web, grace, slug)

    before = dump.holding(session, str(row(session, slug).id))
    web.as_(amina).post(f"/pathways/{slug}/steps/{number}/done", on="yes")

    session.rollback()
    [sheet] = session.scalars(select(Sheet))
    for known in (amina.id.bytes, slug.encode(), number.encode()):
        assert known not in sheet.sealed
    assert dump.holding(session, str(row(session, slug).id)) == before


def test_two_pathways_are_two_sheets_of_one_size(web, session, grace, amina):
    for _ in range(2):
        slug = begun(web, grace)
        number = stepped(web, grace, slug)
        web.as_(amina).post(f"/pathways/{slug}/steps/{number}/done", on="yes")

    session.rollback()
    assert len({len(sheet.sealed) for sheet in session.scalars(select(Sheet))}) == 1


# Her copy, and her leaving


def export(web, who):
    """What her copy says of pathways."""
    sent = web.as_(who).post("/settings/export", password=PASSWORD)
    with zipfile.ZipFile(io.BytesIO(sent.content)) as files:
        said, page = json.loads(files.read("data.json")), files.read("index.html").decode()
    return said["pathways"], said["stands"], page


def test_she_takes_it_with_her(web, make, session, grace, amina, bea):
    mentor(make, amina)
    slug = begun(web, grace)
    first = stepped(web, grace, slug, heading="Say yes")
    asked = stepped(web, grace, slug, heading="Ask somebody", thing="/mentors/amina")
    web.as_(amina).post(f"/pathways/{slug}/steps/{first}/done", on="yes")
    web.post(f"/pathways/asked/{asked}", answer="yes")

    pathways, stands, page = export(web, amina)

    assert pathways == [{"pathway": "Your first talk", "done": ["Say yes"]}]
    assert stands == [
        {"pathway": "Your first talk", "step": "Ask somebody", "answer": "You agreed."}
    ]
    assert "How far you are on pathways" in page
    assert export(web, bea)[:2] == ([], [])


def test_of_what_is_no_more_for_her_her_copy_says_no_title(web, session, grace, amina):
    slug = begun(web, grace)
    number = stepped(web, grace, slug)
    web.as_(amina).post(f"/pathways/{slug}/steps/{number}/done", on="yes")
    web.as_(grace).post(f"/pathways/{slug}/show", on="no")

    pathways, _, page = export(web, amina)

    assert pathways == [
        {"pathway": "A pathway that is not there any more, or not for you", "done": []}
    ]
    assert "Your first talk" not in page


def test_it_goes_with_her(web, make, session, house, grace, amina, stella):
    mentor(make, amina)
    slug = begun(web, grace)
    number = stepped(web, grace, slug, thing="/mentors/amina")
    web.as_(amina).post(f"/pathways/asked/{number}", answer="yes")
    web.post(f"/pathways/{slug}/steps/{number}/done", on="yes")
    session.rollback()
    [before] = [sheet.sealed for sheet in session.scalars(select(Sheet))]
    with make._as(amina) as (_, viewer):
        own = progress._drawer(viewer, house.ring)
    close(web, amina)

    after(house)

    session.rollback()
    [sheet] = session.scalars(select(Sheet))
    assert own.opened(sheet.id, before)[0].words.done
    with pytest.raises(Broken):
        own.opened(sheet.id, sheet.sealed)
    step = session.scalars(select(Step)).one()
    assert (step.kind, step.mentor_id, step.link) == ("", None, None)
    assert "/mentors/" not in web.as_(stella).get(f"/pathways/{slug}").text
