"""The queue and its cases by a program: what their pages show, to the same moderator."""

import json

import pytest

from app.core.keys import base32
from app.oversight.moderation.models import Case, Reason
from app.people.circles.models import Visibility
from app.people.house import House
from app.people.members.tokens import Scope
from tests.browser import names
from tests.client import Client
from tests.crowd import at_once, many_hands
from tests.oversight.moderation.reporting import circle_moderator, order, report, way
from tests.web.api.program import Program

QUEUE = "/moderation/cases"


@pytest.fixture
def thread(make, circle, grace, bea):
    said = [(bea, f"Let it go, number {n}.") for n in range(1, 31)]
    return make.thread(circle, grace, title="The nights", replies=said)


@pytest.fixture
def case(make, amina, thread):
    return report(make, amina, make.post(thread, 2))


def at(case, deed=""):
    return f"{QUEUE}/{base32(case.id)}{deed}"


def ids(answer):
    return [one["id"] for one in answer.json()["data"]]


def places(case):
    """Each address about it, with something to say where it wants that."""
    ruling = {"action": "keep", "reason": "unkind", "note": "It may stay."}
    return [
        ("GET", at(case), None),
        ("PUT", at(case, "/claim"), None),
        ("DELETE", at(case, "/claim"), None),
        ("PUT", at(case, "/passed"), None),
        ("POST", at(case, "/notes"), {"body": "I know this thread."}),
        ("POST", at(case, "/decisions"), ruling),
    ]


def test_the_queue_is_that_of_the_page(web, program, make, circle, amina, mona, thread):
    other = make.circle("Other room")
    about = [report(make, amina, make.post(thread, n)) for n in range(2, 31)]
    threat = report(make, amina, make.post(thread, 31), Reason.THREAT)
    elsewhere = report(make, amina, make.post(make.thread(other, mona), 1))
    hers = program.of(mona)

    page = hers.get(QUEUE)
    second = hers.get(f"{QUEUE}?after={page.json()['next']}")
    here = hers.get(f"{QUEUE}?circle={base32(circle.id)}&reason=threat")
    nowhere = hers.get(f"{QUEUE}?circle={base32(7)}")

    first = page.json()["data"][0]
    assert first["id"] == base32(threat.id)
    assert (first["about"]["name"], first["about"]["title"]) == ("reply 30", "The nights")
    assert (first["heavy"], first["reason"], first["turn"]) == (True, "threat", "free")
    assert first["circle"] == {"id": base32(circle.id), "name": "New mothers"}
    assert page.json()["counts"] == {"waiting": 30, "mine": 0, "appeals": 0}
    assert [way.split("/")[-1] for way in order(web.as_(mona).get("/moderation"))] == ids(page)
    assert {*ids(page), *ids(second)} == {base32(one.id) for one in (*about, threat)}
    assert base32(elsewhere.id) not in ids(page)
    assert second.json()["next"] is None
    assert (ids(here), nowhere.status_code) == ([base32(threat.id)], 404)


def test_a_list_goes_on_on_its_own_shelf_alone(program, make, amina, mona, thread):
    for n in range(2, 31):
        report(make, amina, make.post(thread, n))
    hers = program.of(mona)
    following = hers.get(QUEUE).json()["next"]

    other = hers.get(f"{QUEUE}?shelf=decided&after={following}")
    odd = [hers.get(f"{QUEUE}?{said}") for said in ("shelf=all", "circle=!", "after=1.2")]

    assert [one.status_code for one in (other, *odd)] == [422] * 4
    assert [one["field"] for one in other.json()["errors"]] == ["after"]


def test_what_it_shows_names_nobody_whom_the_page_hides(
    program, session, make, circle, amina, bea, mona
):
    circle.crowd = 30
    session.commit()
    thread = make.thread(circle, amina, title="The nights")
    make.voiced(thread, bea, "Women like you.")
    case = report(make, amina, make.post(thread, 2), note="She means me.")
    make.asked(case.id, mona, "What did you mean?")

    answer = program.of(mona).get(at(case))

    said = answer.json()
    words = said["words"]
    assert (words["words"]["html"], words["text"]) == ("<p>Women like you.</p>", "Women like you.")
    author = words["words"]["author"]
    assert (author["anonymous"], author["handle"]) == (True, None)
    assert [(r["reason"], r["note"]) for r in said["reports"]] == [("unkind", "She means me.")]
    assert [(t["side"], t["by"], t["body"]) for t in said["talk"]] == [
        ("team", "Mona", "What did you mean?")
    ]
    assert not names(answer.text, "Bea")
    # Amina stands there as who has opened the thread, and not as who reported.
    assert json.dumps({k: v for k, v in said.items() if k != "words"}).lower().count("amina") == 0
    # Days, and never an hour.
    assert {"T" in day for day in (words["words"]["day"], said["reports"][0]["day"])} == {False}


def test_who_works_no_cases_finds_nothing_and_scopes_are_asked_for(
    program, make, circle, case, amina, grace, mona
):
    tara = circle_moderator(make, "Tara", make.circle("Other room"))
    cleo = circle_moderator(make, "Cleo", circle)
    plain = program.of(mona, Scope.READ, Scope.WRITE)

    for method, path, said in places(case):
        strangers = [program.of(who).ask(method, path, said) for who in (amina, grace, tara)]
        assert {one.status_code for one in strangers} == {404}
        refused = plain.ask(method, path, said)
        assert (refused.status_code, refused.json()["type"][-6:]) == (403, "#scope")
    nothing = [program.of(who).get(QUEUE) for who in (amina, grace)]
    absent = program.of(amina).get(f"{QUEUE}/{base32(7)}")
    assert [one.status_code for one in nothing] == [404, 404]
    assert nothing[0].text == absent.text == program.of(tara).get(at(case)).text
    assert ids(program.of(tara).get(QUEUE)) == []
    assert ids(program.of(cleo).get(QUEUE)) == [base32(case.id)]


def test_a_case_that_names_her_is_kept_from_her(program, make, amina, mona, olga, thread):
    case = report(make, amina, make.post(thread, 2), note="I told mona and she laughed.")
    hers = program.of(mona)

    answers = [hers.ask(method, path, said) for method, path, said in places(case)]

    assert {one.status_code for one in answers} == {404}
    queue = hers.get(QUEUE).json()
    assert (queue["data"], queue["counts"]["waiting"]) == ([], 0)
    assert ids(program.of(olga).get(QUEUE)) == [base32(case.id)]


def test_of_her_own_words_she_sees_no_case(program, session, make, circle, amina, mona, thread):
    circle.crowd = 30
    session.commit()
    make.joins(mona, circle)
    make.voiced(thread, mona, "Nor can I.")
    named = report(make, amina, make.post(make.thread(circle, mona), 1))
    without = report(make, amina, make.post(thread, 32))

    hers = program.of(mona)
    answers = [
        [hers.ask(*place).status_code for place in places(case)] for case in (named, without)
    ]

    # Without her name she alone learns why; and she may give back what she cannot have taken.
    assert answers == [[404] * 6, [403, 403, 204, 204, 403, 403]]


def test_where_staff_need_two_steps_a_token_of_one_opens_nothing(
    running, house, program, case, mona
):
    settings = house.settings.model_copy(update={"staff_two_factor": True})
    running.state.house = House(**{**vars(house), "settings": settings})

    weak, strong = program.of(mona, strong=False), program.of(mona, strong=True)

    assert {weak.ask(*place).status_code for place in places(case)} == {404}
    assert weak.get(QUEUE).status_code == 404
    assert strong.get(at(case)).status_code == 200


def test_whose_turn_it_is_is_known_on_both_ways(web, program, make, case, mona, olga):
    hers, others = program.of(mona), program.of(olga)

    taken = hers.put(at(case, "/claim"))
    late = others.put(at(case, "/claim"))
    seen = others.get(at(case)).json()
    page = web.as_(olga).get(way(case)).text
    line = others.get(QUEUE).json()["data"][0]
    decided = others.post(at(case, "/decisions"), places(case)[-1][2])

    assert (taken.json()["by"], taken.json()["mine"]) == ("Mona", True)
    assert "Mona is reviewing this" in page
    assert (seen["claim"]["by"], seen["claim"]["mine"], seen["can"]) == ("Mona", False, [])
    assert (line["turn"], hers.get(f"{QUEUE}?shelf=mine").json()["counts"]["mine"]) == ("taken", 1)
    assert [one.status_code for one in (late, decided)] == [409, 409]
    assert "Somebody else is reviewing this." in decided.json()["detail"]
    assert hers.delete(at(case, "/claim")).status_code == 204
    web.post(way(case, "claim_case"))
    assert hers.put(at(case, "/claim")).status_code == 409
    assert others.get(at(case)).json()["claim"]["mine"] is True


def test_what_she_passes_on_is_not_shown_to_her_any_more(web, program, case, mona, olga):
    assert program.of(mona).put(at(case, "/passed")).status_code == 204

    assert order(web.as_(mona).get("/moderation")) == []
    assert ids(program.of(olga).get(QUEUE)) == [base32(case.id)]


def test_a_note_is_for_the_team_and_stands_once(web, program, case, mona, olga):
    hers, said = program.of(mona), {"body": "I know this thread."}

    sent = [hers.post(at(case, "/notes"), said).status_code for _ in range(2)]
    web.as_(olga).post(way(case, "note_case"), team_note="So do I.")
    empty = hers.post(at(case, "/notes"), {"body": " "})

    notes = hers.get(at(case)).json()["notes"]
    assert sent == [204, 204]
    assert [(one["by"], one["body"]) for one in notes] == [
        ("Mona", "I know this thread."),
        ("Olga", "So do I."),
    ]
    assert web.get(way(case)).text.count("I know this thread.") == 1
    assert empty.json()["errors"][0]["field"] == "body"


def test_a_private_circle_stays_closed_to_who_works_its_case(program, session, make, amina, mona):
    private = make.circle("The board", visibility=Visibility.PRIVATE)
    make.joins(amina, private)
    case = report(make, amina, make.post(make.thread(private, mona and None), 1))

    words = program.of(mona).get(at(case)).json()["words"]

    assert words["path"] is None
    assert "Nobody told me" in words["words"]["html"]


def test_two_programs_take_a_case_at_once(running, program, session, case, mona, olga):
    both = [program.of(who) for who in (mona, olga)]
    both = [Program(Client(running), each.house, each.token) for each in both]

    with many_hands():
        answers = at_once([lambda p=p: p.put(at(case, "/claim")).status_code for p in both])

    assert sorted(answers) == [200, 409]
    assert session.get(Case, case.id, populate_existing=True).claimant_id in {mona.id, olga.id}
