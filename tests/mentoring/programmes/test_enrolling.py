"""Enrolling in a programme, changing what one said, and withdrawing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.mentoring.programmes import asking, queries
from app.mentoring.programmes.contents import Part
from app.mentoring.programmes.models import AskedOf, Cohort, Enrolment, Kind, OpenTo, Stage, State
from app.people.members.models import Standing
from app.people.organisations.models import Affiliation
from app.web.kit.addresses import url
from tests import dump

ENROL = "/programmes/first-steps/enrol"
SAID = {
    "part": "both",
    "topics": ["self-doubt", "money"],
    "times": ["weekends"],
    "languages": ["en", "cy"],
    "zone": "Europe/London",
    "places": "1",
    "team": "Accounts",
    "manager": "@Grace",
    "backgrounds": ["carer"],
    "matching": "on",
    "counted": "",
}


@pytest.fixture(autouse=True)
def _manager(grace):
    """Whom they name as theirs is here."""


def told(make, member):
    make.session.rollback()
    row = make.session.scalars(select(Enrolment).filter_by(member_id=member.id)).one_or_none()
    return row and queries.told(make.house.ring, row)


def test_a_member_enrols_and_finds_what_she_said_again(web, make, programme, amina):
    page = web.as_(amina).get(ENROL)
    assert page.status_code == 200

    answer = web.post(ENROL, **SAID)

    assert "is kept, and sealed" in web.follow(answer).text
    said = told(make, amina)
    assert (said.part, said.topics, said.manager) == (Part.BOTH, ("self-doubt", "money"), "grace")
    assert (said.matching, said.counted) == (True, False)
    again = web.get(ENROL).text
    assert 'value="carer"\n' in again or 'value="carer"' in again
    assert 'value="Accounts"' in again


def test_what_she_said_is_sealed(web, make, session, programme, amina):
    web.as_(amina).post(ENROL, **SAID | {"team": "Quiddity wardens"})

    for words in ("Quiddity", "self-doubt", "Europe/London", "carer"):
        assert dump.holding(session, words) == []


def test_enrolling_twice_is_changing(web, make, programme, amina):
    web.as_(amina).post(ENROL, **SAID)

    web.post(ENROL, **SAID | {"part": "mentee"})

    assert told(make, amina).part is Part.MENTEE


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("topics", [], "Choose at least one."),
        ("languages", [], "Choose at least one."),
        ("topics", ["juggling"], "Please choose one of these."),
        ("part", "boss", "Please choose one of these."),
        ("zone", "Europe/Nowhere", "Please choose one of these."),
        ("places", "3", "In this programme a mentor has 1 to 1."),
        ("places", "many", "This doesn’t fit here."),
        ("team", "x" * 81, "Make it 80 at most."),
    ],
)
def test_a_bad_field_is_said_and_the_rest_is_kept(web, make, programme, amina, field, typed, why):
    answer = web.as_(amina).post(ENROL, **SAID | {"team": "Accounts"} | {field: typed})

    assert answer.status_code == 422
    assert why in answer.text
    assert field == "team" or 'value="Accounts"' in answer.text
    assert told(make, amina) is None


def test_a_question_has_to_be_answered_by_whom_it_is_asked(web, make, programmes, programme, amina):
    floor = programmes.question(programme, required=True, asked_of=AskedOf.MENTORS)
    field = asking.field(floor.id)
    web.as_(amina)

    refused = web.post(ENROL, **SAID)
    as_mentee = web.post(ENROL, **SAID | {"part": "mentee", field: "The third"})

    assert refused.status_code == 422
    assert "Please answer this." in refused.text
    assert as_mentee.status_code == 303
    # It was not asked of her, and so is not kept.
    assert told(make, amina).answers == {}


def test_an_answer_is_one_of_those_to_choose_from(web, make, programmes, programme, amina):
    choice = programmes.question(programme, kind=Kind.CHOICE, options="Tea\nCoffee")
    field = asking.field(choice.id)
    web.as_(amina)

    refused = web.post(ENROL, **SAID | {field: "Milk"})
    taken = web.post(ENROL, **SAID | {field: "Tea"})

    assert refused.status_code == 422
    assert taken.status_code == 303
    assert told(make, amina).answers == {choice.id: "Tea"}


def test_she_withdraws_and_nothing_of_it_is_left(web, make, programme, amina):
    web.as_(amina).post(ENROL, **SAID)

    answer = web.send(web.get("/programmes/first-steps"), "/programmes/first-steps/withdraw")

    assert "What you had said is gone" in web.follow(answer).text
    assert told(make, amina) is None
    assert web.post("/programmes/first-steps/withdraw").status_code == 404


def test_once_the_matching_is_confirmed_it_stays(web, make, programmes, programme, amina, bea):
    web.as_(amina).post(ENROL, **SAID)
    programmes.cohort(programme).stage = Stage.CONFIRMED
    make.session.commit()

    assert web.get(ENROL).status_code == 403
    assert web.post(ENROL, **SAID).status_code == 403
    assert web.post("/programmes/first-steps/withdraw").status_code == 403
    assert web.as_(bea).post(ENROL, **SAID).status_code == 403


def test_a_stranger_does_not_find_it_unless_it_is_open_to_her(
    web, session, programme, stella, dana
):
    for who in (stella, dana):
        assert web.as_(who).get("/programmes/first-steps").status_code == 404
        assert web.get(ENROL).status_code == 404
        assert web.post(ENROL, **SAID).status_code == 404
    programme.open_to = OpenTo.EVERYONE
    session.commit()

    assert web.as_(stella).post(ENROL, **SAID).status_code == 303


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"opens": clock.today() + timedelta(days=1)}, "You can enrol from"),
        ({"closes": clock.today() - timedelta(days=1)}, "Enrolment ended on"),
        ({"state": State.CLOSED}, "takes nobody at the moment"),
    ],
)
def test_outside_its_days_nobody_enrols(web, session, programme, amina, values, why):
    for name, value in values.items():
        setattr(programme, name, value)
    session.commit()

    answer = web.as_(amina).post(ENROL, **SAID)

    assert answer.status_code == 403
    assert why in web.get("/programmes/first-steps").text


def test_a_draft_is_there_for_its_coordinator_alone(web, session, programme, carla, amina):
    programme.state = State.DRAFT
    session.commit()

    assert web.as_(amina).get("/programmes/first-steps").status_code == 404
    assert web.as_(carla).get("/programmes/first-steps").status_code == 200


def test_a_paused_member_reads_and_does_not_enrol(web, session, programme, amina):
    amina.standing = Standing.PAUSED
    session.merge(amina)
    session.commit()

    assert web.as_(amina).get("/programmes/first-steps").status_code == 200
    assert web.post(ENROL, **SAID).status_code == 403


def test_a_manager_is_somebody_else_who_is_here(web, make, programme, amina):
    """A handle that nobody has would keep nobody away from her."""
    for typed, why in (("@Nobody-x", "Nobody here has that name"), ("amina", "This is you.")):
        answer = web.as_(amina).post(ENROL, **SAID | {"manager": typed})

        assert answer.status_code == 422
        assert why in answer.text
        assert told(make, amina) is None


def test_who_has_left_the_organisation_enrols_in_no_further_cohort(
    web, session, programme, amina, carla
):
    web.as_(amina).post(ENROL, **SAID)
    session.query(Cohort).one().stage = Stage.CONFIRMED
    session.commit()
    web.as_(carla).post(url("next_cohort", programme="first-steps"), cohort="Second")
    session.query(Affiliation).filter_by(member_id=amina.id).delete()
    session.commit()

    answer = web.as_(amina).post(ENROL, **SAID)

    assert answer.status_code == 403
    assert "for those who belong to the organisation" in answer.text
