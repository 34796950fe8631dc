"""What moderators decide about a mentorship reaches the two, each on her own, and never says which
of them has told it."""

import pytest
from sqlalchemy import select

from app.mentoring.mentorships.models import State
from app.oversight.moderation.models import Appeal, Case, CaseMessage, Decision
from app.people.safety.models import MemberSanction
from app.web.kit.addresses import url
from tests.mentoring.mentorships.pairs import stands
from tests.mentoring.mentorships.test_telling import case, tell

STATEMENT = "We rest this for a while."
TO_EITHER = "How is it, for you?"


@pytest.fixture
def told(web, here, dina):
    """The path of the receipt of Dina, who has told the moderators."""
    return tell(web, dina, here).headers["location"]


@pytest.fixture
def decide(web, session, mona):
    def decided(action, **more):
        found = case(session)
        web.as_(mona).post(url("claim_case", case_id=found.id))
        words = {"reason": "other", "note": STATEMENT}
        return web.post(url("decide", case_id=found.id), action=action, **words | more)

    return decided


def notice(session):
    return url("notice", notice_id=case(session).id)


@pytest.mark.parametrize(
    ("action", "heading"),
    [("lock", "We have paused your mentorship"), ("remove", "We have ended your mentorship")],
)
def test_both_read_why_it_is_paused_or_ended(
    web, session, told, decide, thandeka, dina, stella, mona, action, heading
):
    assert decide(action).status_code == 303

    for who in (thandeka, dina):
        assert notice(session) in web.as_(who).get("/notices").text
        page = web.get(notice(session)).text
        assert heading in page
        assert STATEMENT in page
        assert "The moderators don’t know who you are" not in page
        assert "always there when I arrive" not in page
    for who in (stella, mona):
        assert web.as_(who).get(notice(session)).status_code == 404


def test_who_has_told_it_gets_her_outcome_once_besides(web, session, told, decide, thandeka, dina):
    decide("lock")

    page = web.as_(dina).get(told).text
    assert page.count("We have paused it, for both of you.") == 1
    assert STATEMENT not in page
    assert web.as_(thandeka).get(told).status_code == 404
    assert "You reported it" not in web.get("/notices").text


@pytest.mark.parametrize("action", ["warn", "pause", "suspend"])
@pytest.mark.parametrize("who", ["thandeka", "dina"])
def test_what_is_asked_of_one_of_them_she_alone_reads(
    request, web, session, told, decide, thandeka, dina, here, action, who
):
    one = request.getfixturevalue(who)
    other = dina if one is thandeka else thandeka
    answer = decide(action, seat="1" if one is thandeka else "2", days="7")

    assert answer.status_code == 303, answer.text
    session.rollback()
    assert session.scalars(select(MemberSanction)).one().member_id == one.id
    assert web.as_(other).get(notice(session)).status_code == 404
    assert STATEMENT not in web.get(told).text
    assert stands(session, here).state is State.ACTIVE
    if action != "suspend":
        assert STATEMENT in web.as_(one).get(notice(session)).text


@pytest.mark.parametrize("seat", ["", "3", "x"])
def test_nobody_is_warned_unless_it_is_said_who(web, session, told, decide, seat):
    answer = decide("warn", seat=seat)

    assert answer.status_code == 422
    assert STATEMENT in answer.text
    assert session.scalars(select(Decision)).all() == []


def test_a_warning_is_taken_back_and_she_alone_is_told(web, session, told, decide, thandeka, dina):
    decide("warn", seat="1")
    assert decide("restore", note="It was a mistake.").status_code == 303

    session.rollback()
    assert session.scalars(select(MemberSanction)).all() == []
    assert "It was a mistake." in web.as_(thandeka).get(notice(session)).text
    assert web.as_(dina).get(notice(session)).status_code == 404


def test_leaving_it_is_told_to_nobody_but_who_told_it(web, session, told, decide, thandeka, dina):
    decide("keep")

    for who in (thandeka, dina):
        assert web.as_(who).get(notice(session)).status_code == 404
    assert STATEMENT in web.as_(dina).get(told).text


def test_the_team_writes_to_one_of_them_who_answers(web, session, told, thandeka, dina, mona):
    found = case(session)
    web.as_(mona).post(url("claim_case", case_id=found.id))
    page = web.get(url("case", case_id=found.id))
    assert "To which of the two?" in page.text

    write = url("write_to_author", case_id=found.id)
    assert web.send(page, write, to_author=TO_EITHER, seat="1").status_code == 303

    assert web.as_(dina).get(notice(session)).status_code == 404
    read = web.as_(thandeka).get(notice(session))
    assert TO_EITHER in read.text
    answer = url("answer_notice", notice_id=found.id)
    assert web.send(read, answer, body="It goes well.").status_code == 303
    assert web.as_(dina).post(answer, body="Me, too").status_code == 404
    assert "It goes well." in web.as_(mona).get(url("case", case_id=found.id)).text


def test_writing_to_nobody_in_particular_is_asked_about(web, session, told, mona):
    found = case(session)
    web.as_(mona).post(url("claim_case", case_id=found.id))
    answer = web.post(url("write_to_author", case_id=found.id), to_author=TO_EITHER)

    assert answer.status_code == 422
    assert "Choose one of the two." in answer.text
    assert TO_EITHER in answer.text
    assert session.scalars(select(CaseMessage)).all() == []


@pytest.mark.parametrize("who", ["thandeka", "dina"])
@pytest.mark.parametrize("outcome", ["upheld", "overturned"])
def test_either_appeals_and_the_answer_reaches_whom_it_concerns(
    request, web, session, told, decide, thandeka, dina, here, mona, olga, who, outcome
):
    decide("lock")
    one = request.getfixturevalue(who)
    other = dina if one is thandeka else thandeka
    made = session.scalars(select(Decision)).one()
    page = web.as_(one).get(notice(session))
    sent = web.send(page, url("appeal", decision_id=made.id), statement="Let us go on.")
    assert sent.status_code == 303

    again = web.as_(other).post(url("appeal", decision_id=made.id), statement="Yes, do.")
    assert again.status_code == 403
    assert "Let us go on." not in web.get(notice(session)).text
    web.as_(olga).post(url("claim_case", case_id=case(session).id))
    hearing = {"outcome": outcome, "statement": "We have thought about it."}
    assert web.post(url("hear_appeal", decision_id=made.id), **hearing).status_code == 303

    assert "We have thought about it." in web.as_(one).get(notice(session)).text
    heard = "We have thought about it." in web.as_(other).get(notice(session)).text
    assert heard is (outcome == "overturned")
    state = State.PAUSED if outcome == "upheld" else State.ACTIVE
    assert stands(session, here).state is state
    assert session.scalars(select(Appeal.seat)).one() == (1 if one is thandeka else 2)


def test_nobody_appeals_against_what_concerns_the_other(web, session, told, decide, dina, stella):
    decide("warn", seat="1")
    made = session.scalars(select(Decision)).one()

    for who in (dina, stella):
        answer = web.as_(who).post(url("appeal", decision_id=made.id), statement="Why?")
        assert answer.status_code == 404


def test_what_was_decided_elsewhere_is_not_shown_as_earlier(
    web, make, session, told, decide, here, dina, mona
):
    from tests.mentoring.mentorships import pairs

    decide("lock")
    stella = make.member("Stella Two")
    there = pairs.pair(make, stella, dina)
    tell(web, dina, there)
    session.rollback()
    found = session.scalars(select(Case).where(Case.closed.is_(None))).one()

    page = web.as_(mona).get(url("case", case_id=found.id)).text
    assert "Nothing was decided about it before." in page


def test_who_is_left_is_told_when_the_other_has_gone(
    web, make, session, told, decide, here, thandeka, dina
):
    with make.house.database.changing() as deed:
        from app.mentoring.mentorships.models import Mentorship

        deed.get_one(Mentorship, here).mentor_id = None

    assert decide("remove").status_code == 303
    assert STATEMENT in web.as_(dina).get(notice(session)).text
