"""A button that is pressed once more after its deed does nothing, and says it kindly."""

import pytest
from sqlalchemy import select

from app.mentoring.mentorships.models import Mentorship, State
from app.mentoring.requests.models import Request
from app.oversight.notifications.models import Notification
from app.web.kit.addresses import url
from tests.mentoring.making import asks, mentor
from tests.mentoring.mentorships import pairs


def told(session):
    """How much members were told in all."""
    session.rollback()
    return len(session.scalars(select(Notification)).all())


def twice(web, session, path, **fields):
    """Both times it leads to the same page, and the second time nobody is told."""
    one = web.post(path, **fields)
    before = told(session)
    other = web.post(path, **fields)
    assert (one.status_code, other.status_code) == (303, 303), other.text
    assert one.headers["location"] == other.headers["location"]
    assert told(session) == before


@pytest.mark.parametrize(
    ("route", "fields", "state"),
    [
        ("pause_mentorship", {"on": "yes"}, State.PAUSED),
        ("pause_mentorship", {"on": "no"}, State.ACTIVE),
        ("complete_mentorship", {"reflection": "Once."}, State.ACTIVE),
        ("go_on_with_mentorship", {}, State.ACTIVE),
        ("end_mentorship", {}, State.ENDED),
    ],
)
def test_of_a_mentorship(web, make, session, amina, bea, route, fields, state):
    here = pairs.pair(make, amina, bea)
    if fields.get("on") == "no":
        web.as_(bea).post(pairs.path(here, "pause_mentorship"), on="yes")

    twice(web.as_(bea), session, pairs.path(here, route), **fields)

    assert pairs.stands(session, here).state is state


def test_of_both_who_complete_it(web, make, session, amina, bea):
    here = pairs.pair(make, amina, bea)
    web.as_(amina).post(pairs.path(here, "complete_mentorship"), reflection="")

    form = {"reflection": "Thanks.", "form_nonce": "n" * 32}
    twice(web.as_(bea), session, pairs.path(here, "complete_mentorship"), **form)

    assert pairs.stands(session, here).state is State.COMPLETED
    assert web.get(pairs.path(here, notes="own")).text.count("Thanks.") == 1


def test_what_moderators_have_paused_is_no_deed_of_hers(web, make, session, amina, bea):
    from app.core.keys import base32
    from app.people.subjects import Deed, Given

    here = pairs.pair(make, amina, bea)
    with make.house.database.changing() as deed:
        subject = make.house.subjects.of_kind("mentorship")
        subject.do(deed, base32(here), Deed.LOCK, Given())

    assert web.as_(bea).post(pairs.path(here, "pause_mentorship"), on="yes").status_code == 403


@pytest.mark.parametrize(
    "fields",
    [
        {"turn": "accept"},
        {"turn": "more", "question": "Since when?"},
        {"turn": "no-room"},
        {"turn": "not-mine", "words": "Try Grace."},
    ],
)
def test_of_a_mentors_answer(web, make, session, amina, bea, fields):
    asked = asks(make, bea, mentor(make, amina))

    twice(web.as_(amina), session, url("reply_request", request_id=asked), **fields)

    session.rollback()
    assert len(session.scalars(select(Mentorship)).all()) == (fields["turn"] == "accept")


@pytest.mark.parametrize("anonymous", [False, True])
@pytest.mark.parametrize("fields", [{"turn": "answer", "answer": "May."}, {"turn": "withdraw"}])
def test_of_the_askers(web, make, session, amina, bea, fields, anonymous):
    asked = asks(make, bea, mentor(make, amina), anonymous=anonymous)
    web.as_(amina).post(url("reply_request", request_id=asked), turn="more", question="When?")

    twice(web.as_(bea), session, url("turn_request", request_id=asked), **fields)


def test_another_answer_than_the_one_that_stands_is_no_second_press(web, make, session, amina, bea):
    asked = asks(make, bea, mentor(make, amina))
    way = url("reply_request", request_id=asked)
    web.as_(amina).post(way, turn="not-mine", words="Try Grace.")

    for fields in ({"turn": "not-mine", "words": "Other words"}, {"turn": "accept"}):
        assert web.post(way, **fields).status_code == 403
    assert "Other words" not in web.as_(bea).get(url("mentoring_request", request_id=asked)).text
    session.rollback()
    assert session.scalars(select(Request.mentorship_id)).all() == [None]
