"""Asking a mentor without one's name: no row says whose it is, and she alone lifts it."""

import pytest
from sqlalchemy import select

from app.core.keys import base32
from app.mentoring.requests.models import Request, State
from app.oversight.notifications.models import Notification
from app.people.noted.events import Noted
from app.people.safety import sanctions
from app.people.safety.models import Sanction
from app.people.safety.sanctions import FOR_EVER
from app.web.kit.addresses import url
from tests import dump
from tests.browser import names
from tests.mentoring.making import ASK, asks, mentor, row

CLOSED = "She takes no requests at the moment."


def way(request_id, which="reply_request"):
    return url(which, request_id=request_id)


def shown(request_id):
    return url("mentoring_request", request_id=request_id)


@pytest.fixture
def asked(make, amina, bea):
    """Bea has asked Amina without her name."""
    return asks(make, bea, mentor(make, amina), anonymous=True)


def test_the_row_says_nobody(make, asked, bea):
    made = row(make, asked)

    assert made.asker_id is None
    assert len(made.owner) == 16
    assert made.epoch == make.house.ring.current
    assert made.label
    found = dump.of(make.session)["mentoring_requests"]
    assert not [value for one in found for value in one if value in {bea.id, "bea", "Bea"}]


def test_she_asks_by_the_same_form_and_reads_her_own(web, session, make, amina, bea, stella):
    mentor(make, amina)
    page = web.as_(bea).get("/mentors/amina/ask")

    answer = web.send(page, "/mentors/amina/ask", **ASK, anonymous="on")

    [made] = session.scalars(select(Request))
    mine = web.follow(answer).text
    assert f"As {made.label}" in mine
    assert shown(made.id) in web.get("/mentoring").text
    read = web.as_(amina).get(shown(made.id)).text
    assert made.label in read
    assert "Without her name" in read
    for page in (read, web.get("/mentoring").text):
        assert not names(page, "Bea")
    assert web.as_(stella).get(shown(made.id)).status_code == 404
    assert shown(made.id) not in web.get("/mentoring").text


def test_the_same_form_sent_twice_is_one(web, session, make, amina, bea):
    mentor(make, amina)
    form = ASK | {"anonymous": "on", "form_nonce": "n" * 32}

    one, other = (web.as_(bea).post("/mentors/amina/ask", **form) for _ in "12")

    assert one.headers["location"] == other.headers["location"]
    assert len(session.scalars(select(Request)).all()) == 1


def test_two_of_hers_cannot_be_joined(make, asked, bea, stella):
    other = asks(make, bea, mentor(make, stella), anonymous=True)

    one, two = row(make, asked), row(make, other)

    assert not {one.owner, one.submit_key} & {two.owner, two.submit_key}
    assert one.passed == two.passed == 0


def test_what_ended_without_a_place_tells_no_later_request_of_hers(
    make, session, asked, bea, stella
):
    """Not even by the place in a line that it would give her under her name."""
    row(make, asked).state = State.NO_CAPACITY
    session.commit()

    named = asks(make, bea, mentor(make, stella))
    veiled = asks(make, bea, mentor(make, make.member("Clara")), anonymous=True)

    assert row(make, named).passed == row(make, veiled).passed == 0


def test_two_who_ask_one_mentor_have_two_pseudonyms(make, asked, amina):
    others = [asks(make, make.member(f"M{n}"), amina, anonymous=True) for n in range(12)]

    assert len({row(make, one).label for one in [asked, *others]}) == 13


def test_the_mentor_is_told_at_nobodys_hour_and_she_herself_not_at_all(
    web, make, session, monkeypatch, amina, bea
):
    from app.mentoring.requests import actions

    said = []
    monkeypatch.setattr(actions, "publish", lambda _session, event: said.append(event))
    asked = asks(make, bea, mentor(make, amina), anonymous=True)
    web.as_(amina).post(way(asked), turn="more", question="Since when?")
    web.post(way(asked), turn="no-room")

    assert [(event.member_id, event.veiled) for event in said] == [(amina.id, True)]
    assert isinstance(said[0], Noted)
    session.rollback()
    assert session.scalars(select(Notification).filter_by(member_id=bea.id)).all() == []


def test_the_mentor_says_yes_on_one_condition_and_no_sooner(web, make, session, asked, amina, bea):
    page = web.as_(amina).get(shown(asked))
    assert "Be her mentor" not in page.text
    too_soon = web.post(way(asked), turn="accept")
    assert too_soon.status_code == 403
    assert "once she has told you who she is" in too_soon.text

    offered = web.send(page, way(asked), turn="offer")

    assert offered.status_code == 303
    assert row(make, asked).state is State.OFFERED
    seen = web.as_(bea).get(shown(asked)).text
    assert "She says yes, if you tell her who you are." in seen
    assert "She says yes, if you tell her who you are" in web.get("/mentoring").text


def test_she_alone_lifts_it_and_her_name_stands_there_from_then_on(web, make, asked, amina, bea):
    label = row(make, asked).label
    web.as_(amina).post(way(asked), turn="offer")
    page = web.as_(bea).get(shown(asked))

    lifted = web.send(page, way(asked, "turn_request"), turn="lift")

    assert lifted.status_code == 303
    made = row(make, asked)
    assert (made.asker_id, made.owner, made.label, made.state) == (bea.id, None, "", State.OFFERED)
    assert "She has said yes, and knows your name now." in web.get(shown(asked)).text
    read = web.as_(amina).get(shown(asked)).text
    assert "Bea" in read
    assert label not in read
    assert web.post(way(asked), turn="accept").status_code == 303
    assert row(make, asked).state is State.ACCEPTED
    assert web.as_(bea).post(way(asked, "turn_request"), turn="lift").status_code == 403


def test_it_cannot_be_lifted_towards_who_keeps_away_from_her(web, make, asked, amina, bea):
    web.as_(amina).post(url("block_member", handle="bea"), change="block")
    seen = row(make, asked)
    assert seen.state is State.OPEN

    answer = web.as_(bea).post(way(asked, "turn_request"), turn="lift")

    assert answer.status_code == 403
    assert CLOSED in answer.text
    assert row(make, asked).owner is not None
    assert web.post(way(asked, "turn_request"), turn="withdraw").status_code == 303


def test_what_she_asked_without_a_name_stays_when_another_takes_her_and_she_is_told(
    web, make, asked, bea, stella
):
    named = asks(make, bea, mentor(make, stella))

    web.as_(stella).post(way(named), turn="accept")

    assert row(make, asked).state is State.OPEN
    assert "still waits: only you know that it is yours" in web.as_(bea).get("/mentoring").text


def test_she_answers_and_withdraws_without_a_name(web, make, asked, amina, bea):
    web.as_(amina).post(way(asked), turn="more", question="Since when?")
    web.as_(bea).post(way(asked, "turn_request"), turn="answer", answer="Since May.")
    assert "Since May." in web.as_(amina).get(shown(asked)).text

    web.as_(bea).post(way(asked, "turn_request"), turn="withdraw")

    assert row(make, asked).state is State.WITHDRAWN
    assert base32(asked) not in web.as_(amina).get("/mentoring").text


def test_who_may_not_write_without_her_name_asks_with_it(web, make, amina, bea):
    mentor(make, amina)
    with make.house.database.changing() as deed:
        sanctions.on_member(deed, bea.id, Sanction.PAUSE_ANONYMOUS, FOR_EVER, 1)

    page = web.as_(bea).get("/mentors/amina/ask").text
    refused = web.post("/mentors/amina/ask", **ASK, anonymous="on")

    assert "you can ask under your name only" in page
    assert refused.status_code == 403
    assert web.post("/mentors/amina/ask", **ASK).status_code == 303


def test_a_burnt_key_leaves_nobody_who_could_be_asked(web, make, running, house, amina, bea):
    """A suspected key is destroyed with all that it has made."""
    asked = asks(make, bea, mentor(make, amina), anonymous=True)
    before, epoch = row(make, asked).owner, row(make, asked).epoch
    assert web.as_(bea).get(shown(asked)).status_code == 200

    with house.database.changing() as deed:
        from app.people.anonymity import burning

        burning.burn_apart(deed, epoch)

    assert row(make, asked).owner != before
    assert web.as_(bea).get(shown(asked)).status_code == 404
    assert web.as_(amina).get(shown(asked)).status_code == 200
