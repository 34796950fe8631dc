"""Suggesting a resource, changing it, and withdrawing it."""

import pytest
from sqlalchemy import func, select

from app.community.resources.models import Note, Resource, ResourceForm, State
from app.core.versions import CHANGED
from app.people.circles.models import Visibility
from app.web.kit.addresses import url
from tests.community.resources import making
from tests.house.resources import SAID

LINK = "https://rights.example.org/hours"


def many(session):
    session.rollback()
    return session.scalar(select(func.count()).select_from(Resource))


def test_what_a_member_suggests_waits_under_her_name(resources, web, circle, amina):
    answer = resources.suggest(amina, circle)

    assert "It is looked at first" in web.follow(answer).text
    row = resources.one()
    assert (row.state, row.circle_id, row.member_id) == (State.SUGGESTED, circle.id, amina.id)
    assert (row.form, row.link) == (ResourceForm.LINK, LINK)
    assert "Amina" in resources.page(row, amina).text


def test_the_page_says_that_there_is_no_way_without_a_name(web, amina):
    assert "None can be suggested without a name" in web.as_(amina).get("/resources/new").text


def test_a_hosts_own_is_shown_at_once(resources, web, circle, grace):
    assert "It is shown now" in web.follow(resources.suggest(grace, circle)).text
    assert resources.one().state is State.SHOWN


def test_a_host_of_a_circle_has_no_say_over_what_is_everybodys(resources, grace):
    resources.suggest(grace)

    assert resources.one().state is State.SUGGESTED


def test_a_guide_is_rendered_once_and_safely(resources, web, circle, grace):
    body = "First, *breathe*.\n\n<script>alert(1)</script> [x](javascript:alert(1))"

    resources.suggest(grace, circle, form="guide", link="", body=body)

    row = resources.one()
    assert "<em>breathe</em>" in row.html
    assert row.link == ""
    assert row.link_key is None
    page = resources.page(row, grace).text
    assert row.html in page
    assert "<script>alert" not in page


def test_two_guides_may_stand_beside_each_other(resources, session, circle, grace):
    resources.suggest(grace, circle, form="guide", link="", body="One.", title="The first")
    resources.suggest(grace, circle, form="guide", link="", body="Two.", title="The second")

    assert many(session) == 2


def test_the_same_form_sent_twice_is_one_resource(web, session, circle, amina):
    page = web.as_(amina).get("/resources/new")
    guide = SAID | {"form": "guide", "link": "", "body": "Breathe.", "circle": circle.slug}

    first = web.send(page, "/resources", **guide)
    second = web.send(page, "/resources", **guide)

    assert first.headers["location"] == second.headers["location"]
    assert many(session) == 1


@pytest.mark.parametrize(
    "again", [LINK, f"{LINK}/", f"{LINK}?utm_source=letter", "www.rights.example.org/hours#top"]
)
def test_a_link_that_is_there_leads_to_it(resources, web, session, circle, amina, grace, again):
    resources.suggest(grace, circle)

    answer = resources.suggest(amina, circle, link=again, title="Another title")

    assert "This link is here already" in web.follow(answer).text
    assert answer.headers["location"].startswith(url("resource", resource_id=resources.one().id))
    assert many(session) == 1


def test_what_is_there_for_everybody_is_not_suggested_once_more(
    resources, web, circle, amina, mona
):
    resources.suggest(mona)

    assert "This link is here already" in web.follow(resources.suggest(amina, circle)).text


def test_a_link_in_a_private_circle_is_nothing_to_another(
    resources, make, session, circle, grace, amina
):
    """Neither refused nor led to: nobody learns that it is there."""
    circle.visibility = Visibility.PRIVATE
    session.commit()
    resources.suggest(grace, circle)
    room = make.circle("Open room")
    make.joins(amina, room)

    resources.suggest(amina, room, title="In the other room")

    assert resources.one("In the other room").circle_id == room.id
    assert many(session) == 2


def test_what_waits_by_somebody_else_is_said_to_wait_and_no_more(
    resources, session, circle, amina, bea
):
    resources.suggest(amina, circle)

    answer = resources.suggest(bea, circle, title="Another title")

    assert answer.status_code == 422
    assert "It has not been looked at yet" in answer.text
    assert "Amina" not in answer.text
    assert "Another title" in answer.text
    assert many(session) == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"link": ""}, "Please give the address"),
        ({"link": "http://example.org/"}, "begins with https://"),
        ({"link": "https://10.0.0.1/"}, "not open to everybody"),
        ({"form": "guide", "body": ""}, "Please write the guide here"),
        ({"title": "x"}, "too short"),
        ({"about": ""}, "Please fill this in"),
        ({"about": "a" * 401}, "Make it 400 at most"),
        ({"topic": "nothing"}, "Please choose one of these"),
        ({"language": "xx"}, "Please choose one of these"),
        ({"form": "song"}, "Please choose one of these"),
    ],
)
def test_what_does_not_fit_is_said_and_kept(resources, session, circle, amina, typed, told):
    answer = resources.suggest(amina, circle, **({"title": "Rights and hours"} | typed))

    assert answer.status_code == 422
    assert told in answer.text
    assert typed.get("title", "Rights and hours") in answer.text
    assert many(session) == 0


def test_who_is_not_in_the_circle_or_paused_may_not(resources, web, session, circle, stella, amina):
    web.as_(stella).get("/resources/new")
    assert web.post("/resources", **SAID, circle=circle.slug).status_code == 403
    resources.pause(amina)
    web.as_(amina).get("/resources/new")
    assert web.post("/resources", **SAID, circle=circle.slug).status_code == 403
    assert web.post("/resources", **SAID).status_code == 403
    assert "You can read, but not write here" in web.get("/resources/new").text

    circle.visibility = Visibility.PRIVATE
    session.commit()
    web.as_(stella).get("/resources/new")
    assert web.post("/resources", **SAID, circle=circle.slug).status_code == 404
    assert many(session) == 0


def test_whoever_changes_hers_has_it_looked_at_again(resources, web, make, circle, amina, grace):
    row = making.resource(make, amina, circle)
    path = url("edit_resource", resource_id=row.id)
    page = web.as_(amina).get(path)
    assert "It is looked at again" in page.text

    answer = web.send(page, path, title="Rights, once more")

    assert answer.status_code == 303
    again = resources.one("Rights, once more")
    assert (again.id, again.state, again.member_id) == (row.id, State.SUGGESTED, amina.id)
    assert "Rights, once more" not in resources.list(grace)


def test_a_host_changes_it_at_once(resources, web, make, circle, amina, grace):
    row = making.resource(make, amina, circle)
    path = url("edit_resource", resource_id=row.id)

    web.send(web.as_(grace).get(path), path, title="Mended")

    assert (resources.one("Mended").state, resources.one("Mended").member_id) == (
        State.SHOWN,
        amina.id,
    )


def test_of_two_tabs_the_second_is_told_and_keeps_her_words(resources, web, make, circle, amina):
    row = making.guide(make, amina, circle)
    path = url("edit_resource", resource_id=row.id)
    opened = web.as_(amina).get(path)
    web.send(web.get(path), path, body="First, *rest*.", topic="self-doubt")

    refused = web.send(opened, path, title="Asking twice")

    assert refused.status_code == 422
    assert CHANGED in refused.text
    assert "<p>First, <em>rest</em>.</p>" in refused.text
    assert 'value="Asking twice"' in refused.text
    assert resources.one("Asking for more").body == "First, *rest*."
    answers = [web.send(refused, path).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert resources.one("Asking twice").body == "First, *breathe*."


def test_a_link_of_another_is_not_taken(resources, web, make, circle, amina):
    making.resource(make, amina, circle, link="https://one.example.org/")
    row = making.resource(make, amina, circle, "The other")
    path = url("edit_resource", resource_id=row.id)

    answer = web.send(web.as_(amina).get(path), path, link="https://www.one.example.org")

    assert answer.status_code == 422
    assert "Another resource has this link already" in answer.text


def test_withdrawing_asks_and_destroys(resources, web, make, session, circle, amina, bea):
    row = making.resource(make, amina, circle)
    making.note(make, bea, row)
    making.mark(make, bea, row)
    path = url("withdraw_resource", resource_id=row.id)
    page = web.as_(amina).get(path)
    assert "so are the notes that others left" in page.text

    answer = web.send(page, path)

    assert "It is withdrawn" in web.follow(answer).text
    assert many(session) == 0
    assert session.scalar(select(func.count()).select_from(Note)) == 0
    assert resources.page(row, bea).status_code == 404


@pytest.mark.parametrize("name", ["edit_resource", "withdraw_resource"])
def test_nobody_else_may(web, make, session, circle, amina, bea, name):
    row = making.resource(make, amina, circle)
    path = url(name, resource_id=row.id)

    web.as_(bea)
    assert web.get(path).status_code == 403
    assert web.post(path, **(SAID if name == "edit_resource" else {})).status_code == 403
    assert many(session) == 1


def test_hers_are_on_a_list_of_her_own(resources, web, make, circle, amina, bea):
    making.resource(make, amina, circle, "Hers", state=State.DECLINED)
    making.resource(make, bea, circle, "Another’s")

    page = web.as_(amina).get("/resources/yours").text

    assert "Hers" in page
    assert "Not shown" in page
    assert "Another’s" not in page


def test_no_words_are_dropped_when_its_form_changes(resources, web, session, circle, grace):
    resources.suggest(grace, circle, form="guide", link="", body="First, breathe.")
    at = url("edit_resource", resource_id=resources.one().id)
    web.as_(grace)

    page = web.send(web.get(at), at, form="link", link=LINK)

    assert page.status_code == 422
    assert "has no guide, and these words would be lost" in page.text
    assert "First, breathe." in page.text
    assert 'class="for-guide kept"' in page.text
    assert resources.one().body == "First, breathe."
    back = web.send(web.get(at), at, link=LINK)
    assert "A guide has no address of its own" in back.text
    assert 'class="for-link kept"' in back.text
    assert web.send(web.get(at), at, form="link", link=LINK, body="").status_code == 303
    assert (resources.one().link, resources.one().body) == (LINK, "")
