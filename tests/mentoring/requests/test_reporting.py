"""Either side of a request tells the moderators of the other's words. Of a pseudonym nobody learns
who she is: she alone finds what they say to her."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.keys import base32
from app.mentoring.requests import tending
from app.mentoring.requests.models import Request, State
from app.oversight.moderation.models import Case, CaseMessage, Decision, Report
from app.people.members.models import Role
from app.people.safety.models import AskerSanction, MemberSanction
from app.web.kit.addresses import url
from tests import dump
from tests.browser import names
from tests.mentoring.making import ASK, asks, mentor, row

WORDS = "Send me a picture, and I say yes."


@pytest.fixture
def asked(make, amina, bea):
    """Bea has asked Amina without her name."""
    return asks(make, bea, mentor(make, amina), anonymous=True, note=WORDS)


@pytest.fixture
def answered(web, asked, amina):
    """Amina has asked something in it."""
    web.as_(amina).post(url("reply_request", request_id=asked), turn="more", question="In lace?")
    return asked


def shown(request_id):
    return url("mentoring_request", request_id=request_id)


def tell(web, who, request_id, kind="mentoring-request"):
    """By the link on the request's page."""
    here = url("report", kind=kind, id=base32(request_id))
    assert here in web.as_(who).get(shown(request_id)).text
    assert web.get(here).status_code == 200
    return web.post(here, reason="unkind", note="It is not all right.")


def decide(web, session, mona, action, **more):
    session.rollback()
    case = session.scalars(select(Case)).one()
    web.as_(mona).post(url("claim_case", case_id=case.id))
    note = {"reason": "unkind", "note": "Nobody owes you a picture."}
    answer = web.post(url("decide", case_id=case.id), action=action, **note, **more)
    assert answer.status_code == 303, answer.text
    return case


def test_the_mentor_reports_it_and_gets_a_receipt(web, session, asked, amina):
    answer = tell(web, amina, asked)

    assert answer.status_code == 303
    assert "/reports/" in answer.headers["location"]
    assert web.get(answer.headers["location"]).status_code == 200
    case = session.scalars(select(Case)).one()
    assert (case.kind, case.subject, case.author_id) == ("mentoring-request", base32(asked), None)


def test_moderators_see_the_words_and_the_pseudonym_and_nothing_of_her(
    web, make, session, asked, amina, bea, mona
):
    tell(web, amina, asked)
    case = session.scalars(select(Case)).one()

    page = web.as_(mona).get(url("case", case_id=case.id)).text

    assert WORDS in page
    assert ASK["goal"] in page
    assert row(make, asked).label in page
    assert not names(page, "Bea")
    for action in ("pause", "suspend"):
        assert f'value="{action}"' not in page
    assert web.get(shown(asked)).status_code == 404


def test_nobody_else_reports_it_and_nobody_her_own(web, session, asked, bea, stella, mona):
    here = url("report", kind="mentoring-request", id=base32(asked))
    for who, status in ((stella, 404), (mona, 404), (bea, 403)):
        assert web.as_(who).get(here).status_code == status
        assert web.post(here, reason="unkind", note="Look").status_code == status
    assert url("report", kind="mentor-answer", id=base32(asked)) not in web.get(shown(asked)).text
    assert (
        web.as_(bea).get(url("report", kind="mentor-answer", id=base32(asked))).status_code == 404
    )
    assert session.scalars(select(Case)).all() == []


def test_a_bad_form_keeps_her_words(web, asked, amina):
    here = url("report", kind="mentoring-request", id=base32(asked))
    answer = web.as_(amina).post(here, reason="", note="It is not all right.")

    assert answer.status_code == 422
    assert "It is not all right." in answer.text


def test_a_moderator_ends_it_and_she_alone_reads_why(
    web, make, session, asked, amina, bea, stella, mona
):
    receipt = tell(web, amina, asked).headers["location"]
    case = decide(web, session, mona, "remove")

    assert row(make, asked).state is State.REMOVED
    notice = url("notice", notice_id=case.id)
    page = web.as_(bea).get(notice).text
    assert "We have ended your request" in page
    assert "Nobody owes you a picture." in page
    assert "The moderators don’t know who you are" in page
    assert notice in web.get("/notices").text
    assert "The moderators have ended this request." in web.get(shown(asked)).text
    for other in (amina, stella, mona):
        assert web.as_(other).get(notice).status_code == 404
    told = web.as_(amina).get(receipt).text
    assert told.count("We have ended it.") == 1
    assert "Nobody owes you a picture." not in told
    assert WORDS not in web.get(shown(asked)).text


def test_she_appeals_without_a_name_and_it_is_open_again(
    web, make, session, asked, amina, bea, mona, olga
):
    tell(web, amina, asked)
    case = decide(web, session, mona, "remove")
    made = session.scalars(select(Decision)).one()

    page = web.as_(bea).get(url("notice", notice_id=case.id))
    sent = web.send(page, url("appeal", decision_id=made.id), statement="I meant her portfolio.")
    assert sent.status_code == 303
    web.as_(olga).post(url("claim_case", case_id=case.id))
    heard = web.post(
        url("hear_appeal", decision_id=made.id), outcome="overturned", statement="You are right."
    )

    assert heard.status_code == 303, heard.text
    assert (row(make, asked).state, row(make, asked).over) == (State.OPEN, None)
    assert "You are right." in web.as_(bea).get(url("notice", notice_id=case.id)).text
    assert WORDS in web.as_(amina).get(shown(asked)).text


@pytest.mark.parametrize("action", ["warn", "pause-anonymous"])
def test_what_is_asked_of_her_holds_in_her_own_requests_alone(
    web, session, make, asked, amina, bea, mona, action
):
    tell(web, amina, asked)
    decide(web, session, mona, action, **({} if action == "warn" else {"days": "7"}))

    session.rollback()
    made = session.scalars(select(AskerSanction)).one()
    assert made.token == row(make, asked).owner
    assert session.scalars(select(MemberSanction)).all() == []
    found = dump.of(make.session)
    for table in ("asker_sanctions", "cases", "decisions", "case_messages", "reports"):
        assert not [v for one in found[table] for v in one if v in {bea.id, "bea", "Bea"}]
    web.as_(bea)
    mentor(make, make.member("Clara"))
    again = web.post("/mentors/clara/ask", **ASK, anonymous="on")
    assert again.status_code == (303 if action == "warn" else 403)
    assert web.as_(amina).get("/mentors/clara/ask").status_code == 200


def test_a_pause_is_lifted_with_its_decision(web, session, asked, amina, bea, mona):
    tell(web, amina, asked)
    case = decide(web, session, mona, "pause-anonymous", days="7")
    restore = {"action": "restore", "reason": "unkind", "note": "It was a mistake."}

    assert web.as_(mona).post(url("decide", case_id=case.id), **restore).status_code == 303

    session.rollback()
    assert session.scalars(select(AskerSanction)).all() == []


def test_leaving_it_tells_her_nothing(web, session, asked, amina, bea, mona):
    receipt = tell(web, amina, asked).headers["location"]
    case = decide(web, session, mona, "keep")

    assert web.as_(bea).get(url("notice", notice_id=case.id)).status_code == 404
    assert "Nobody owes you a picture." in web.as_(amina).get(receipt).text


def test_a_moderator_who_has_asked_it_herself_cannot_handle_it(web, session, asked, amina, bea):
    tell(web, amina, asked)
    bea.role = Role.MODERATOR
    session.merge(bea)
    session.commit()

    case = session.scalars(select(Case)).one()
    assert web.as_(bea).get(url("case", case_id=case.id)).status_code == 403


def test_the_asker_reports_what_the_mentor_answers_and_nothing_says_who(
    web, session, answered, amina, bea, mona
):
    receipt = tell(web, bea, answered, "mentor-answer").headers["location"]

    case = session.scalars(select(Case)).one()
    assert (case.kind, case.author_id) == ("mentor-answer", amina.id)
    report = session.scalars(select(Report)).one()
    assert report.sealed == b""
    page = web.as_(mona).get(url("case", case_id=case.id)).text
    assert "In lace?" in page
    assert WORDS not in page
    assert not names(page, "Bea")
    opening = url("open_reporter", case_id=case.id, report_id=report.id)
    assert opening not in page
    assert web.post(opening, why="I want to know").status_code == 404
    assert web.as_(bea).get(receipt).status_code == 200
    assert web.as_(amina).get(receipt).status_code == 404


def test_a_mentors_words_are_taken_away_and_she_reads_why(web, session, answered, amina, bea, mona):
    tell(web, bea, answered, "mentor-answer")
    case = decide(web, session, mona, "remove")

    page = web.as_(bea).get(shown(answered)).text
    assert "In lace?" not in page
    assert "The moderators have taken away what she wrote here." in page
    page = web.as_(amina).get(url("notice", notice_id=case.id)).text
    assert "Nobody owes you a picture." in page
    assert "In lace?" in page
    restore = {"action": "restore", "reason": "unkind", "note": "It was a mistake."}
    web.as_(mona).post(url("decide", case_id=case.id), **restore)
    assert "In lace?" in web.as_(bea).get(shown(answered)).text


def test_a_named_request_is_reported_as_hers(web, make, session, amina, bea, mona):
    asked = asks(make, bea, mentor(make, amina), note=WORDS)
    tell(web, amina, asked)
    case = decide(web, session, mona, "pause", days="7")

    assert session.scalars(select(Case)).one().author_id == bea.id
    assert session.scalars(select(MemberSanction)).one().member_id == bea.id
    assert "Nobody owes you a picture." in web.as_(bea).get(url("notice", notice_id=case.id)).text


def test_one_that_she_has_lifted_since_is_still_hers(web, make, session, asked, amina, bea, mona):
    tell(web, amina, asked)
    case = decide(web, session, mona, "warn")
    web.as_(bea).post(url("turn_request", request_id=asked), turn="lift")

    assert row(make, asked).asker_id == bea.id
    assert "Nobody owes you a picture." in web.get(url("notice", notice_id=case.id)).text


def test_what_was_reported_is_kept_until_an_appeal_is_over(
    web, make, session, asked, amina, bea, stella
):
    other = asks(make, bea, mentor(make, stella), anonymous=True)
    tell(web, amina, asked)
    web.as_(bea)
    for one in (asked, other):
        web.post(url("turn_request", request_id=one), turn="withdraw")
    for days, left in ((31, {asked}), (366, set())):
        with make.house.database.changing() as deed:
            for one in deed.scalars(select(Request)):
                one.over = clock.today() - timedelta(days=days)
            deed.flush()
            tending.sweep(deed)
        session.rollback()
        assert set(session.scalars(select(Request.id))) == left


def test_with_the_key_gone_nobody_is_asked(web, make, session, house, asked, amina, bea, mona):
    from app.people.anonymity import burning

    tell(web, amina, asked)
    decide(web, session, mona, "warn")
    before = session.scalars(select(AskerSanction.token)).one()
    with house.database.changing() as deed:
        burning.burn_apart(deed, row(make, asked).epoch)

    session.rollback()
    assert session.scalars(select(AskerSanction.token)).one() != before
    assert session.scalars(select(CaseMessage)).all() != []
