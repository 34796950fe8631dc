"""Pressing a button twice, and what holds of being taken out."""

import pytest

from app.chores import sweep
from app.people.organisations.models import Asking, Domain
from tests.people.organisations.test_keeping import log


@pytest.fixture
def ours(session, acme):
    """Whoever has an address there may join by herself."""
    session.add(Domain(organisation_id=acme.id, domain="example.org"))
    session.commit()


def twice(web, page, path, **form):
    first = web.send(page, path, **form)
    return first, web.send(page, path, **form)


def test_taking_out_twice_answers_the_page_as_it_is(web, acme, place_of, amina, bea):
    page = web.as_(bea).get("/o/acme/people")

    first, second = twice(web, page, "/o/acme/members/amina/remove")

    assert first.headers["location"] == "/o/acme/people?said=person-changed"
    assert second.headers["location"] == "/o/acme/people"
    assert place_of(amina) is None


def test_dismissing_twice_is_in_the_log_once(web, session, acme, olga, bea):
    page = web.as_(olga).get("/o/acme/people")

    form = {"coordinator": "bea", "change": "dismiss"}
    first, second = twice(web, page, "/o/acme/coordinators", **form)

    assert first.headers["location"] == "/o/acme/people?said=person-changed"
    assert second.headers["location"] == "/o/acme/people"
    assert [verb for verb, _ in log(session)] == ["dismiss"]


def test_closing_twice_leads_to_the_list_and_is_in_the_log_once(web, session, acme, olga):
    page = web.as_(olga).get("/o/acme/close")

    first, second = twice(web, page, "/o/acme/close", name="Acme Works")

    assert first.headers["location"] == "/organisations?said=organisation-closed"
    assert second.headers["location"] == "/organisations"
    assert [verb for verb, _ in log(session)] == ["close"]


def test_whoever_was_taken_out_does_not_come_back_by_her_address(
    web, house, ours, asked, place_of, amina, bea
):
    web.as_(bea).post("/o/acme/members/amina/remove")
    sweep(house)

    page = web.as_(amina).get("/o/acme").text
    assert "You can join" not in page
    assert "You are invited" not in page
    answer = web.post("/o/acme/join")
    assert answer.status_code == 403
    assert "A coordinator has taken you out of this organisation." in answer.text
    assert place_of(amina) is None
    assert "@amina" not in web.as_(bea).get("/o/acme/people").text


def test_she_comes_back_once_she_is_invited(web, ours, asked, place_of, amina, bea):
    web.as_(bea).post("/o/acme/members/amina/remove")
    assert asked(amina).state is Asking.TAKEN_OUT

    web.as_(bea).post("/o/acme/members/amina/take-back")
    assert asked(amina).state is Asking.TAKEN_OUT
    web.send(web.get("/o/acme/people"), "/o/acme/members", handle="amina")
    web.send(web.as_(amina).get("/o/acme"), "/o/acme/answer", answer="yes")

    assert place_of(amina) is not None
    assert asked(amina) is None
    web.post("/o/acme/leave")
    assert "You can join" in web.get("/o/acme").text
