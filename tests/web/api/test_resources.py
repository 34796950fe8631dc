"""Resources by a program: suggesting, changing and withdrawing, that one helped, and notes."""

import pytest

from app.community.resources.models import Helped, Resource, State
from app.core.keys import base32
from app.people.circles.models import Visibility
from app.people.members.tokens import Scope
from tests.community.resources import making
from tests.house.resources import SAID

AT = "/resources"
GUIDE = SAID | {"form": "guide", "link": "", "body": "First, *breathe*."}


def of(row, deed=""):
    return f"{AT}/{base32(row.id)}" + (f"/{deed}" if deed else "")


@pytest.fixture
def shown(make, circle, bea):
    return making.resource(make, bea, circle)


def test_what_a_program_suggests_waits_for_a_host_who_shows_it(
    program, web, circle, amina, bea, grace
):
    hers, others = program.of(amina), program.of(bea)
    said = GUIDE | {"circle": circle.slug}

    made = hers.post(AT, said, Idempotency_Key="one")
    at = f"{AT}/{made.json()['id']}"
    unseen = others.get(at).status_code
    waits = web.as_(grace).get("/resources/waiting").text
    web.post(f"{at}/look", turn="show")
    read = others.get(at).json()

    assert (made.status_code, made.json()["state"], made.json()["new"]) == (201, "suggested", True)
    assert ("Know your rights" in waits, unseen, read["state"]) == (True, 404, "shown")
    assert (read["html"], read["body"]) == ("<p>First, <em>breathe</em>.</p>", None)
    assert (hers.get(at).json()["body"], read["circle"]) == ("First, *breathe*.", circle.slug)
    assert [one["title"] for one in hers.get(f"{AT}/mine").json()["data"]] == ["Know your rights"]
    assert others.get(f"{AT}/mine").json()["data"] == []


def test_the_same_key_is_one_resource_and_a_link_that_is_here_leads_there(
    program, session, circle, amina, bea
):
    hers, said = program.of(amina), SAID | {"circle": circle.slug}

    first, again = (hers.post(AT, said, Idempotency_Key="one") for _ in range(2))
    other = hers.post(AT, said | {"title": "Other rights"}, Idempotency_Key="one")
    twice = hers.post(AT, said)
    waits = program.of(bea).post(AT, said)

    assert (first.json(), other.json()["type"][-8:]) == (again.json(), "key-used")
    assert twice.json() == first.json() | {"new": False}
    assert (waits.status_code, waits.json()["errors"][0]["field"]) == (422, "link")
    assert session.query(Resource).count() == 1


def test_what_does_not_fit_is_said_by_its_field(program, circle, amina, stella):
    hers = program.of(amina)
    odd = [{"form": "link", "link": ""}, {"link": "http://a.example.org"}, {"topic": "weather"}]
    odd += [{"body": "Words"}, {"about": ""}, {"language": "xx"}]

    refused = [hers.post(AT, SAID | changed) for changed in odd]
    elsewhere = program.of(stella).post(AT, SAID | {"circle": circle.slug})
    nowhere = hers.post(AT, SAID | {"circle": "nothing"})

    assert [answer.status_code for answer in refused] == [422] * 6
    named = [answer.json()["errors"][0]["field"] for answer in refused]
    assert named == ["link", "link", "topic", "body", "about", "language"]
    assert (elsewhere.status_code, nowhere.status_code) == (403, 404)


def test_she_changes_and_withdraws_hers_and_nobody_else_s(program, web, shown, amina, bea):
    hers, others = program.of(bea), program.of(amina)

    not_hers = [others.put(of(shown), SAID), others.delete(of(shown))]
    read = hers.get(of(shown)).json()
    said = SAID | {"as_of": read["as_of"]}
    changed = hers.put(of(shown), said | {"title": "Your rights by night"})
    stale = hers.put(of(shown), said | {"title": "Your rights by day"})
    page = web.as_(bea).get(f"/resources/{base32(shown.id)}").text
    gone = hers.delete(of(shown))

    assert [answer.status_code for answer in not_hers] == [403, 403]
    assert (changed.status_code, changed.json()["state"]) == (200, "suggested")
    assert "Your rights by night" in page
    assert stale.status_code == 409
    assert others.get(of(shown)).json().get("as_of") is None
    assert (gone.status_code, hers.get(of(shown)).status_code) == (204, 404)


def test_that_one_helped_is_said_once_and_taken_back(program, web, session, shown, amina, stella):
    hers = program.of(amina)

    said = [hers.put(of(shown, "helped")).status_code for _ in range(2)]
    page, one = web.as_(amina).get(of(shown)).text, hers.get(of(shown)).json()
    marks = session.query(Helped).count()
    outside = program.of(stella).put(of(shown, "helped"))
    back = [hers.delete(of(shown, "helped")).status_code for _ in range(2)]
    session.rollback()

    assert (said, marks, one["helped_me"], back) == ([204, 204], 1, True, [204, 204])
    # So few that their number would say who.
    assert one["helped"] is None
    assert 'value="no"' in page
    assert outside.status_code == 403
    assert session.query(Helped).count() == 0


def test_notes_stand_under_it_by_name_and_on_the_page(program, web, shown, amina, bea, stella):
    hers, others = program.of(amina), program.of(bea)

    written = hers.put(of(shown, "note"), {"body": "It gave me words."})
    other_words = hers.put(of(shown, "note"), {"body": "It gave me the words."})
    page = web.as_(bea).get(of(shown)).text
    web.post(of(shown, "note"), body="Me too")
    first, second = others.get(of(shown, "notes")).json()["data"]
    outside = program.of(stella).put(of(shown, "note"), {"body": "Hello"})
    gone = [hers.delete(of(shown, "note")).status_code for _ in range(2)]

    assert (written.status_code, other_words.status_code) == (204, 204)
    assert "It gave me the words." in page
    assert (first["mine"], first["body"], first["by"]["handle"]) == (True, "Me too", "bea")
    assert (second["mine"], second["body"]) == (False, "It gave me the words.")
    assert (outside.status_code, gone) == (403, [204, 404])
    assert len(others.get(of(shown, "notes")).json()["data"]) == 1


def test_whom_she_has_blocked_leaves_no_note_and_is_not_told_why(program, shown, amina, bea):
    program.of(bea).put("/members/amina/block")

    refused = program.of(amina).put(of(shown, "note"), {"body": "Hello"})

    assert refused.status_code == 403
    assert refused.json()["detail"] == "This resource takes no more notes at the moment."


def test_with_words_that_she_has_muted_it_is_folded(program, shown, amina, bea):
    hers = program.of(amina)
    before = hers.get(of(shown)).json()["folded"]
    hers.put("/muted/phrases", {"phrase": "your rights", "muted": True})

    assert before is None
    assert hers.get(of(shown)).json()["folded"]
    assert program.of(bea).get(of(shown)).json()["folded"] is None


def test_in_a_private_circle_nothing_is_there_for_who_is_not_in_it(program, make, amina, stella):
    private = make.circle("The board", visibility=Visibility.PRIVATE)
    make.joins(amina, private)
    row = making.resource(make, amina, private)
    others = program.of(stella)

    asked = [others.get(of(row)), others.get(of(row, "notes")), others.put(of(row, "helped"))]
    asked += [others.put(of(row), SAID), others.delete(of(row)), others.get(f"{AT}/{base32(7)}")]

    assert {answer.status_code for answer in asked} == {404}
    assert len({answer.text for answer in asked}) == 1


def test_a_token_that_reads_writes_nothing(program, session, shown, amina):
    reads = program.of(amina, Scope.READ)

    answers = [reads.post(AT, SAID), reads.put(of(shown, "helped"))]
    answers.append(reads.put(of(shown, "note"), {"body": "Hello"}))

    assert {answer.json()["type"][-6:] for answer in answers} == {"#scope"}
    assert session.query(Resource).filter_by(state=State.SUGGESTED).count() == 0
