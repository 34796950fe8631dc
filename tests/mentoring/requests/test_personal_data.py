"""What is kept of her in mentoring: she takes it with her, and it goes when she does."""

import io
import json
import zipfile

from sqlalchemy import func, select

from app.mentoring.mentorships.models import Mentorship
from app.mentoring.profiles.known import Audience, Known
from app.mentoring.requests.models import Request, State
from app.oversight.notifications.models import Notification
from app.web.kit.addresses import url
from tests import dump
from tests.make import PASSWORD
from tests.mentoring.making import ASK, answered, asks, mentor, row
from tests.people.members.leaving import after, close


def copy(web, who, **more):
    answer = web.as_(who).post("/settings/export", password=PASSWORD, **more)
    files = zipfile.ZipFile(io.BytesIO(answer.content))
    return {name: files.read(name).decode() for name in files.namelist()}


def test_she_takes_with_her_what_she_said_and_asked(web, make, amina, bea, stella):
    known = {"racism": Known(Audience.NOBODY, counts=True)}
    mentor(make, bea, known=known)
    answered(make, bea, topics=("money",), backgrounds=("illness",))
    asks(make, bea, mentor(make, amina))
    veiled = asks(make, bea, mentor(make, stella), anonymous=True)
    asked = asks(make, amina, bea)
    web.as_(bea).post(
        url("reply_request", request_id=asked), turn="no-room", words="Not this year."
    )

    named, all_of_it = copy(web, bea), copy(web, bea, anonymous="on")

    account = json.loads(named["data.json"])
    assert account["mentor"][0]["known"] == ["Has met racism: nobody sees it, counts for matching"]
    assert account["mentoring_answers"][0]["backgrounds"] == ["Lives with a long illness"]
    assert [(one["to"], one["note"]) for one in account["mentoring_requests"]] == [
        ("Amina", ASK["note"])
    ]
    assert account["mentoring_answered"][0]["closing"] == "Not this year."
    assert "Stella" not in named["index.html"]
    assert "anonymous_requests" not in json.loads(named["data.json"])
    [hers] = json.loads(all_of_it["data.json"])["anonymous_requests"]
    assert (hers["to"], hers["pseudonym"]) == ("Stella", row(make, veiled).label)
    for words in (hers["pseudonym"], "Not this year.", ASK["goal"], "Has met racism"):
        assert words in all_of_it["index.html"], words


def test_what_others_asked_her_is_not_hers_to_take(web, make, amina, bea):
    asks(make, bea, mentor(make, amina))

    taken = copy(web, amina, anonymous="on")

    assert not [name for name, words in taken.items() if ASK["note"] in words]


def test_when_a_mentor_has_left_who_waited_is_told_that_there_was_no_place(
    web, make, house, session, amina, bea
):
    waits = asks(make, bea, mentor(make, amina))
    ended = asks(make, make.member("Clara"), amina)
    web.as_(amina).post(url("reply_request", request_id=ended), turn="not-mine")

    close(web, amina)
    assert "/mentors/amina" not in web.as_(bea).get("/mentors").text
    after(house)

    made = row(make, waits)
    assert (made.state, made.mentor_id) == (State.NO_CAPACITY, None)
    assert row(make, ended).state is State.DECLINED
    shown = web.as_(bea).get(url("mentoring_request", request_id=waits)).text
    assert "A former member" in shown
    assert "There was no place." in shown
    assert session.scalar(select(func.count()).select_from(Notification)) >= 1
    assert dump.holding(session, "Leads a team.") == []


def test_when_who_asked_has_left_nothing_under_her_name_is_there(
    web, make, house, session, amina, bea, stella
):
    mentor(make, amina)
    mentor(make, stella)
    asked, veiled = asks(make, bea, amina), asks(make, bea, stella, anonymous=True)
    web.as_(amina).post(url("reply_request", request_id=asked), turn="accept")
    answered(make, bea, topics=("money",))

    close(web, bea)
    assert web.as_(amina).get("/mentoring").status_code == 200
    after(house)

    session.expire_all()
    assert session.get(Request, asked) is None
    assert row(make, veiled).state is State.OPEN
    assert session.scalars(select(Mentorship.mentee_id)).all() == [None]
    assert web.as_(stella).get(url("mentoring_request", request_id=veiled)).status_code == 200


def test_while_she_is_leaving_nobody_can_take_her(web, make, amina, bea):
    asked = asks(make, bea, mentor(make, amina))
    close(web, bea)

    answer = web.as_(amina).post(url("reply_request", request_id=asked), turn="accept")

    assert answer.status_code == 403
    assert "A former member" in web.get(url("mentoring_request", request_id=asked)).text
