"""Opening and changing a circle."""

import pytest

from app.oversight.audit import chain
from app.oversight.audit.models import Entry
from app.people.circles.models import Circle, Visibility
from app.web.kit.addresses import url
from tests.browser import forms_of

WORDS = {
    "name": "Money plainly",
    "summary": "What things cost.",
    "about": "For *everybody* who counts.",
    "guidelines": "Say the number.\nNo gasping.",
    "visibility": "members",
    "anonymity": "never",
}


def entries(session):
    return [(e.verb, e.subject_kind, e.subject_id, e.actor) for e in session.query(Entry)]


def test_an_administrator_opens_one_and_is_its_first_host(web, session, olga):
    form = web.as_(olga).get("/circles/new")

    answer = web.send(form, "/circles/new", slug="money-plainly", **WORDS)

    shown = web.follow(answer)
    assert "The circle is open." in shown.text
    assert "<em>everybody</em>" in shown.text
    assert "No gasping." in shown.text
    assert ">Olga<" in shown.text
    assert entries(session) == [
        ("open", "circle", "money-plainly", chain.name(web.house.ring, olga.id))
    ]


@pytest.mark.parametrize("who", ["stella", "grace", "mona"])
def test_nobody_else_opens_one(web, session, request, circle, who):
    web.as_(request.getfixturevalue(who))

    asked = web.get("/circles/new")
    answer = web.post("/circles/new", slug="money-plainly", **WORDS)

    assert asked.status_code == answer.status_code == 403
    assert session.query(Circle).filter_by(slug="money-plainly").count() == 0


def test_a_taken_address_is_said_at_its_field_and_her_words_are_kept(web, session, circle, olga):
    web.as_(olga)

    answer = web.post("/circles/new", slug=circle.slug, **WORDS)

    assert answer.status_code == 422
    assert 'id="slug-error"' in answer.text
    assert "What things cost." in answer.text
    assert entries(session) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "No Spaces"),
        ("slug", "-x"),
        ("slug", "ab"),
        ("slug", "a" * 61),
        ("name", ""),
        ("name", "ab"),
        ("name", "n" * 61),
        ("summary", ""),
        ("about", "a" * 4001),
        ("guidelines", "a" * 4001),
        ("visibility", "everybody"),
        ("anonymity", "sometimes"),
    ],
)
def test_what_does_not_fit_is_named(web, session, olga, field, value):
    web.as_(olga)

    answer = web.post("/circles/new", **({"slug": "money-plainly"} | WORDS | {field: value}))

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert session.query(Circle).count() == 0


def test_a_host_changes_what_the_circle_says(web, session, circle, grace):
    form = web.as_(grace).get(url("edit_circle", circle=circle.slug))

    answer = web.send(
        form, url("edit_circle", circle=circle.slug), **WORDS | {"visibility": "private"}
    )

    shown = web.follow(answer)
    assert "Saved." in shown.text
    assert "Money plainly" in shown.text
    session.expire_all()
    assert session.get(Circle, circle.id).visibility is Visibility.PRIVATE
    assert entries(session) == [
        ("change", "circle", circle.slug, chain.name(web.house.ring, grace.id))
    ]


def test_the_form_of_a_change_holds_what_stands(web, session, circle, grace):
    circle.about = "Nights & days"
    session.commit()

    form = web.as_(grace).get(url("edit_circle", circle=circle.slug))

    stands = forms_of(form)[-1].values
    assert stands["about"] == "Nights & days"
    assert stands["visibility"] == "members"


def test_a_bad_change_keeps_what_stood_and_what_was_typed(web, session, circle, grace):
    answer = web.as_(grace).post(
        url("edit_circle", circle=circle.slug), **WORDS | {"summary": "", "about": "Typed for long"}
    )

    assert answer.status_code == 422
    assert 'id="summary-error"' in answer.text
    assert "Typed for long" in answer.text
    session.expire_all()
    assert session.get(Circle, circle.id).name == "New mothers"


def test_the_address_stays_when_the_circle_is_changed(web, session, circle, grace):
    answer = web.as_(grace).post(url("edit_circle", circle=circle.slug), slug="elsewhere", **WORDS)

    assert answer.status_code == 422
    session.expire_all()
    assert session.get(Circle, circle.id).slug == "new-mothers"
