"""Mentoring by a program: being a mentor, asking one, and the two sides of a request."""

import pytest
from sqlalchemy import select

from app.core.keys import base32
from app.mentoring.profiles.models import MentorProfile
from app.mentoring.requests.models import Request
from app.web.kit.addresses import url
from tests.adversary.test_write_set import is_moment, writing
from tests.browser import names
from tests.client import Client
from tests.crowd import at_once, many_hands
from tests.mentoring.making import ASK, PROFILE, asks, mentor, paired, row
from tests.web.api.program import Program

HERS = "/mentoring/profile"
SAID = PROFILE | {"languages": ["en"], "capacity": 2, "known": {"racism": "all-counts"}}


def at(request_id, deed=""):
    return f"/mentoring/requests/{base32(request_id)}{deed}"


def ask(program, whom="amina", *, anonymous=False, **headers):
    said = ASK | {"anonymous": anonymous}
    return program.post(f"/mentors/{whom}/requests", said, **headers)


# Being a mentor


def test_she_becomes_a_mentor_and_stands_on_the_pages(web, program, amina, bea):
    hers, others = program.of(amina), program.of(bea)
    before = [hers.get(HERS), others.get("/mentors/amina"), hers.put(f"{HERS}/pause")]

    saved = hers.put(HERS, SAID)
    seen = others.get("/mentors/amina").json()
    page = web.as_(bea).get("/mentors/amina").text

    assert {one.status_code for one in before} == {404}
    assert saved.json() == hers.get(HERS).json() == SAID | {"paused": False}
    assert seen["headline"] == SAID["headline"]
    assert (seen["topics"], seen["backgrounds"]) == (
        ["Self-doubt", "Leading for the first time"],
        ["Has met racism"],
    )
    assert (seen["places"], seen["open"], seen["request"]) == (2, 2, None)
    assert "Leads a team. 14 years in." in page
    assert "Europe/London" in web.as_(amina).get("/mentoring/profile").text


def test_she_pauses_and_stops(web, program, session, make, amina, bea):
    mentor(make, amina)
    hers, others = program.of(amina), program.of(bea)

    paused = [hers.put(f"{HERS}/pause").status_code for _ in range(2)]
    closed = ask(others)
    resumed = hers.delete(f"{HERS}/pause").status_code
    asked = ask(others)
    stopped = [hers.delete(HERS).status_code for _ in range(2)]

    assert (paused, resumed, stopped) == ([204, 204], 204, [204, 404])
    assert closed.status_code == 403
    assert "She takes no requests at the moment." in closed.json()["detail"]
    assert asked.status_code == 201
    assert session.query(MentorProfile).count() == 0
    assert web.as_(bea).get("/mentors/amina").status_code == 404


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"topics": []}, "topics"),
        ({"topics": ["cooking"]}, "topics"),
        ({"capacity": 0}, "capacity"),
        ({"known": {"hair": "all"}}, "known"),
        ({"time_zone": "Nowhere"}, "time_zone"),
        ({"headline": ""}, "headline"),
    ],
)
def test_what_does_not_fit_is_said_by_its_field(program, session, amina, said, field):
    answer = program.of(amina).put(HERS, SAID | said)

    assert answer.status_code == 422
    assert {one["field"].split(".")[0] for one in answer.json()["errors"]} == {field}
    assert session.query(MentorProfile).count() == 0


def test_of_whom_she_has_blocked_no_words_are_told(program, make, amina, bea):
    mentor(make, amina)
    hers = program.of(bea)
    hers.put("/members/amina/block")

    seen = hers.get("/mentors/amina").json()

    assert (seen["blocked"], seen["headline"], seen["topics"]) == (True, "", [])


# Asking


def test_a_request_goes_its_way_by_either_door(web, program, make, amina, bea, stella):
    mentor(make, amina)
    hers, theirs = program.of(bea), program.of(amina)

    asked = ask(hers, Idempotency_Key="one").json()
    again = ask(hers, Idempotency_Key="one").json()
    twice = ask(hers)
    here = f"/mentoring/requests/{asked['id']}"
    page = web.as_(amina).get(here).text
    more = theirs.put(f"{here}/reply", {"turn": "more", "question": "Since when?"}).json()
    web.as_(bea).post(f"{here}/turn", turn="answer", answer="Since May.")
    read = theirs.get(here).json()
    taken = [theirs.put(f"{here}/reply", {"turn": "accept"}).json() for _ in range(2)]

    assert asked == again
    assert (asked["state"], asked["other"]["handle"], asked["named"]) == ("open", "amina", True)
    assert (twice.status_code, "asked her already" in twice.json()["detail"]) == (422, True)
    assert ASK["note"] in page
    assert (more["state"], more["question"]) == ("asked", "Since when?")
    assert (read["answer"], read["other"]["handle"], read["is_mentor"]) == (
        "Since May.",
        "bea",
        True,
    )
    assert (taken[0] == taken[1], taken[0]["state"]) == (True, "accepted")
    assert "She is your mentor" in web.get(here).text
    [pair] = hers.get("/mentorships").json()["data"]
    assert (pair["id"], pair["is_mentor"]) == (taken[0]["mentorship"], False)
    assert hers.get("/mentors/amina").json()["mentorship"] == pair["id"]
    theirs = program.of(stella)
    assert theirs.get(here).text == theirs.get(at(7)).text
    assert theirs.get("/mentorships").json()["data"] == []


def test_each_side_does_its_own(program, make, amina, bea, stella):
    asked = asks(make, bea, mentor(make, amina))
    hers, theirs, strangers = program.of(bea), program.of(amina), program.of(stella)
    accept, withdraw = {"turn": "accept"}, {"turn": "withdraw"}

    refused = [hers.put(at(asked, "/reply"), accept), theirs.put(at(asked, "/turn"), withdraw)]
    absent = [
        strangers.put(at(asked, "/reply"), accept),
        strangers.put(at(asked, "/turn"), withdraw),
    ]
    odd = [
        theirs.put(at(asked, "/reply"), {"turn": "more"}),
        theirs.put(at(asked, "/reply"), {"turn": "perhaps"}),
        theirs.put(at(asked, "/reply"), {"turn": "offer", "words": "Who are you?"}),
        hers.put(at(asked, "/turn"), {"turn": "withdraw", "why": "no"}),
    ]
    lists = [hers.get("/mentoring/requests"), theirs.get("/mentoring/requests?side=to-me")]
    gone = [hers.put(at(asked, "/turn"), withdraw).json()["state"] for _ in range(2)]
    late = theirs.put(at(asked, "/reply"), accept)

    assert [one.status_code for one in (*refused, *absent, *odd)] == [
        403,
        403,
        404,
        404,
        *[422] * 4,
    ]
    assert [one.json()["errors"][0]["field"] for one in odd] == [
        *("question", "turn", "words", "why")
    ]
    assert [[one["id"] for one in each.json()["data"]] for each in lists] == [[base32(asked)]] * 2
    assert (gone, late.status_code) == (["withdrawn"] * 2, 403)
    assert theirs.get("/mentoring/requests?side=to-me").json()["data"] == []


def test_she_is_declined_kindly(web, program, make, amina, bea):
    asked = asks(make, bea, mentor(make, amina))

    program.of(amina).put(at(asked, "/reply"), {"turn": "no-room", "words": "Not this year."})

    read = program.of(bea).get(at(asked)).json()
    assert (read["state"], read["closing"]) == ("no-capacity", "Not this year.")
    assert "Not this year." in web.as_(bea).get(url("mentoring_request", request_id=asked)).text


def test_without_her_name_it_leaves_what_the_form_leaves(
    web, program, house, session, make, amina, bea, grace
):
    mentor(make, amina), mentor(make, grace)
    hers = program.of(bea)
    page = web.as_(bea).get("/mentors/grace/ask")
    with writing(house) as by_page:
        web.send(page, "/mentors/grace/ask", **ASK, anonymous="on")

    with writing(house) as by_program:
        answer = ask(hers, anonymous=True, Idempotency_Key="k")
    again = ask(hers, anonymous=True, Idempotency_Key="k")

    assert by_program.tables == by_page.tables
    assert bea.id not in by_program.values
    assert not any(is_moment(value) for value in by_program.values)
    assert answer.json() == again.json()
    made = session.scalars(select(Request).filter_by(mentor_id=amina.id)).one()
    assert (made.asker_id, answer.json()["pseudonym"]) == (None, made.label)
    assert "T" not in answer.json()["day"]
    read = program.of(amina).get(at(made.id))
    other = read.json()["other"]
    assert (other["name"], other["handle"], other["anonymous"]) == (made.label, None, True)
    assert not names(read.text, "Bea")
    assert program.of(amina).put(at(made.id, "/reply"), {"turn": "accept"}).status_code == 403
    assert row(make, made.id).asker_id is None


def test_who_she_is_she_alone_says(program, make, amina, bea):
    asked = asks(make, bea, mentor(make, amina), anonymous=True)
    hers, theirs = program.of(bea), program.of(amina)

    offered = theirs.put(at(asked, "/reply"), {"turn": "offer"}).json()
    lifted = hers.put(at(asked, "/turn"), {"turn": "lift"}).json()
    begun = theirs.put(at(asked, "/reply"), {"turn": "accept"}).json()

    assert (offered["state"], offered["named"]) == ("offered", False)
    assert (lifted["named"], lifted["pseudonym"]) == (True, "")
    assert begun["other"]["handle"] == "bea"


def test_one_place_is_given_once(running, program, make, amina, bea, grace):
    asked = [asks(make, who, mentor(make, amina)) for who in (bea, grace)]
    one = program.of(amina)
    twin = Program(Client(running), one.house, one.token)
    accept = {"turn": "accept"}

    with many_hands():
        answers = at_once(
            [
                lambda p=p, n=n: p.put(at(n, "/reply"), accept).status_code
                for p, n in zip((one, twin), asked, strict=True)
            ]
        )

    assert sorted(answers) == [200, 403]


def test_where_no_place_is_open_she_reads_her_turn(program, make, amina, bea, grace, stella):
    paired(make, mentor(make, amina), grace)
    first, second = asks(make, stella, amina), asks(make, bea, amina)

    read = [program.of(who).get(at(n)).json() for who, n in ((stella, first), (bea, second))]

    assert [one["turn"]["place"] for one in read] == [1, 2]
    assert [one["turn"]["length"] for one in read] == [2, 2]
    assert {one["places"] for one in read} == {0}
