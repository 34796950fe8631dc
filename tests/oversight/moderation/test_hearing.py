"""Appeals: heard by somebody else than who decided."""

import pytest
from sqlalchemy import select

from app.oversight.audit.models import Entry
from app.oversight.moderation.models import Action, Appeal, Case, CaseMessage, Decision, Side
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.conftest import counted
from tests.oversight.moderation.reporting import appeal, report, way


@pytest.fixture
def thread(make, circle, bea, grace):
    return make.thread(circle, grace, replies=[(bea, "Let it go.")])


@pytest.fixture
def case(web, make, amina, mona, thread):
    """Removed by Mona."""
    found = report(make, amina, make.post(thread, 2))
    web.as_(mona).post(
        way(found, "decide"), action="remove", reason="unkind", note="It was aimed at her."
    )
    return found


@pytest.fixture
def hearing(make, session, bea, case):
    """Bea has appealed."""
    made = session.scalars(select(Decision)).one()
    appeal(make, bea, made.id, "I only quoted her.")
    return url("hear_appeal", decision_id=made.id)


def outcome(session):
    session.expire_all()
    return session.scalars(select(Appeal)).one().outcome


def test_who_decided_is_told_that_it_is_not_hers(web, session, case, hearing, mona, olga):
    queue = web.as_(mona).get("/moderation?shelf=appeals").text
    page = web.get(way(case)).text
    answer = web.post(hearing, outcome="upheld", statement="I was right.")

    assert "Appeal: Reply 1" in queue
    assert "You can’t take this one" in queue
    assert way(case, "claim_case") not in queue
    assert "You decided this. Somebody else hears the appeal." in page
    assert hearing not in page
    assert web.post(way(case, "claim_case")).status_code == 403
    assert (answer.status_code, outcome(session)) == (403, None)
    assert "You can’t take this one" not in web.as_(olga).get("/moderation?shelf=appeals").text


def test_who_has_passed_the_case_on_is_asked_anew(web, make, session, bea, case, mona, olga):
    for who in (mona, olga):
        web.as_(who).post(way(case, "pass_case"))
    assert "Appeal: Reply 1" not in web.as_(olga).get("/moderation?shelf=appeals").text
    appeal(make, bea, session.scalars(select(Decision.id)).one(), "I only quoted her.")

    assert "Appeal: Reply 1" in web.as_(olga).get("/moderation?shelf=appeals").text


@pytest.mark.parametrize(
    ("typed", "state"),
    [("upheld", "removed"), ("overturned", "shown"), ("changed", "hidden")],
)
def test_it_is_heard(web, make, session, thread, case, hearing, olga, typed, state):
    page = web.follow(web.as_(olga).post(way(case, "claim_case")))
    assert "I only quoted her." in page.text

    answer = web.send(page, hearing, outcome=typed, statement="We read it again.", action="hide")

    assert "The appeal is heard" in web.follow(answer).text
    assert outcome(session) == typed
    assert make.post(thread, 2).state == state
    said = select(CaseMessage.body).filter_by(case_id=case.id, report_id=0, side=Side.TEAM)
    assert session.scalars(said.order_by(CaseMessage.n)).all()[-1] == "We read it again."
    assert f"appeal-{typed}" in session.scalars(select(Entry.verb)).all()
    assert "Olga" in web.get(way(case)).text


@pytest.mark.parametrize(
    "typed",
    [
        {"outcome": "", "statement": "Kept words."},
        {"outcome": "maybe", "statement": "Kept words."},
        {"outcome": "changed", "statement": "Kept words.", "action": ""},
        {"outcome": "changed", "statement": "Kept words.", "action": "restore"},
        {"outcome": "changed", "statement": "Kept words.", "action": "redact", "words": ""},
        {"outcome": "upheld", "statement": " ", "content_note": "Kept words."},
    ],
    ids=str,
)
def test_a_form_that_does_not_fit_keeps_her_words(web, make, session, thread, hearing, olga, typed):
    answer = web.as_(olga).post(hearing, **typed)

    assert answer.status_code == 422
    assert "Kept words." in answer.text
    assert outcome(session) is None
    assert make.post(thread, 2).state == "removed"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"outcome": "upheld", "statement": " "}, "statement"),
        ({"outcome": "changed", "action": "pause", "days": "200"}, "days"),
        ({"outcome": "changed", "action": "pause", "days": ""}, "days"),
        ({"outcome": "changed", "action": "note", "content_note": " "}, "content_note"),
    ],
    ids=str,
)
def test_what_does_not_fit_leaves_the_appeal_to_be_heard(
    web, make, session, thread, case, hearing, olga, typed, field
):
    page = web.follow(web.as_(olga).post(way(case, "claim_case")))

    answer = web.send(page, hearing, **({"statement": "Kept words."} | typed))

    [form] = [form for form in forms_of(answer) if form.action == hearing]
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Waiting for another moderator." in answer.text
    assert "Taken back" not in answer.text
    assert {name: form.values[name] for name in typed} == typed
    assert typed.get("statement", "Kept words.") == form.values["statement"]
    again = typed | {"statement": "Now.", "days": "7", "content_note": "a quarrel"}
    assert web.send(answer, hearing, **again).status_code == 303
    assert outcome(session) == typed["outcome"]


def test_what_was_heard_meanwhile_is_said(web, case, session, hearing, olga, make):
    web.as_(olga)
    page = web.get(way(case))
    web.send(page, hearing, outcome="upheld", statement="It stays.")

    answer = web.send(page, hearing, outcome="overturned", statement="My own words.")

    assert answer.status_code == 409
    assert "My own words." in answer.text
    assert "What came of it: <b>Upheld</b>" in answer.text
    assert outcome(session) == "upheld"


def test_while_somebody_else_has_it_it_is_not_heard(web, make, session, case, hearing, olga):
    other = make.member("Rosa", role=olga.role)
    web.as_(other).post(way(case, "claim_case"))

    answer = web.as_(olga).post(hearing, outcome="upheld", statement="It stays.")

    assert (answer.status_code, outcome(session)) == (409, None)


def test_an_appealed_case_is_not_decided_anew(web, session, case, hearing, olga):
    answer = web.as_(olga).post(
        way(case, "decide"), action="keep", reason="unkind", note="It may stay."
    )

    assert answer.status_code == 403
    assert [one.action for one in session.scalars(select(Decision))] == [Action.REMOVE]


def test_there_is_nothing_to_hear_where_nobody_appealed(web, session, case, olga, amina):
    made = session.scalars(select(Decision)).one()
    way_to = url("hear_appeal", decision_id=made.id)

    for who in (olga, amina):
        answer = web.as_(who).post(way_to, outcome="upheld", statement="So.")
        assert answer.status_code == 404
    assert (
        web.as_(olga)
        .post(url("hear_appeal", decision_id=7), outcome="upheld", statement="So.")
        .status_code
        == 404
    )


def test_the_page_of_an_appeal_costs_no_more(web, house, case, hearing, olga):
    web.as_(olga).get(way(case))

    with counted(house) as asked:
        assert web.get(way(case)).status_code == 200
    with counted(house) as asked_for_list:
        web.get("/moderation?shelf=appeals")

    assert len(asked) <= 9
    assert len(asked_for_list) <= 9


def test_an_appeal_is_not_handed_over_to_who_decided(web, session, case, hearing, olga):
    page = web.follow(web.as_(olga).post(way(case, "claim_case")))

    answer = web.send(page, way(case, "hand_over_case"), to="mona")

    assert answer.status_code == 403
    assert "Mona decided this." in answer.text
    session.expire_all()
    assert session.get_one(Case, case.id).claimant_id == olga.id
