"""Hosts write pathways: beginning one, its steps, their order, showing it, taking it away."""

import pytest
from sqlalchemy import select

from app.community.pathways import actions
from app.community.pathways.models import Pathway, Step
from tests.community.pathways.making import PLAN, begun, row, step, stepped, steps


def test_a_host_begins_a_draft_and_shows_it(web, session, grace, stella):
    slug = begun(web, grace, shown=False)

    assert slug == "your-first-talk"
    draft = web.get(f"/pathways/{slug}").text
    assert "Its hosts alone see it." in draft
    assert "<em>whoever</em>" in draft
    assert web.as_(stella).get(f"/pathways/{slug}").status_code == 404

    shown = web.as_(grace).post(f"/pathways/{slug}/show", on="yes")
    assert shown.headers["location"] == f"/pathways/{slug}?said=pathway-shown"
    assert "Draft" not in web.get(f"/pathways/{slug}").text
    assert web.as_(stella).get(f"/pathways/{slug}").status_code == 200
    web.as_(grace).post(f"/pathways/{slug}/show", on="no")
    assert web.as_(stella).get(f"/pathways/{slug}").status_code == 404


def test_the_form_offers_the_circles_that_she_hosts(web, make, circle, grace):
    make.circle("Elsewhere")

    page = web.as_(grace).get("/pathways/new").text

    assert 'value="new-mothers" selected' in page
    assert "Elsewhere" not in page


def test_two_of_one_title_have_two_addresses(web, grace):
    assert [begun(web, grace) for _ in range(3)] == [
        "your-first-talk",
        "your-first-talk-2",
        "your-first-talk-3",
    ]


@pytest.mark.parametrize(
    ("title", "slug"), [("New", "new-2"), ("Asked", "asked-2"), ("Первый шаг", "pathway")]
)
def test_an_address_is_no_page_of_ours(web, grace, title, slug):
    assert begun(web, grace, title=title) == slug
    assert web.get(f"/pathways/{slug}").status_code == 200


def test_the_same_form_sent_twice_is_one_more_draft_at_most(web, session, grace):
    fields = PLAN | {"circle": "new-mothers", "form_nonce": "n" * 22}

    answers = [web.as_(grace).post("/pathways/new", **fields) for _ in range(2)]

    assert {answer.headers["location"] for answer in answers} == {
        "/pathways/your-first-talk?said=pathway-begun"
    }
    assert len(session.scalars(select(Pathway)).all()) == 1


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", "Please fill this in."),
        ("title", "x" * 151, "Make it 150 at most."),
        ("intro", "x" * 4001, "Make it 4,000 at most."),
        ("audience", "nobody", "Please choose one of these."),
        ("circle", "nowhere", "Please choose one of these."),
    ],
)
def test_what_does_not_fit_is_said_and_what_she_typed_is_kept(web, grace, field, value, told):
    answer = web.as_(grace).post(
        "/pathways/new", **PLAN | {"circle": "new-mothers", "intro": "Mine"} | {field: value}
    )

    assert answer.status_code == 422
    assert told in answer.text
    assert "Mine" in answer.text or field == "intro"


def test_members_and_strangers_write_none(web, session, circle, amina, stella, grace):
    slug = begun(web, grace)
    number = stepped(web, grace, slug)
    at = f"/pathways/{slug}"

    for who in (amina, stella):
        web.as_(who)
        fields = PLAN | {"circle": "new-mothers"}
        assert web.get("/pathways/new").status_code == 403
        assert web.post("/pathways/new", **fields).status_code == 403
        for path in ("edit", "delete", "steps/new", f"steps/{number}", f"steps/{number}/delete"):
            assert web.get(f"{at}/{path}").status_code == 403, path
        assert web.post(f"{at}/edit", **PLAN).status_code == 403
        assert web.post(f"{at}/show", on="no").status_code == 403
        assert web.post(f"{at}/delete").status_code == 403
        assert web.post(f"{at}/steps/new", heading="Mine").status_code == 403
        assert web.post(f"{at}/steps/{number}", heading="Mine").status_code == 403
        assert web.post(f"{at}/steps/{number}/move", to="up").status_code == 403
        assert web.post(f"{at}/steps/{number}/delete").status_code == 403
    assert steps(session, slug) == ["Say yes"]


def test_another_circles_host_is_as_any_member(web, make, grace):
    slug = begun(web, grace)
    other = make.member("Hana", make.circle("Returners"), host=True)

    web.as_(other)
    assert web.get(f"/pathways/{slug}/edit").status_code == 403
    refused = web.post("/pathways/new", **PLAN | {"circle": "new-mothers"})
    assert refused.status_code == 403


def test_an_administrator_may(web, circle, olga):
    assert begun(web, olga) == "your-first-talk"


def test_words_change_and_the_address_stays(web, session, grace):
    slug = begun(web, grace)

    web.send(web.get(f"/pathways/{slug}/edit"), f"/pathways/{slug}/edit", title="On a stage")

    assert row(session, slug).title == "On a stage"


def test_of_two_who_change_it_at_once_the_second_is_told(web, session, grace):
    slug = begun(web, grace)
    at = f"/pathways/{slug}/edit"
    page = web.get(at)
    web.send(web.get(at), at, title="One")

    answer = web.send(page, at, title="Other")

    assert answer.status_code == 422
    assert "This was changed while you had it open." in answer.text
    assert "As it stands now" in answer.text
    assert row(session, slug).title == "One"
    web.send(answer, at)
    assert row(session, slug).title == "Other"


# Steps


def test_steps_stand_in_their_order_and_move(web, session, grace):
    slug = begun(web, grace)
    first, second, third = (stepped(web, grace, slug, heading=f"Step {n}") for n in "123")
    assert steps(session, slug) == ["Step 1", "Step 2", "Step 3"]

    moved = web.post(f"/pathways/{slug}/steps/{third}/move", to="up")
    assert moved.headers["location"] == f"/pathways/{slug}/edit#s{third}"
    assert steps(session, slug) == ["Step 1", "Step 3", "Step 2"]
    web.post(f"/pathways/{slug}/steps/{first}/move", to="down")
    assert steps(session, slug) == ["Step 3", "Step 1", "Step 2"]
    web.post(f"/pathways/{slug}/steps/{third}/move", to="up")
    web.post(f"/pathways/{slug}/steps/{second}/move", to="down")
    assert steps(session, slug) == ["Step 3", "Step 1", "Step 2"]


def test_the_page_has_buttons_that_move_without_a_script(web, session, grace):
    slug = begun(web, grace)
    number = stepped(web, grace, slug, heading="First one")
    stepped(web, grace, slug, heading="Second one")

    web.send(web.get(f"/pathways/{slug}/edit"), f"/pathways/{slug}/steps/{number}/move", to="down")

    assert steps(session, slug) == ["Second one", "First one"]


def test_a_step_is_changed_and_deleted(web, session, grace):
    slug = begun(web, grace)
    number = stepped(web, grace, slug, words="Say **yes**.")
    at = f"/pathways/{slug}/steps/{number}"
    assert "<strong>yes</strong>" in web.get(f"/pathways/{slug}").text

    web.send(web.get(at), at, heading="Say no", words="Or no.")
    page = web.get(f"/pathways/{slug}").text
    assert "Say no" in page
    assert "Or no." in page
    assert "<strong>yes" not in page

    assert "Say no" in web.get(f"{at}/delete").text
    web.post(f"{at}/delete")
    assert steps(session, slug) == []


def test_a_step_that_was_changed_meanwhile_is_shown_as_it_stands(web, session, grace):
    slug = begun(web, grace)
    at = f"/pathways/{slug}/steps/{stepped(web, grace, slug)}"
    page = web.get(at)
    web.send(web.get(at), at, heading="Said by one")

    answer = web.send(page, at, heading="Said by another")

    assert answer.status_code == 422
    assert "As it stands now" in answer.text
    assert steps(session, slug) == ["Said by one"]


def test_a_step_belongs_to_its_pathway(web, grace):
    one, other = begun(web, grace), begun(web, grace)
    number = stepped(web, grace, one)

    for path in (f"steps/{number}", f"steps/{number}/delete"):
        assert web.get(f"/pathways/{other}/{path}").status_code == 404
    assert web.post(f"/pathways/{other}/steps/{number}/move", to="up").status_code == 404
    assert web.post(f"/pathways/{other}/steps/{number}/done", on="yes").status_code == 404


def test_there_is_an_end_to_steps_and_pathways(web, monkeypatch, grace):
    monkeypatch.setattr(actions, "MOST_STEPS", 2)
    monkeypatch.setattr(actions, "MOST_PATHWAYS", 1)
    slug = begun(web, grace)
    stepped(web, grace, slug)
    stepped(web, grace, slug)

    third = web.post(f"/pathways/{slug}/steps/new", heading="And on")
    second = web.post("/pathways/new", **PLAN | {"circle": "new-mothers"})

    assert (third.status_code, second.status_code) == (422, 422)
    assert "which is all there can be" in third.text
    assert "And on" in third.text
    assert "Add a step" not in web.get(f"/pathways/{slug}/edit").text


def test_markdown_is_safe(web, grace):
    slug = begun(web, grace, intro="<script>alert(1)</script>[x](javascript:alert(1))")
    stepped(web, grace, slug, words="<img src=x onerror=alert(1)>")

    page = web.get(f"/pathways/{slug}").text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


def test_a_pathway_is_deleted_with_its_steps(web, session, grace):
    slug = begun(web, grace)
    stepped(web, grace, slug)

    assert "Delete this pathway?" in web.get(f"/pathways/{slug}/delete").text
    gone = web.post(f"/pathways/{slug}/delete")

    assert gone.headers["location"] == "/pathways?said=pathway-deleted"
    assert web.get(f"/pathways/{slug}").status_code == 404
    assert row(session, slug) is None
    assert session.scalars(select(Step)).all() == []


def test_who_wrote_it_is_kept_nowhere(web, session, grace):
    slug = begun(web, grace)
    number = stepped(web, grace, slug)

    said = {**vars(row(session, slug)), **vars(step(session, number))}
    assert grace.id not in said.values()
