"""Asking a mentor under one's name: writing, the mentor's answers, and how it ends."""

import re

import pytest
from sqlalchemy import func, select

from app.core import keys
from app.core.keys import base32
from app.mentoring.mentorships.models import Mentorship
from app.mentoring.requests.models import Request, State
from app.oversight.notifications.models import Notification
from app.people.members.models import Standing
from app.people.safety import sanctions
from app.people.safety.models import Sanction
from app.people.safety.sanctions import FOR_EVER
from app.web.kit.addresses import url
from tests import dump
from tests.mentoring.making import ASK, asks, mentor, paired, row

CLOSED = "She takes no requests at the moment."
OVER = "This request is over."


def way(request_id, which="reply_request"):
    return url(which, request_id=request_id)


def plain(page):
    """Without what is new on every page."""
    return re.sub(r'value="[^"]*"', "", page.text)


def told(session, member):
    """What stands in her list of notifications."""
    session.rollback()
    rows = session.scalars(select(Notification).filter_by(member_id=member.id))
    return [(row.thing_kind, row.thing_id) for row in rows]


@pytest.fixture
def amina_mentor(make, amina):
    return mentor(make, amina)


def test_she_writes_and_the_mentor_is_told_and_reads_it(web, session, amina, amina_mentor, bea):
    page = web.as_(bea).get("/mentors/amina/ask")

    answer = web.send(page, "/mentors/amina/ask", **ASK)

    [made] = session.scalars(select(Request))
    path = f"/mentoring/requests/{base32(made.id)}"
    assert answer.headers["location"] == f"{path}?said=asked-mentor"
    assert made.asker_id == bea.id
    assert "She has a place open." in web.follow(answer).text
    assert told(session, amina) == [("mentoring-request", base32(made.id))]
    read = web.as_(amina).get(path).text
    for words in ("Bea", *ASK.values()):
        assert words in read
    assert path in web.get("/mentoring").text
    assert web.get(f"/mentors/{amina.handle}").status_code == 200


def test_what_they_say_is_sealed(session, make, web, amina, amina_mentor, bea):
    asked = asks(make, bea, amina)
    web.as_(amina).post(way(asked), turn="more", question="Since when exactly?")
    web.as_(bea).post(way(asked, "turn_request"), turn="answer", answer="Since the spring.")
    web.as_(amina).post(way(asked), turn="not-mine", words="Ask a lawyer, please.")

    for words in (*ASK.values(), "Since when exactly?", "Since the spring.", "Ask a lawyer"):
        assert dump.holding(session, words) == [], words


def test_the_same_form_sent_twice_is_one_request(web, session, amina_mentor, bea):
    form = ASK | {"form_nonce": keys.token()}

    one, other = (web.as_(bea).post("/mentors/amina/ask", **form) for _ in "12")

    assert one.headers["location"] == other.headers["location"]
    assert session.scalar(select(func.count()).select_from(Request)) == 1


@pytest.mark.parametrize("field", ["note", "goal"])
def test_a_request_without_words_is_shown_again(web, session, amina_mentor, bea, field):
    answer = web.as_(bea).post("/mentors/amina/ask", **ASK | {field: " "})

    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    assert next(words for name, words in ASK.items() if name != field) in answer.text
    assert session.scalar(select(func.count()).select_from(Request)) == 0


def test_a_second_one_to_her_is_none(web, make, amina, amina_mentor, bea):
    asks(make, bea, amina)

    for anonymous in ("", "on"):
        answer = web.as_(bea).post("/mentors/amina/ask", **ASK, anonymous=anonymous)

        assert answer.status_code == 422
        assert "You have asked her already" in answer.text


def test_her_own_mentor_is_not_asked_again(web, make, amina, amina_mentor, bea):
    paired(make, amina, bea)

    answer = web.as_(bea).post("/mentors/amina/ask", **ASK)

    assert answer.status_code == 422
    assert "She is your mentor already." in answer.text


def test_five_may_be_open_whatever_the_name(web, make, bea):
    others = [mentor(make, make.member(f"Mentor{n}")) for n in range(6)]
    made = [asks(make, bea, one, anonymous=n % 2 == 1) for n, one in enumerate(others[:5])]

    for anonymous in ("", "on"):
        refused = web.as_(bea).post("/mentors/mentor5/ask", **ASK, anonymous=anonymous)
        assert refused.status_code == 422
        assert "You have five requests that are open." in refused.text
    web.post(way(made[1], "turn_request"), turn="withdraw")
    assert web.post("/mentors/mentor5/ask", **ASK).status_code == 303


def test_nobody_asks_herself(web, amina, amina_mentor):
    assert "This is you." in web.as_(amina).get("/mentors/amina/ask").text
    assert CLOSED in web.post("/mentors/amina/ask", **ASK).text


@pytest.mark.parametrize("anonymous", ["", "on"])
@pytest.mark.parametrize("by", ["mentor", "asker"])
def test_where_one_has_blocked_the_other_she_takes_no_requests(
    web, session, amina, amina_mentor, bea, by, anonymous
):
    one, other = (amina, bea) if by == "mentor" else (bea, amina)
    before = plain(web.as_(bea).get("/mentors/amina"))
    web.as_(one).post(url("block_member", handle=other.handle), change="block")

    answer = web.as_(bea).post("/mentors/amina/ask", **ASK, anonymous=anonymous)

    assert answer.status_code == 403
    assert CLOSED in answer.text
    assert ASK["note"] in answer.text
    assert session.scalar(select(func.count()).select_from(Request)) == 0
    if by == "mentor":
        assert plain(web.get("/mentors/amina")) == before


def test_one_who_pauses_takes_no_requests_in_the_same_words(web, amina, amina_mentor, bea):
    web.as_(amina).post("/mentoring/profile/pause", on="yes")

    answer = web.as_(bea).post("/mentors/amina/ask", **ASK)

    assert answer.status_code == 403
    assert CLOSED in answer.text


def test_who_is_paused_by_moderators_asks_and_takes_nobody(web, make, amina, amina_mentor, bea):
    asked = asks(make, bea, amina)
    with make.house.database.changing() as deed:
        sanctions.on_member(deed, bea.id, Sanction.PAUSE, FOR_EVER, 1)
        sanctions.on_member(deed, amina.id, Sanction.PAUSE, FOR_EVER, 2)

    for who, path, form in [
        (bea, "/mentors/amina/ask", ASK),
        (amina, way(asked), {"turn": "accept"}),
        (amina, "/mentoring/profile/pause", {"on": "no"}),
    ]:
        answer = web.as_(who).post(path, **form)
        assert answer.status_code == 403, path
        assert "not take part in mentoring" in answer.text
    assert web.as_(bea).post(way(asked, "turn_request"), turn="withdraw").status_code == 303


def test_a_request_is_seen_by_its_two_sides_alone(web, make, amina, amina_mentor, bea, mona, olga):
    asked = asks(make, bea, amina)
    path = url("mentoring_request", request_id=asked)

    for who in (mona, olga):
        web.as_(who)
        assert web.get(path).status_code == 404
        assert web.post(way(asked), turn="accept").status_code == 404
        assert web.post(way(asked, "turn_request"), turn="withdraw").status_code == 404
    assert row(make, asked).state is State.OPEN


@pytest.mark.parametrize(
    ("who", "which", "form"),
    [
        ("bea", "reply_request", {"turn": "accept"}),
        ("bea", "reply_request", {"turn": "no-room"}),
        ("amina", "turn_request", {"turn": "withdraw"}),
        ("amina", "turn_request", {"turn": "lift"}),
    ],
)
def test_neither_side_does_what_is_the_others(
    web, make, request, amina, amina_mentor, bea, who, which, form
):
    asked = asks(make, bea, amina)

    answer = web.as_(request.getfixturevalue(who)).post(way(asked, which), **form)

    assert answer.status_code == 403
    assert row(make, asked).state is State.OPEN


def test_she_says_yes_and_they_are_mentor_and_mentee(web, make, session, amina, amina_mentor, bea):
    asked = asks(make, bea, amina)
    page = web.as_(amina).get(url("mentoring_request", request_id=asked))

    answer = web.send(page, way(asked), turn="accept")

    assert answer.status_code == 303
    [made] = session.scalars(select(Mentorship))
    assert (made.mentor_id, made.mentee_id) == (amina.id, bea.id)
    assert row(make, asked).state is State.ACCEPTED
    assert told(session, bea) == [("mentorship", base32(made.id))]
    seen = web.as_(bea).get(url("mentoring_request", request_id=asked)).text
    assert f"/mentorships/{base32(made.id)}" in seen
    assert "She is your mentor" in web.get("/mentoring").text


def test_when_she_is_taken_what_else_she_asked_is_withdrawn(web, make, amina, amina_mentor, bea):
    elsewhere = mentor(make, make.member("Clara"))
    other, mine = asks(make, bea, elsewhere), asks(make, bea, amina)
    anothers = asks(make, make.member("Dina"), elsewhere)

    web.as_(amina).post(way(mine), turn="accept")

    assert row(make, other).state is State.WITHDRAWN
    assert row(make, anothers).state is State.OPEN


def test_no_more_are_taken_than_there_are_places(web, make, amina, amina_mentor, bea, stella):
    first, second = asks(make, bea, amina), asks(make, stella, amina)
    web.as_(amina).post(way(first), turn="accept")

    answer = web.post(way(second), turn="accept")

    assert answer.status_code == 403
    assert "All your places are taken." in answer.text
    assert row(make, second).state is State.OPEN


def test_more_is_asked_and_answered_before_she_decides(
    web, make, session, amina, amina_mentor, bea
):
    asked = asks(make, bea, amina)
    web.as_(amina)
    assert web.post(way(asked), turn="more", question=" ").status_code == 422
    web.post(way(asked), turn="more", question="Since when?")
    assert told(session, bea) == [("mentoring-request", base32(asked))]

    page = web.as_(bea).get(url("mentoring_request", request_id=asked))
    empty = web.send(page, way(asked, "turn_request"), turn="answer", answer="")
    answer = web.send(page, way(asked, "turn_request"), turn="answer", answer="Since May.")

    assert "Since when?" in page.text
    assert (empty.status_code, answer.status_code) == (422, 303)
    assert "Since May." in web.as_(amina).get(url("mentoring_request", request_id=asked)).text
    assert (
        web.as_(bea).post(way(asked, "turn_request"), turn="answer", answer="x").status_code == 403
    )


@pytest.mark.parametrize(
    ("turn", "words", "read", "state"),
    [
        ("no-room", "", "I have no place for this", State.NO_CAPACITY),
        ("not-mine", "", "somebody else can help you better", State.DECLINED),
        ("not-mine", "Ask Clara about the law.", "Ask Clara about the law.", State.DECLINED),
    ],
)
def test_she_declines_kindly_and_others_are_suggested(
    web, make, amina, amina_mentor, bea, turn, words, read, state
):
    mentor(make, make.member("Clara"))
    mentor(make, make.member("Farah"), topics=("money",))
    paired(make, mentor(make, make.member("Dina")), make.member("Ede"))
    asked = asks(make, bea, amina)

    answer = web.as_(amina).post(way(asked), turn=turn, words=words)

    assert answer.status_code == 303
    assert row(make, asked).state is state
    seen = web.as_(bea).get(url("mentoring_request", request_id=asked)).text
    assert read in seen
    assert "/mentors/clara" in seen
    for absent in ("/mentors/farah", "/mentors/dina", "reject", "refus", "declined", "turned down"):
        assert absent not in seen.lower(), absent
    assert "reject" not in web.get("/mentoring").text.lower()


def test_withdrawn_it_is_over_for_both_and_nobody_is_told(web, make, session, amina, bea):
    mentor(make, amina)
    asked = asks(make, bea, amina)
    before = told(session, amina)
    page = web.as_(bea).get(url("mentoring_request", request_id=asked))

    web.send(page, way(asked, "turn_request"), turn="withdraw")

    assert told(session, amina) == before
    assert f"/requests/{base32(asked)}" not in web.as_(amina).get("/mentoring").text
    late = web.post(way(asked), turn="accept")
    assert late.status_code == 403
    assert OVER in late.text
    for turn in ("more", "no-room"):
        assert web.post(way(asked), turn=turn, question="x").status_code == 403


def test_contact_that_ends_ends_what_waits_as_if_there_were_no_place(
    web, make, session, amina, amina_mentor, bea
):
    asked = asks(make, bea, amina)
    other = asks(make, bea, mentor(make, make.member("Clara")))
    before = told(session, bea)

    web.as_(amina).post(url("block_member", handle="bea"), change="block")

    assert row(make, asked).state is State.NO_CAPACITY
    assert row(make, other).state is State.OPEN
    assert told(session, bea) == before
    assert "blocked" not in web.as_(bea).get(url("mentoring_request", request_id=asked)).text


def test_who_is_away_is_not_taken(web, make, session, amina, amina_mentor, bea):
    asked = asks(make, bea, amina)
    session.merge(bea).standing = Standing.SUSPENDED
    session.commit()

    assert web.as_(amina).post(way(asked), turn="accept").status_code == 403
    assert row(make, asked).state is State.OPEN
