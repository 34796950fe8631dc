"""Posting: under one's name, looked at first, and nothing twice without a word."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.community.opportunities.models import Opportunity, State
from app.core import clock
from app.core.keys import base32
from app.oversight.moderation.models import Case, CaseMessage
from app.people.members.models import Standing
from app.people.organisations.models import Affiliation, Organisation, Place
from tests.community.opportunities.making import opportunity
from tests.community.opportunities.test_listing import titles

FORM = {
    "kind": "job",
    "title": "Clinic manager",
    "giver": "Westgate Birth Centre",
    "body": "Twenty-two hours. *Every other Friday off.*",
    "way": "on-site",
    "place": "Bristol",
    "pay_from": "41,300",
    "currency": "GBP",
    "per": "year",
    "zone": "UTC",
    "apply": "https://westgate.example/jobs/7",
}


def refused(page, field):
    """That the page says of this field what is wrong with it, and keeps what was typed."""
    return page.status_code == 422 and f'id="{field}-error"' in page.text


@pytest.fixture
def only(session):
    def one():
        session.expire_all()
        return session.scalars(select(Opportunity)).one()

    return one


def post(web, **changed):
    return web.post("/opportunities", **FORM | changed)


def test_the_page_says_before_she_posts_that_it_bears_her_name(web, amina):
    page = web.as_(amina).get("/opportunities/new")

    assert "under your name" in page.text
    assert "never anonymous" in page.text


def test_it_waits_for_a_moderator_and_nobody_else_sees_it(web, session, only, amina, bea):
    answer = post(web.as_(amina))

    row = only()
    path = f"/opportunities/{base32(row.id)}"
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(path)
    assert row.state is State.WAITING
    assert "A moderator looks at it" in web.get(path).text
    assert web.as_(bea).get(path).status_code == 404
    assert titles(web.get("/opportunities")) == []
    case = session.scalars(select(Case)).one()
    assert (case.kind, case.subject, case.circle_id) == ("new-opportunity", base32(row.id), None)


def test_the_same_form_sent_twice_is_one(web, only, session, amina):
    nonce = "a" * 32
    first = post(web.as_(amina), form_nonce=nonce)
    second = post(web, form_nonce=nonce, another="on")

    assert first.headers["location"] == second.headers["location"]
    assert only()
    assert len(session.scalars(select(Case)).all()) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"pay_from": "", "currency": ""}, "pay_from"),
        ({"pay_from": "lots"}, "pay_from"),
        ({"pay_to": "40,000"}, "pay_to"),
        ({"currency": ""}, "currency"),
        ({"currency": "XXX"}, "currency"),
        ({"unpaid": "on"}, "unpaid"),
        ({"kind": "speaking", "pay_from": "", "travel": "paid"}, "pay_from"),
        ({"kind": "speaking"}, "travel"),
        ({"kind": "event"}, "begins_day"),
        ({"kind": "event", "begins_day": "2026-13-01"}, "begins_day"),
        ({"begins_day": "0001-01-01", "begins_time": "00:00"}, "begins_day"),
        ({"closes_day": "9999-12-31"}, "closes_day"),
        ({"closes_day": "2020-01-01"}, "closes_day"),
        ({"closes_time": "12:00"}, "closes_day"),
        ({"begins_time": "12:00"}, "begins_day"),
        ({"apply": "http://westgate.example"}, "apply"),
        ({"apply": "https://user:word@westgate.example"}, "apply"),
        ({"apply": "javascript://westgate.example/%0aalert(1)"}, "apply"),
        ({"apply": "https://westgate.example and more"}, "apply"),
        ({"apply": ""}, "apply"),
        ({"place": ""}, "place"),
        ({"title": "x"}, "title"),
        ({"body": ""}, "body"),
        ({"organisation": "elsewhere"}, "organisation"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"kind": "pyramid"}, "kind"),
        ({"way": "nowhere"}, "way"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(web, session, amina, changed, field):
    page = post(web.as_(amina), **changed)

    assert refused(page, field)
    assert "Westgate Birth Centre" in page.text
    assert session.scalars(select(Opportunity)).all() == []


def test_a_house_may_take_jobs_that_do_not_say_what_they_pay(running, web, house, only, amina):
    settings = house.settings.model_copy(update={"jobs_say_pay": False})
    running.state.house = replace(house, settings=settings)
    answer = post(web.as_(amina), pay_from="", currency="")

    assert answer.status_code == 303
    assert only().pay_from is None


def test_whoever_is_paused_or_not_signed_in_posts_nothing(web, session, amina):
    assert web.visitor().get("/opportunities/new").status_code == 303
    amina.standing = Standing.PAUSED
    session.commit()

    answer = post(web.as_(amina))

    assert answer.status_code == 403
    assert session.scalars(select(Opportunity)).all() == []


def test_in_the_name_of_an_organisation_only_its_coordinator_posts(
    web, make, session, only, amina, bea
):
    harbour = make.saved(Organisation(slug="harbour", name="Harbour Trust"))
    make.saved(Affiliation(organisation_id=harbour.id, member_id=amina.id, place=Place.COORDINATOR))
    make.saved(Affiliation(organisation_id=harbour.id, member_id=bea.id))

    assert refused(post(web.as_(bea), organisation="harbour"), "organisation")
    assert "Harbour Trust" not in web.get("/opportunities/new").text
    assert post(web.as_(amina), organisation="harbour").status_code == 303
    assert only().organisation_id == harbour.id


@pytest.mark.parametrize(
    "twin",
    [
        {"apply": "https://www.WESTGATE.example/jobs/7/?utm_source=mail#top"},
        {"apply": "jobs@westgate.example", "title": "CLINIC manager!"},
    ],
)
def test_what_seems_to_be_here_is_said_at_once_and_she_may_say_it_is_another(
    web, make, session, amina, bea, twin
):
    there = opportunity(make, bea, title="Clinic manager", giver="Westgate Birth Centre")

    page = post(web.as_(amina), **twin)

    assert refused(page, "another")
    assert "This seems to be here already" in page.text
    assert f"/opportunities/{base32(there.id)}" in page.text
    assert post(web, **twin | {"another": "on"}).status_code == 303
    note = session.scalars(select(CaseMessage)).one()
    assert f"/opportunities/{base32(there.id)}" in note.body


def test_what_is_over_is_no_twin(web, make, amina, bea):
    opportunity(make, bea, closes=clock.minute() - timedelta(minutes=1))

    assert post(web.as_(amina)).status_code == 303


def test_signs_of_a_scam_are_a_note_to_moderators_and_refuse_nothing(web, session, only, amina):
    body = "No experience needed! Earn £900 a day. Contact us on WhatsApp and pay a training fee."
    answer = post(web.as_(amina), body=body, apply="https://bit.ly/x")

    assert answer.status_code == 303
    case = session.scalars(select(Case)).one()
    assert case.reason.value == "selling"
    note = session.scalars(select(CaseMessage)).one()
    assert note.by_id is None
    for sign in ("asks for money", "chat app", "no experience", "hides where it leads"):
        assert sign in note.body
    assert only().state is State.WAITING
