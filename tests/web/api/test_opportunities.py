"""Opportunities by a program: posting, changing and ending, as on the pages, and what she keeps."""

from datetime import timedelta

import pytest

from app.community.opportunities.models import Opportunity, State
from app.core import clock
from app.core.keys import base32
from app.oversight.moderation.models import Case
from app.people.members.models import Standing
from app.people.members.tokens import Scope
from tests.community.opportunities.making import opportunity
from tests.community.opportunities.test_posting import FORM as TYPED

POSTING = TYPED | {"body": "Twenty-two hours. *Every other Friday off.*"}
AT = "/opportunities"
SEARCHES = f"{AT}/saved-searches"


def of(row, deed=""):
    return f"{AT}/{base32(row.id)}" + (f"/{deed}" if deed else "")


def fields(answer):
    assert answer.status_code == 422, answer.text
    return {each["field"]: each["message"] for each in answer.json()["errors"]}


def test_what_a_program_posts_waits_as_from_the_page_and_can_be_read_there(
    program, web, session, amina, bea
):
    hers, others = program.of(amina), program.of(bea)

    answer = hers.post(AT, POSTING)
    at = f"{AT}/{answer.json()['id']}"

    made = answer.json()
    assert (answer.status_code, made["state"], made["pay"]) == (201, "waiting", "£41,300 a year")
    assert made["html"].endswith("<em>Every other Friday off.</em></p>")
    assert "Clinic manager" in web.as_(amina).get("/opportunities/mine").text
    assert [one["title"] for one in hers.get(f"{AT}/mine").json()["data"]] == ["Clinic manager"]
    assert others.get(f"{AT}/mine").json()["data"] == []
    assert (others.get(at).status_code, others.get(AT).json()["data"]) == (404, [])
    assert session.query(Case).one().kind == "new-opportunity"


def test_the_same_key_posts_it_once_and_other_words_are_refused(program, session, amina):
    hers = program.of(amina)

    first, again = (hers.post(AT, POSTING, Idempotency_Key="one") for _ in range(2))
    other = hers.post(AT, POSTING | {"title": "Night manager"}, Idempotency_Key="one")

    assert (first.status_code, again.json()) == (201, first.json())
    assert (other.status_code, other.json()["type"][-8:]) == (422, "key-used")
    assert session.query(Opportunity).count() == session.query(Case).count() == 1


def test_what_does_not_fit_is_said_as_on_the_page_by_the_names_of_the_program(program, amina):
    hers = program.of(amina)
    event = POSTING | {"kind": "event", "begins": "2001-05-14T18:30", "place": ""}

    lacking = fields(hers.post(AT, POSTING | {"pay_from": "", "place": ""}))
    past = fields(hers.post(AT, event))
    odd = fields(hers.post(AT, POSTING | {"closes": "soon", "kind": "party", "who": "me"}))
    amount = fields(hers.post(AT, POSTING | {"pay_from": "lots", "currency": "XXX"}))

    assert lacking["place"] == "Please say where, if only the town."
    assert lacking["pay_from"].startswith("Please say what it pays")
    assert set(past) == {"begins", "place"}
    assert set(odd) == {"closes", "kind", "who"}
    assert set(amount) == {"pay_from", "currency"}


def test_one_that_seems_to_be_here_is_named_and_another_may_be_posted(program, make, amina, bea):
    here = opportunity(make, bea)
    hers = program.of(amina)

    refused = hers.post(AT, POSTING)
    posted = hers.post(AT, POSTING | {"another": True})

    assert base32(here.id) in fields(refused)["another"]
    assert posted.status_code == 201


def test_what_she_reads_of_hers_can_be_sent_back_and_other_words_wait_again(
    program, make, session, amina, bea
):
    closes = clock.minute() + timedelta(days=10)
    row, hers = opportunity(make, amina, closes=closes), program.of(amina)
    posting = hers.get(of(row)).json()["posting"]

    same = hers.put(of(row), posting)
    session.expire_all()
    kept = session.get_one(Opportunity, row.id).closes
    other = hers.put(of(row), posting | {"body": "Other hours."})
    not_hers = program.of(bea).put(of(row), posting)

    assert (same.status_code, same.json()["state"], kept) == (200, "shown", closes)
    assert (other.status_code, other.json()["state"]) == (200, "waiting")
    assert not_hers.status_code == 404
    assert program.of(bea).get(of(row)).status_code == 404


def test_what_replaces_other_words_than_she_read_is_refused(program, make, session, amina):
    row, hers = opportunity(make, amina), program.of(amina)
    posting = hers.get(of(row)).json()["posting"]

    changed = hers.put(of(row), posting | {"body": "Eighteen hours."})
    stale = hers.put(of(row), posting | {"body": "Ten hours."})
    session.expire_all()
    kept = session.get_one(Opportunity, row.id).body
    without = hers.put(of(row), posting | {"title": "Clinic lead", "as_of": ""})

    assert (changed.status_code, stale.status_code, kept) == (200, 409, "Eighteen hours.")
    assert stale.json()["detail"].startswith("This was changed since you read it.")
    assert (without.status_code, without.json()["title"]) == (200, "Clinic lead")


def test_others_read_no_posting_of_hers_and_may_not_change_it(program, make, amina, bea):
    row, others = opportunity(make, amina), program.of(bea)
    posting = program.of(amina).get(of(row)).json()["posting"]

    ends = ("filled", "withdrawn", "open", "prolonged")
    refused = [others.put(of(row), posting), *(others.put(of(row, deed)) for deed in ends)]

    assert others.get(of(row)).json()["posting"] is None
    assert {answer.status_code for answer in refused} == {403}
    assert refused[1].json()["detail"] == "Only who posted it can do that."


def test_of_whom_she_has_blocked_it_is_folded_and_in_no_list(program, make, amina, bea):
    row, hers = opportunity(make, bea), program.of(amina)
    hers.put("/members/bea/block")

    one = hers.get(of(row)).json()

    assert one["folded"]
    assert hers.get(AT).json()["data"] == []
    assert program.of(bea).get(of(row)).json()["folded"] is None


def test_it_is_filled_withdrawn_and_opened_again(program, web, make, amina, bea):
    row, hers, others = opportunity(make, amina), program.of(amina), program.of(bea)

    filled = hers.put(of(row, "filled")).json()["state"]
    page = web.as_(bea).get(of(row))
    listed = others.get(AT).json()["data"]
    withdrawn = hers.put(of(row, "withdrawn")).json()["state"]
    unseen = others.get(of(row)).status_code
    again = hers.put(of(row, "open")).json()["state"]

    assert (filled, listed, withdrawn, unseen, again) == ("filled", [], "withdrawn", 404, "shown")
    assert "filled" in page.text
    assert [one["id"] for one in others.get(AT).json()["data"]] == [base32(row.id)]


def test_what_does_not_stand_cannot_be_filled(program, make, amina):
    waits, hers = opportunity(make, amina, state="waiting"), program.of(amina)

    answers = [hers.put(of(waits, "filled")).status_code]
    hers.put(of(waits, "withdrawn"))
    answers.append(hers.put(of(waits, "filled")).status_code)

    assert answers == [403, 403]
    assert hers.get(of(waits)).json()["state"] == "withdrawn"


def test_one_that_waits_and_is_withdrawn_takes_its_case_along(program, session, amina):
    hers = program.of(amina)
    at = f"{AT}/{hers.post(AT, POSTING).json()['id']}"

    withdrawn = hers.put(f"{at}/withdrawn").json()["state"]
    cases = session.query(Case).count()
    again = hers.put(f"{at}/open").json()["state"]
    session.rollback()

    assert (withdrawn, cases, again, session.query(Case).count()) == ("withdrawn", 0, "waiting", 1)


def test_one_without_a_closing_date_is_there_for_longer(program, make, amina):
    row = opportunity(make, amina, closes=clock.minute() + timedelta(days=2))

    prolonged = program.of(amina).put(of(row, "prolonged")).json()

    assert prolonged["closes"] > (clock.minute() + timedelta(days=80)).isoformat()
    assert prolonged["posting"]["closes"] == ""


def test_who_is_paused_posts_nothing_and_who_only_reads_neither(program, session, amina):
    reads, hers = program.of(amina, Scope.READ), program.of(amina)
    amina.standing = Standing.PAUSED
    session.merge(amina)
    session.commit()

    by_reader, by_paused = reads.post(AT, POSTING), hers.post(AT, POSTING)

    assert by_reader.json()["type"].endswith("#scope")
    assert (by_paused.status_code, by_paused.json()["type"][-12:]) == (403, "#not-allowed")
    assert session.query(Opportunity).count() == 0


def test_what_she_saves_and_is_interested_in_is_on_her_page_and_hers_alone(
    program, web, make, amina, bea, stella
):
    row, hers, others = opportunity(make, bea), program.of(amina), program.of(stella)

    done = [hers.put(of(row, "saved")), hers.put(of(row, "interest"), {"note": "Ask *Ada*"})]
    [kept] = hers.get(f"{AT}/your-list").json()["data"]
    page, one = web.as_(amina).get(f"{AT}/your-list"), hers.get(of(row)).json()
    own = program.of(bea).put(of(row, "interest"), {"note": ""})

    assert [answer.status_code for answer in done] == [204, 204]
    assert (kept["saved"], kept["interested"], kept["note"]) == (True, True, "Ask *Ada*")
    assert (kept["opportunity"]["title"], kept["asks"]) == (row.title, False)
    assert "Ask *Ada*" in page.text
    assert (one["saved"], one["interested"], one["note"]) == (True, True, "Ask *Ada*")
    assert others.get(f"{AT}/your-list").json()["data"] == []
    assert others.get(of(row)).json()["note"] == ""
    assert own.status_code == 403


def test_what_she_has_kept_on_the_page_a_program_takes_off(program, web, make, amina, bea):
    row, hers = opportunity(make, bea), program.of(amina)
    web.as_(amina).post(of(row, "save"), on="yes")
    web.post(of(row, "interest"), on="yes", note="")

    before = len(hers.get(f"{AT}/your-list").json()["data"])
    done = [hers.delete(of(row, deed)).status_code for deed in ("saved", "interest", "saved")]

    assert (before, done) == (1, [204, 204, 204])
    assert hers.get(f"{AT}/your-list").json()["data"] == []
    assert row.title not in web.as_(amina).get(f"{AT}/your-list").text


def test_what_is_closed_or_not_there_cannot_be_saved(program, make, amina, bea):
    closed = opportunity(make, bea, closes=clock.minute() - timedelta(days=1))
    waits = opportunity(make, bea, title="Another", state=State.WAITING)
    hers = program.of(amina)

    statuses = [hers.put(of(row, "saved")).status_code for row in (closed, waits)]
    nothing = hers.put(f"{AT}/{base32(7)}/saved")

    assert (statuses, nothing.status_code) == ([403, 404], 404)
    assert hers.put(of(waits, "saved")).text == nothing.text


def test_her_list_goes_on_where_it_said(program, make, amina, bea):
    hers = program.of(amina)
    rows = [opportunity(make, bea, title=f"Place {n}", apply=f"Room {n}") for n in range(22)]
    for row in rows:
        assert hers.put(of(row, "saved")).status_code == 204

    first = hers.get(f"{AT}/your-list").json()
    rest = hers.get(f"{AT}/your-list?after={first['next'].replace('~', '%7E')}").json()
    made_up = hers.get(f"{AT}/your-list?after=3")

    found = [one["id"] for one in first["data"] + rest["data"]]
    assert found == [base32(row.id) for row in reversed(rows)]
    assert (len(first["data"]), rest["next"], made_up.status_code) == (20, None, 422)


def test_whether_it_was_real_is_asked_once(program, web, session, make, amina, bea, stella):
    row, hers = opportunity(make, bea), program.of(amina)
    hers.put(of(row, "interest"), {"note": ""})
    early = hers.put(of(row, "real"), {"answer": "real"})
    program.of(bea).put(of(row, "filled"))

    asked = hers.get(f"{AT}/your-list").json()["data"][0]["asks"]
    said, again = (hers.put(of(row, "real"), {"answer": "not-real"}) for _ in range(2))
    strangers = program.of(stella).put(of(row, "real"), {"answer": "real"})
    odd = hers.put(of(row, "real"), {"answer": "maybe"})

    assert (early.status_code, asked) == (404, True)
    assert (said.status_code, again.status_code, strangers.status_code) == (204, 403, 404)
    assert hers.get(f"{AT}/your-list").json()["data"][0]["asks"] is False
    assert set(fields(odd)) == {"answer"}


def test_saved_searches_are_made_once_switched_and_deleted(program, web, amina, bea):
    hers, said = program.of(amina), {"name": "By the sea", "kind": "job", "place": "Whitby"}

    first, again = (hers.post(SEARCHES, said, Idempotency_Key="s") for _ in range(2))
    page = web.as_(amina).get(SEARCHES).text
    off = hers.delete(f"{SEARCHES}/1/on").status_code
    switched = hers.get(SEARCHES).json()["data"][0]["on"]
    on = hers.put(f"{SEARCHES}/1/on").status_code
    listed = program.of(bea).get(SEARCHES).json()["data"]
    gone = [hers.delete(f"{SEARCHES}/1").status_code for _ in range(2)]

    assert (first.status_code, first.json()) == (201, again.json())
    assert first.json() | {"hours": None, "way": None, "q": "", "paid": False} == first.json()
    assert ("By the sea" in page, off, switched, on) == (True, 204, False, 204)
    assert (listed, gone, hers.get(SEARCHES).json()["data"]) == ([], [204, 204], [])
    assert hers.put(f"{SEARCHES}/1/on").status_code == 404


@pytest.mark.parametrize("place", ["0", "11", "abc", "1e1"])
def test_a_search_at_no_place_is_not_there(program, amina, place):
    assert program.of(amina).put(f"{SEARCHES}/{place}/on").status_code == 404


def test_a_search_for_everything_is_none(program, amina):
    refused = program.of(amina).post(SEARCHES, {"name": "All", "hours": "any"})

    assert fields(refused)[""].startswith("Choose at least one filter first.")
