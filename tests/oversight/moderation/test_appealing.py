"""Appeals: once, within six months, by her whom it concerns, heard by somebody else."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core import clock
from app.core.text import full_date
from app.oversight.moderation import policy
from app.oversight.moderation.models import Action, Appeal, Case, CaseState, Outcome
from app.web.kit.addresses import url


@pytest.fixture(params=["named", "unnamed"])
def made(request, make, amina, mona):
    return make.decided(request.getfixturevalue(request.param), amina, mona)


def path_of(made):
    return url("notice", notice_id=made.case_id)


def appeal(web, made, words="I was hurt myself"):
    action = url("appeal", decision_id=made.id)
    return web.send(web.get(path_of(made)), action, statement=words)


def test_the_form_says_until_when(web, made, bea):
    page = web.as_(bea).get(path_of(made)).text

    assert full_date(clock.today() + policy.APPEAL) in page


def test_it_goes_to_somebody_who_did_not_decide(web, session, made, bea, mona):
    answer = appeal(web.as_(bea), made)

    assert "Somebody who did not decide" in web.follow(answer).text
    row = session.get(Appeal, made.id)
    assert (row.statement, row.decider_id, row.heard_by) == ("I was hurt myself", mona.id, None)
    assert session.get(Case, made.case_id).state is CaseState.APPEALED


def test_while_it_waits_she_sees_it_and_can_add_to_it(web, made, bea):
    page = web.follow(appeal(web.as_(bea), made))

    assert "I was hurt myself" in page.text
    assert "You can appeal" not in page.text
    more = web.send(page, f"{path_of(made)}/messages", body="And so tired")
    assert "And so tired" in web.follow(more).text


def test_once(web, session, made, bea):
    appeal(web.as_(bea), made)

    again = web.post(url("appeal", decision_id=made.id), statement="And another thing")

    assert again.status_code == 403
    assert "And another thing</textarea>" in again.text
    assert len(session.scalars(select(Appeal)).all()) == 1


def test_within_six_months(web, session, made, bea):
    action = url("appeal", decision_id=made.id)
    with time_machine.travel(clock.now() + policy.APPEAL + timedelta(days=1), tick=False):
        page = web.as_(bea).get(path_of(made)).text
        late = web.post(action, statement="At last")
    with time_machine.travel(clock.now() + policy.APPEAL, tick=False):
        in_time = web.as_(bea).post(action, statement="At last")

    assert "You can appeal" not in page
    assert (late.status_code, in_time.status_code) == (403, 303)
    assert "six months" in late.text


def test_nobody_else_can(web, session, made, amina, mona, stella):
    for who in (amina, mona, stella):
        answer = web.as_(who).post(url("appeal", decision_id=made.id), statement="For her")
        assert answer.status_code == 404
    assert session.scalars(select(Appeal)).all() == []


def test_without_a_word_it_is_asked_for(web, made, bea):
    answer = appeal(web.as_(bea), made, " ")

    assert answer.status_code == 422
    assert 'id="statement-error"' in answer.text


@pytest.mark.parametrize("outcome", [Outcome.UPHELD, Outcome.OVERTURNED])
def test_the_answer_stands_there_and_is_told(outcome, web, make, made, bea, olga):
    appeal(web.as_(bea), made)
    make.hearing(made, olga, outcome, "We read it again.")

    assert "have written to you" in web.get("/").text
    page = web.get(path_of(made)).text
    assert "We read it again." in page
    undone = "We have taken our decision back" in page
    assert undone is (outcome is Outcome.OVERTURNED)
    assert ("The answer to your appeal" in page) is not undone
    assert "have written to you" not in web.get("/").text


def test_what_was_taken_back_stands_again_and_needs_no_appeal(
    web, make, thread, named, amina, bea, mona, olga
):
    made = make.decided(named, amina, mona)
    web.as_(bea)
    appeal(web, made)
    make.hearing(made, olga, Outcome.OVERTURNED)

    assert "You are no mother" in web.as_(amina).get(url("thread", thread_id=thread.id)).text
    assert "You can appeal" not in web.as_(bea).get(path_of(made)).text


def test_what_is_kept_cannot_be_appealed_against(web, make, named, amina, bea, mona):
    kept = make.decided(named, amina, mona, action=Action.KEEP)

    answer = web.as_(bea).post(url("appeal", decision_id=kept.id), statement="Why")

    assert answer.status_code == 403
