"""Words to begin a statement with: ours at first, then the team's."""

import pytest
from sqlalchemy import select

from app.oversight.moderation import statements
from app.oversight.moderation.statement_models import StatementTemplate
from app.web.kit.addresses import url
from tests.oversight.moderation.reporting import circle_moderator

LIST = "/moderation/templates"


def kept(session):
    session.expire_all()
    return {row.title: row for row in session.scalars(select(StatementTemplate))}


def test_six_came_with_the_house(web, session, mona):
    page = web.as_(mona).get(LIST).text

    assert len(statements.ours()) == 7
    assert all(one.title in page for one in statements.ours())
    assert kept(session) == {}


def test_the_team_makes_them_its_own_once(web, session, mona):
    page = web.as_(mona).get(LIST)

    for _ in "12":
        web.send(page, LIST)

    assert set(kept(session)) == {one.title for one in statements.ours()}


def test_a_new_one_stands_beside_them(web, session, mona):
    form = web.as_(mona).get(f"{LIST}/new")

    web.send(form, f"{LIST}/new", title="Wrong circle", action="move", body="It fits better there.")

    assert len(kept(session)) == len(list(statements.ours())) + 1
    assert kept(session)["Wrong circle"].action == "move"
    assert "It fits better there." in web.get(LIST).text


def test_one_is_changed_and_deleted(web, session, mona):
    web.as_(mona).post(LIST)
    row = next(iter(kept(session).values()))
    edit = url("edit_template", template_id=row.id)

    web.send(web.get(edit), edit, title="In our words", body="Said better.")
    changed = kept(session)["In our words"].body
    web.send(web.get(edit), url("delete_template", template_id=row.id))

    assert changed == "Said better."
    assert len(kept(session)) == len(list(statements.ours())) - 1


@pytest.mark.parametrize(
    "typed",
    [
        {"title": "", "body": "Kept words."},
        {"title": "x" * 81, "body": "Kept words."},
        {"title": "Kept words.", "body": " "},
        {"title": "Kept words.", "body": "So.", "action": "burn"},
    ],
    ids=str,
)
def test_what_does_not_fit_is_shown_again(web, session, mona, typed):
    web.as_(mona).post(LIST)
    edit = url("edit_template", template_id=next(iter(kept(session).values())).id)

    for path in (f"{LIST}/new", edit):
        answer = web.post(path, **typed)
        assert answer.status_code == 422
        assert "Kept words." in answer.text
    assert "Kept words." not in kept(session)


@pytest.mark.parametrize("who", ["amina", "grace", "cleo"])
def test_they_are_for_those_who_moderate_the_site(web, make, session, request, circle, mona, who):
    member = (
        circle_moderator(make, "Cleo", circle) if who == "cleo" else request.getfixturevalue(who)
    )
    web.as_(mona).post(LIST)
    row = next(iter(kept(session).values()))
    web.as_(member)
    edit = url("edit_template", template_id=row.id)
    words = {"title": "Mine now", "body": "So."}

    answers = [
        *(web.get(path) for path in (LIST, f"{LIST}/new", edit)),
        *(web.post(path, **words) for path in (f"{LIST}/new", edit)),
        web.post(LIST),
        web.post(url("delete_template", template_id=row.id)),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert "Mine now" not in kept(session)
