"""Collections: hosts put resources together, in an order of theirs and without a script."""

import re

import pytest
from sqlalchemy import select

from app.community.resources import collections
from app.community.resources.models import Collected, Collection, State
from app.core.keys import base32
from app.core.versions import CHANGED
from app.people.circles.models import Visibility
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.community.resources import making

WORDS = {"title": "Where to begin", "introduction": "Read these first.\n\nThen rest."}


@pytest.fixture
def three(make, circle, amina):
    return [making.resource(make, amina, circle, title) for title in ("One", "Two", "Three")]


@pytest.fixture
def number(make, circle, grace, three):
    return making.collection(make, grace, circle, resources=three)


def opened(web, by, **typed):
    page = web.as_(by).get("/resources/collections/new")
    return web.send(page, "/resources/collections/new", **(WORDS | typed))


def order(web, number, by):
    page = web.as_(by).get(url("collection", collection_id=number)).text
    return re.findall(r">(One|Two|Three)</a>", page)


def arrange(web, number, row, turn):
    """By the buttons of its page."""
    page = web.get(url("edit_collection", collection_id=number))
    path = url("arrange_collection", collection_id=number)
    for form in forms_of(page):
        if form.action == path and form.values["resource"] == base32(row.id):
            assert turn in {button["value"] for button in form.buttons}
            return web.client.post(path, data=form.values | {"turn": turn})
    raise AssertionError("no such button")


def test_of_two_hosts_the_second_is_told_and_keeps_her_words(web, session, number, grace):
    path = url("edit_collection", collection_id=number)
    opened = web.as_(grace).get(path)
    web.send(web.get(path), path, introduction="Begin here.\n\nThen there.")

    refused = web.send(opened, path, title="For a start")

    assert refused.status_code == 422
    assert CHANGED in refused.text
    assert "<p>Then there.</p>" in refused.text
    assert 'value="For a start"' in refused.text
    assert session.get_one(Collection, number).title == "Where to begin"
    answers = [web.send(refused, path).status_code for _ in range(2)]
    session.expire_all()
    row = session.get_one(Collection, number)
    assert answers == [303, 303]
    assert (row.title, row.introduction) == ("For a start", "Read these first.")


def test_a_host_opens_one_and_puts_resources_in(web, make, session, circle, three, grace, bea):
    answer = opened(web, grace, circle=circle.slug)

    assert "The collection is there" in web.follow(answer).text
    [row] = session.scalars(select(Collection))
    assert (row.title, row.circle_id) == (WORDS["title"], circle.id)
    for each in three:
        page = web.get(url("resource", resource_id=each.id))
        path = url("collect_resource", resource_id=each.id)
        assert web.send(page, path, collection=base32(row.id)).status_code == 303
    assert order(web, row.id, bea) == ["One", "Two", "Three"]
    page = web.get(url("resources", circle=circle.slug)).text
    assert WORDS["title"] in page
    assert "3 resources" in page
    assert '<p dir="auto">Then rest.</p>' in web.get(url("collection", collection_id=row.id)).text


def test_the_same_form_sent_twice_opens_one(web, session, circle, grace):
    page = web.as_(grace).get("/resources/collections/new")
    for _ in range(2):
        web.send(page, "/resources/collections/new", **WORDS, circle=circle.slug)

    assert len(session.scalars(select(Collection)).all()) == 1


def test_what_is_in_it_already_stands_once(web, session, three, number, grace, bea):
    web.as_(grace).get("/")
    web.post(url("collect_resource", resource_id=three[0].id), collection=base32(number))

    assert order(web, number, bea) == ["One", "Two", "Three"]


def test_up_down_and_out(web, three, number, grace, bea):
    web.as_(grace)
    arrange(web, number, three[2], "up")
    assert order(web, number, bea) == ["One", "Three", "Two"]
    web.as_(grace)
    arrange(web, number, three[0], "down")
    assert order(web, number, bea) == ["Three", "One", "Two"]
    web.as_(grace)
    arrange(web, number, three[0], "out")
    assert order(web, number, bea) == ["Three", "Two"]


def test_at_an_end_it_stays(web, three, number, grace, bea):
    web.as_(grace).get("/")
    path = url("arrange_collection", collection_id=number)
    for row, turn in ((three[0], "up"), (three[2], "down")):
        assert web.post(path, resource=base32(row.id), turn=turn).status_code == 303

    assert order(web, number, bea) == ["One", "Two", "Three"]


def test_what_is_not_shown_is_passed_over(web, session, three, number, grace, bea):
    three[1].state = State.DECLINED
    session.commit()
    assert order(web, number, bea) == ["One", "Three"]

    web.as_(grace)
    arrange(web, number, three[2], "up")
    assert order(web, number, bea) == ["Three", "One"]

    three[1].state = State.SHOWN
    session.commit()
    assert order(web, number, bea) == ["Three", "Two", "One"]


def test_changing_and_deleting_it(web, session, circle, three, number, grace):
    path = url("edit_collection", collection_id=number)
    web.send(web.as_(grace).get(path), path, title="Begin here", introduction="")
    assert "Begin here" in web.get("/resources").text

    path = url("delete_collection", collection_id=number)
    page = web.get(path)
    assert "The resources in it stay" in page.text
    assert web.send(page, path).status_code == 303

    session.rollback()
    assert session.scalars(select(Collected)).all() == []
    listed = web.get("/resources").text
    assert "Begin here" not in listed
    assert "3 resources" in listed


@pytest.mark.parametrize("typed", [{"title": ""}, {"title": "x"}, {"introduction": "a" * 1501}])
def test_what_does_not_fit_is_said_and_kept(web, session, circle, number, grace, typed):
    path = url("edit_collection", collection_id=number)
    for answer in (
        opened(web, grace, circle=circle.slug, **typed),
        web.send(web.as_(grace).get(path), path, **typed),
    ):
        assert answer.status_code == 422
        assert typed.get("introduction", "") in answer.text
    assert [row.title for row in session.scalars(select(Collection))] == ["Where to begin"]


def test_what_is_of_another_circle_does_not_fit(web, make, session, number, grace, amina, bea):
    room = make.circle("Elsewhere")
    make.joins(amina, room)
    make.joins(grace, room)
    row = making.resource(make, amina, room, "From there")
    everybodys = making.resource(make, amina, title="From everywhere")
    web.as_(grace).get("/")

    answer = web.post(url("collect_resource", resource_id=row.id), collection=base32(number))
    web.post(url("collect_resource", resource_id=everybodys.id), collection=base32(number))

    assert answer.status_code == 422
    assert "This resource does not fit there" in answer.text
    page = web.as_(bea).get(url("collection", collection_id=number)).text
    assert "From there" not in page
    assert "From everywhere" in page


def test_a_full_one_says_so(web, make, session, monkeypatch, circle, number, amina, grace):
    monkeypatch.setattr(collections, "MOST_IN_ONE", 3)
    row = making.resource(make, amina, circle, "Four")
    web.as_(grace).get("/")

    answer = web.post(url("collect_resource", resource_id=row.id), collection=base32(number))

    assert answer.status_code == 422
    assert "room for 3 resources" in answer.text


def test_a_member_a_stranger_and_staff_elsewhere(
    web, session, circle, three, number, amina, stella, mona
):
    first = base32(three[0].id)
    deeds = [
        (url("edit_collection", collection_id=number), WORDS),
        (url("arrange_collection", collection_id=number), {"resource": first, "turn": "out"}),
        (url("delete_collection", collection_id=number), {}),
        (url("collect_resource", resource_id=three[0].id), {"collection": base32(number)}),
    ]
    for who in (amina, stella, mona):
        web.as_(who).get("/")
        assert {web.post(path, **typed).status_code for path, typed in deeds} == {403}
    web.as_(amina).get("/")
    assert web.post("/resources/collections/new", **WORDS).status_code == 404
    assert web.get("/resources/collections/new").status_code == 404
    circle.visibility = Visibility.PRIVATE
    session.commit()
    for who in (stella, mona):
        web.as_(who).get("/")
        assert {web.post(path, **typed).status_code for path, typed in deeds} == {404}
        assert web.get(url("collection", collection_id=number)).status_code == 404


def test_what_is_none_is_not_found(web, number, grace):
    web.as_(grace).get("/")
    path = url("arrange_collection", collection_id=number)

    assert web.post(path, resource="none", turn="up").status_code == 404
    assert web.post(path, resource="none", turn="out").status_code == 404
    assert web.post(path, resource="none", turn="sideways").status_code == 422
    assert web.get(url("collection", collection_id=1)).status_code == 404


def test_only_who_may_is_offered_everybody(web, circle, grace, mona):
    everybody = '<option value="">Everybody</option>'

    page = web.as_(grace).get("/resources/collections/new").text
    assert everybody not in page
    assert f'<option value="{circle.slug}"' in page
    assert everybody in web.as_(mona).get("/resources/collections/new").text


@pytest.mark.parametrize("length", [1501, 4001])
def test_the_limit_that_is_said_is_the_one_that_holds(web, circle, grace, length):
    page = web.as_(grace).get("/resources/collections/new")
    said = {"title": "Read", "introduction": "a" * length, "circle": circle.slug}

    answer = web.send(page, "/resources/collections/new", **said)

    assert f"This one has {length:,} characters. Make it 1,500 at most." in answer.text
