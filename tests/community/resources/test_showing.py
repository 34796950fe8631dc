"""What those do who look after resources: show them, say no kindly, take either back."""

import re

import pytest

from app.community.resources.models import State
from app.people.circles.models import Visibility
from app.web.kit.addresses import url
from tests.community.resources import making

ANSWER = "We have one like it, and yours was the kinder. Please tell us of the next."


@pytest.fixture
def waiting(make, circle, amina):
    return making.resource(make, amina, circle, state=State.SUGGESTED)


def mark(page):
    """Of what a host has read when she decides."""
    return re.search(r'name="as_of" value="([0-9a-f]+)"', page.text)[1]


def test_a_host_finds_it_and_shows_it(resources, web, waiting, grace, bea):
    assert "1 suggestion waits" in resources.list(grace)
    assert waiting.title in web.as_(grace).get("/resources/waiting").text

    answer = resources.turn(grace, waiting, "show")

    assert "It is shown now" in web.follow(answer).text
    assert waiting.title in resources.list(bea)
    assert "No suggestion waits" in resources.list(grace)


def test_until_then_nobody_else_sees_it(resources, waiting, web, amina, bea, stella, mona):
    for who in (None, bea, stella, mona):
        assert resources.page(waiting, who).status_code == 404
        assert waiting.title not in resources.list(who)
    assert "nobody else sees it" in resources.page(waiting, amina).text
    assert waiting.title not in resources.list(amina)


def test_who_suggested_it_reads_why_not_and_can_try_again(resources, web, waiting, grace, amina):
    resources.turn(grace, waiting, "decline", answer=ANSWER)

    page = resources.page(waiting, amina).text
    assert ANSWER in page
    path = url("edit_resource", resource_id=waiting.id)
    web.send(web.as_(amina).get(path), path, about="Said better.")
    assert (resources.one(waiting.title).state, resources.one(waiting.title).answer) == (
        State.SUGGESTED,
        "",
    )


def test_without_a_line_of_hers_we_say_a_kind_one(resources, waiting, grace, amina):
    resources.turn(grace, waiting, "decline")

    assert "Thank you for passing it on" in resources.page(waiting, amina).text


def test_nobody_shows_what_she_has_not_read(resources, web, waiting, grace, amina, bea):
    seen = mark(resources.page(waiting, grace))
    edit = url("edit_resource", resource_id=waiting.id)
    web.send(web.as_(amina).get(edit), edit, title="Something else")

    refused = resources.turn(grace, waiting, "show", as_of=seen)

    assert refused.status_code == 409
    assert "It says something else now" in refused.text
    assert resources.page(waiting, bea).status_code == 404
    seen = mark(resources.page(waiting, grace))
    assert resources.turn(grace, waiting, "show", as_of=seen).is_redirect


def test_what_was_decided_meanwhile_is_not_turned_by_an_old_page(
    resources, web, waiting, grace, bea
):
    seen = mark(resources.page(waiting, grace))
    resources.turn(grace, waiting, "show")

    refused = resources.turn(grace, waiting, "decline", answer=ANSWER, as_of=seen)

    assert refused.status_code == 409
    assert ANSWER in refused.text
    assert resources.page(waiting, bea).status_code == 200
    assert resources.turn(grace, waiting, "show", as_of=seen).is_redirect


def test_either_can_be_taken_back(resources, web, waiting, grace, bea):
    resources.turn(grace, waiting, "decline", answer=ANSWER)
    assert waiting.title in web.as_(grace).get("/resources/waiting").text

    resources.turn(grace, waiting, "wait")
    assert resources.one(waiting.title).state is State.SUGGESTED
    resources.turn(grace, waiting, "show")
    resources.turn(grace, waiting, "decline")
    assert waiting.title not in resources.list(bea)
    resources.turn(grace, waiting, "show")
    assert waiting.title in resources.list(bea)


def test_what_is_everybodys_waits_for_a_moderator(resources, make, web, amina, grace, mona, olga):
    row = making.resource(make, amina, state=State.SUGGESTED)

    assert resources.page(row, grace).status_code == 404
    assert row.title not in web.as_(grace).get("/resources/waiting").text
    assert row.title in web.as_(mona).get("/resources/waiting").text
    assert resources.turn(mona, row, "show").status_code == 303
    assert resources.turn(olga, row, "decline").status_code == 303


def test_staff_has_no_say_in_a_private_circle(
    resources, web, session, circle, waiting, mona, olga, grace
):
    circle.visibility = Visibility.PRIVATE
    session.commit()

    for who in (mona, olga):
        web.as_(who).get("/")
        path = url("look_at_resource", resource_id=waiting.id)
        assert web.post(path, turn="show", answer="").status_code == 404
        assert waiting.title not in web.get("/resources/waiting").text
    assert resources.turn(grace, waiting, "show").status_code == 303


def test_a_member_may_not(resources, web, make, circle, amina, bea):
    row = making.resource(make, amina, circle)
    for who in (amina, bea):
        web.as_(who).get("/")
        path = url("look_at_resource", resource_id=row.id)
        assert web.post(path, turn="decline", answer="").status_code == 403
        assert web.get("/resources/waiting").status_code == 404
        assert "For hosts" not in resources.page(row, who).text
    assert resources.one(row.title).state is State.SHOWN


@pytest.mark.parametrize("typed", [{"turn": "burn"}, {"turn": "decline", "answer": "a" * 401}])
def test_a_bad_form_is_shown_again(resources, waiting, grace, typed):
    answer = resources.turn(grace, waiting, **typed)

    assert answer.status_code == 422
    assert typed.get("answer", "") in answer.text
    assert resources.one(waiting.title).state is State.SUGGESTED


def test_what_a_moderator_has_taken_down_no_host_brings_back(
    resources, make, web, circle, amina, grace
):
    row = making.resource(make, amina, circle, state=State.REMOVED)

    web.as_(grace).get("/")
    path = url("look_at_resource", resource_id=row.id)
    assert web.post(path, turn="show", answer="").status_code == 404
    assert resources.one(row.title).state is State.REMOVED
