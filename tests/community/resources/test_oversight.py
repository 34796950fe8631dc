"""Reports and decisions about resources and notes; taking them along, and leaving."""

import io
import zipfile

import pytest
from sqlalchemy import select

from app.community.resources.models import Note, NoteState, Resource, State
from app.core.keys import base32
from app.oversight.moderation.models import Action, Case
from app.people.circles.models import Visibility
from app.people.subjects import Deed, Given, SubjectRef
from app.web.kit.addresses import url
from tests.community.resources import making
from tests.make import PASSWORD
from tests.people.members.leaving import after, close

TITLE, WORDS = "Where to ring", "She answers at once."


@pytest.fixture
def row(make, circle, bea):
    return making.resource(make, bea, circle, TITLE)


@pytest.fixture
def note(make, row, amina):
    return making.note(make, amina, row, WORDS)


def report(web, by, kind, number):
    path = url("report", kind=kind, id=base32(number))
    assert web.as_(by).get(path).status_code == 200
    return web.post(path, reason="unkind", note="Please look.")


def case(session):
    session.rollback()
    return session.scalars(select(Case)).one()


def test_a_resource_is_reported_and_removed_with_a_statement(
    resources, make, web, session, row, amina, bea, mona
):
    page = resources.page(row, amina).text
    assert url("report", kind="resource", id=base32(row.id)) in page
    assert report(web, amina, "resource", row.id).status_code == 303
    found = case(session)
    shown = web.as_(mona).get(f"/moderation/cases/{base32(found.id)}").text
    assert TITLE in shown

    make.decision(found.id, mona, Action.REMOVE, "It is an advert.")

    assert resources.one(TITLE).state is State.REMOVED
    assert TITLE not in resources.list(amina)
    assert resources.page(row, amina).status_code == 404
    assert "A moderator has taken this down" in resources.page(row, bea).text
    assert "It is an advert." in web.as_(bea).get(url("notice", notice_id=found.id)).text


def test_a_note_is_reported_and_hidden(
    resources, make, web, session, row, note, amina, bea, stella, mona
):
    page = resources.page(row, bea).text
    assert url("report", kind="resource-note", id=base32(note)) in page
    assert report(web, bea, "resource-note", note).status_code == 303
    found = case(session)
    assert WORDS in web.as_(mona).get(f"/moderation/cases/{base32(found.id)}").text

    make.decision(found.id, mona, Action.HIDE, "It names somebody.")

    assert WORDS not in resources.page(row, stella).text
    assert "A moderator has hidden your note" in resources.page(row, amina).text


@pytest.mark.parametrize("kind", ["resource", "resource-note"])
def test_nobody_reports_her_own_or_what_she_may_not_see(
    web, make, session, circle, row, note, amina, bea, stella, kind
):
    number, owner = (row.id, bea) if kind == "resource" else (note, amina)
    path = url("report", kind=kind, id=base32(number))
    assert web.as_(owner).get(path).status_code == 403
    circle.visibility = Visibility.PRIVATE
    session.commit()
    assert web.as_(stella).get(path).status_code == 404
    assert web.get(url("report", kind=kind, id="none")).status_code == 404


@pytest.mark.parametrize("deed", [Deed.HIDE, Deed.REMOVE])
def test_a_deed_is_taken_back_and_its_words_are_destroyed_in_time(house, session, row, note, deed):
    for kind, number, table, shown in (
        ("resource-note", note, Note, NoteState.SHOWN),
        ("resource", row.id, Resource, State.SHOWN),
    ):
        subject, ref = house.subjects.of_kind(kind), SubjectRef(kind, base32(number))
        with house.database.changing() as changing:
            before = subject.do(changing, ref.id, deed, Given())
        with house.database.changing() as changing:
            subject.undo(changing, ref.id, deed, before)
        session.rollback()
        assert session.get(table, number).state is shown
        with house.database.changing() as changing:
            subject.destroy(changing, [ref.id])
        session.rollback()
        assert session.get(table, number) is not None
        with house.database.changing() as changing:
            subject.do(changing, ref.id, deed, Given())
        with house.database.changing() as changing:
            subject.destroy(changing, [ref.id])
        session.expire_all()
        assert session.get(table, number) is None
        assert subject.look(session, ref.id) is None
        assert house.subjects.known(session, [ref]) == {}
        session.rollback()


def exported(web, member):
    web.as_(member)
    page = web.get("/settings/export")
    answer = web.send(page, "/settings/export", password=PASSWORD)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        return {name: files.read(name).decode() for name in files.namelist()}


def test_she_takes_along_what_she_suggested_and_noted(web, row, note, amina, bea):
    hers = exported(web, bea)
    assert TITLE in hers["index.html"]
    assert TITLE in hers["data.json"]
    assert WORDS not in hers["index.html"]

    noted = exported(web, amina)
    assert WORDS in noted["index.html"]
    assert f"under <bdi>{TITLE}</bdi>" in noted["index.html"]


def test_what_she_may_no_longer_read_is_not_named(
    web, make, session, circle, row, note, bea, amina
):
    circle.visibility = Visibility.PRIVATE
    session.commit()
    web.as_(amina).post(url("leave_circle", circle=circle.slug))

    noted = exported(web, amina)

    assert WORDS in noted["index.html"]
    assert TITLE not in noted["index.html"]


def test_while_she_is_leaving_she_is_not_named(resources, web, row, note, amina, bea):
    close(web, amina)

    page = resources.page(row, bea).text

    assert WORDS in page
    assert "A former member" in page
    assert "/m/amina" not in page


def test_what_stays_is_nobodys(resources, web, house, make, session, circle, note, row, bea):
    making.resource(make, bea, circle, "Waits", state=State.SUGGESTED)
    close(web, bea)

    after(house)

    session.expire_all()
    assert session.get(Resource, row.id).member_id is None
    assert session.get(Note, note) is not None
    assert resources.one("Waits") is None


def test_or_it_goes_with_her(resources, web, house, session, note, row, amina, bea, stella):
    number = row.id
    close(web, amina, words="remove")
    after(house)
    session.expire_all()
    assert session.get(Note, note) is None
    assert session.get(Resource, number) is not None

    page = web.as_(bea).get("/settings/close")
    web.send(page, "/settings/close", words="remove", password=PASSWORD)
    after(house)

    session.expire_all()
    assert session.get(Resource, number) is None
    path = url("resource", resource_id=number)
    assert web.as_(stella).get(path).status_code == 404
