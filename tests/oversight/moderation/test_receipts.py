"""A report as its reporter follows it: found by asking, talked about, answered once."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core import clock
from app.core.keys import base32
from app.oversight.moderation import reports
from app.oversight.moderation.models import Action, Case, CaseMessage, Reason
from app.web.kit.addresses import url
from tests.conftest import counted


@pytest.fixture
def report(make, named, amina):
    return make.report(named, amina, Reason.UNKIND, "It is about me")


def path_of(report):
    return url("receipt", report_id=report.id)


def say(web, report, words):
    return web.send(web.get(path_of(report)), f"{path_of(report)}/messages", body=words)


def test_it_tells_number_thing_and_how_it_stands(web, report, amina):
    page = web.as_(amina).get(path_of(report)).text

    assert base32(report.id) in page
    assert "Reply 1" in page
    assert "The nights" in page
    assert "It is about me" in page
    assert "It waits for a moderator" in page


def test_that_a_moderator_has_looked_is_told(web, session, report, amina):
    session.get(Case, report.case_id).looked = clock.today()
    session.commit()

    page = web.as_(amina).get(path_of(report)).text

    assert "A moderator has looked at it" in page
    assert "It waits" not in page


def test_nobody_else_finds_it(web, report, bea, mona):
    for who in (bea, mona):
        web.as_(who)
        assert web.get(path_of(report)).status_code == 404
        assert web.post(f"{path_of(report)}/messages", body="Mine?").status_code == 404
    assert web.visitor().get(path_of(report)).status_code == 303


def test_a_question_is_answered_without_a_name(web, session, make, report, amina, mona):
    make.asked(report.case_id, mona, "Is it the first time?", report.id)
    web.as_(amina)
    assert "Is it the first time?" in web.get(path_of(report)).text

    answer = say(web, report, "The third time.\nAt least.")

    assert "Sent to the moderators" in web.follow(answer).text
    said = session.scalars(select(CaseMessage).order_by(CaseMessage.n)).all()
    assert [(m.side, m.report_id, m.by_id) for m in said] == [
        ("team", report.id, mona.id),
        ("person", report.id, None),
    ]
    assert said[1].body == "The third time.\nAt least."


def test_the_same_words_sent_twice_are_one_message(web, session, report, amina):
    web.as_(amina)
    for _ in range(2):
        assert say(web, report, "And again").status_code == 303

    assert len(session.scalars(select(CaseMessage)).all()) == 1


def test_nothing_to_say_is_asked_for(web, report, amina):
    web.as_(amina)

    answer = say(web, report, " ")

    assert answer.status_code == 422
    assert 'id="body-error"' in answer.text


def test_the_outcome_is_told_and_ends_the_talk(web, make, report, amina, mona):
    form = web.as_(amina).get(path_of(report))
    make.decision(report.case_id, mona, Action.KEEP, "It is hard, but about herself.")

    page = web.get(path_of(report)).text
    late = web.send(form, f"{path_of(report)}/messages", body="But wait")

    assert "The outcome" in page
    assert "it stays. It is hard, but about herself." in page
    assert "answer_receipt" not in page
    assert "</form>" not in page.split('id="timeline"')[1]
    assert late.status_code == 403
    assert "But wait</textarea>" in late.text


def test_it_says_when_the_thing_is_gone(web, session, make, circle, amina, bea):
    thread = make.thread(circle, bea)
    report = make.report(thread, amina)
    web.as_(bea).post(url("delete_post", post_id=make.post(thread).id))

    web.as_(amina)

    assert "no longer there" in web.get(path_of(report)).text
    assert "no longer there" in web.get("/reports").text


def test_her_list_holds_hers_and_no_others_the_newest_first(
    web, make, report, named, thread, amina, grace
):
    earlier = make.report(named, grace)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        later = make.report(thread, grace)
        hers = web.as_(grace).get("/reports").text
        aminas = web.as_(amina).get("/reports").text

    assert hers.index(path_of(later)) < hers.index(path_of(earlier))
    assert path_of(report) not in hers
    assert aminas.count('href="/reports/') == 1
    assert path_of(report) in aminas


def test_what_is_older_than_half_a_year_is_not_looked_for(web, house, make, report, amina):
    with time_machine.travel(clock.now() + reports.FOUND_FOR, tick=False):
        assert path_of(report) in web.as_(amina).get("/reports").text
    with time_machine.travel(clock.now() + reports.FOUND_FOR + timedelta(days=1), tick=False):
        assert path_of(report) not in web.as_(amina).get("/reports").text


def test_a_list_of_many_costs_what_a_list_of_few_does(web, house, make, circle, amina, bea):
    def cost():
        with counted(house) as asked:
            assert web.get("/reports").status_code == 200
        return len(asked)

    make.report(make.thread(circle, bea), amina)
    web.as_(amina).get("/reports")
    few = cost()
    for _ in range(6):
        make.report(make.thread(circle, bea), amina)
    cost()

    assert cost() == few


def test_looking_for_hers_asks_for_none_by_its_blind_value(web, house, report, amina):
    web.as_(amina)
    with counted(house) as asked:
        web.get("/reports")

    assert not [statement for statement in asked if "reporter =" in statement]
