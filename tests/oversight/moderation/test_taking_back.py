"""An appeal takes back what it was made against, and leaves what was decided besides."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core import clock
from app.oversight.moderation import queries
from app.oversight.moderation.mending import MENDED
from app.oversight.moderation.models import (
    Action,
    Appeal,
    Case,
    CaseMessage,
    CaseState,
    Decision,
    Outcome,
    Side,
)
from app.people.safety.models import MemberSanction
from app.people.subjects import Given
from app.web.kit.addresses import url
from tests import dump
from tests.browser import forms_of

STAYS = "That holds, whatever becomes of this appeal"


def mend(web, bea, post, words="I was tired. I am sorry."):
    path = url("edit_post", post_id=post.id)
    answer = web.as_(bea).send(web.get(path), path, body=words)
    assert answer.status_code == 303


def appeal(web, bea, made):
    way = url("appeal", decision_id=made.id)
    assert web.as_(bea).post(way, statement=f"Not {made.action}.").status_code == 303


def page_of(web, who, made):
    return web.as_(who).get(url("case", case_id=made.case_id))


def hear(web, who, made, outcome="overturned", **more):
    words = {"outcome": outcome, "statement": "We read it again."}
    return web.as_(who).post(url("hear_appeal", decision_id=made.id), **words, **more)


def row(session, model, key):
    session.rollback()
    return session.get(model, key, populate_existing=True)


@pytest.fixture
def hidden(web, make, named, amina, bea, mona):
    """Mona has hidden it, and Bea has mended it since."""
    made = make.decided(named, amina, mona)
    mend(web, bea, named)
    return made


@pytest.fixture
def then(make, hidden, mona):
    """What Mona decides about it then."""

    def decide(action, **more):
        return make.decision(hidden.case_id, mona, action, **more)

    return decide


def test_not_what_was_decided_last(web, make, session, thread, hidden, then, bea, olga):
    warned = then(Action.WARN)
    appeal(web, bea, hidden)

    page = page_of(web, olga, hidden).text
    answer = hear(web, olga, hidden)

    assert STAYS in page
    assert "“Warned her”" in page
    assert "Suspended" not in page
    assert answer.status_code == 303
    assert make.post(thread, 2).state == "shown"
    assert row(session, Decision, warned.id).undone_by is None
    assert [one.decision_id for one in session.scalars(select(MemberSanction))] == [warned.id]
    notice = web.as_(bea).get(url("notice", notice_id=hidden.case_id)).text
    assert notice.count("Taken back") == 1


def test_what_was_decided_later_about_the_same_holds_and_is_said(
    web, make, session, thread, hidden, then, amina, bea, mona, olga
):
    removed = then(Action.REMOVE)
    appeal(web, bea, hidden)

    page = page_of(web, olga, hidden)
    changed = hear(web, olga, hidden, "changed", action="note", content_note="a quarrel")
    answer = hear(web, olga, hidden)

    assert "Decided since, about the same" in page.text
    assert 'value="overturned"' in page.text
    assert 'value="changed"' not in page.text
    assert (changed.status_code, answer.status_code) == (403, 303)
    assert make.post(thread, 2).state == "removed"
    assert row(session, Decision, hidden.id).undone_by is not None
    assert row(session, Decision, removed.id).undone_by is None
    told = select(CaseMessage.body).where(CaseMessage.report_id != 0).order_by(CaseMessage.n)
    assert "have put it back" not in session.scalars(told).all()[-1]

    make.decision(hidden.case_id, mona, Action.RESTORE)

    assert make.post(thread, 2).state == "shown"


def test_what_would_go_on_hiding_it_goes_along(web, make, session, thread, hidden, then, bea, olga):
    removed = then(Action.REMOVE)
    appeal(web, bea, removed)

    page = page_of(web, olga, hidden).text
    hear(web, olga, removed)

    assert "With it goes “Asked her to edit”" in page
    assert make.post(thread, 2).state == "shown"
    assert all(row(session, Decision, one.id).undone_by for one in (hidden, removed))


def test_two_appeals_are_heard_one_after_the_other(
    web, make, session, thread, hidden, then, bea, mona, olga
):
    warned = make.decision(hidden.case_id, olga, Action.WARN)
    for made in (hidden, warned):
        appeal(web, bea, made)

    for who, hers, others in ((mona, hidden, warned), (olga, warned, hidden)):
        page = web.follow(web.as_(who).post(url("claim_case", case_id=hidden.case_id)))
        ways = [form.action for form in forms_of(page)]
        assert url("hear_appeal", decision_id=others.id) in ways
        assert url("hear_appeal", decision_id=hers.id) not in ways
        assert row(session, Case, hidden.case_id).state is CaseState.APPEALED
        assert hear(web, who, others, "upheld").status_code == 303

    assert row(session, Case, hidden.case_id).state is CaseState.DECIDED
    assert {one.outcome for one in session.scalars(select(Appeal))} == {Outcome.UPHELD}


def test_who_has_decided_both_hears_neither(web, hidden, then, bea, mona, olga):
    for made in (hidden, then(Action.WARN)):
        appeal(web, bea, made)

    assert "You can’t take this one" in web.as_(mona).get("/moderation?shelf=appeals").text
    assert web.post(url("claim_case", case_id=hidden.case_id)).status_code == 403
    assert "You can’t take this one" not in web.as_(olga).get("/moderation?shelf=appeals").text


def test_an_appeal_that_has_got_what_it_asked_for_does_not_wait(
    web, session, hidden, then, bea, olga
):
    removed = then(Action.REMOVE)
    for made in (hidden, removed):
        appeal(web, bea, made)

    hear(web, olga, removed)

    assert row(session, Appeal, hidden.id).outcome is Outcome.OVERTURNED
    assert row(session, Case, hidden.case_id).state is CaseState.DECIDED


@pytest.mark.parametrize("action", ["keep", "hide"])
def test_something_else_is_something_else(web, session, hidden, bea, olga, action):
    appeal(web, bea, hidden)
    offered = page_of(web, olga, hidden).text.partition("What is done instead?")[2]

    answer = hear(web, olga, hidden, "changed", action=action)

    assert f'value="{action}"' not in offered
    assert 'value="remove"' in offered
    assert answer.status_code in {403, 422}
    assert row(session, Appeal, hidden.id).outcome is None


def test_what_is_refused_is_not_refused_instead(web, make, session, thread, amina, bea, mona, olga):
    held = make.held(thread, amina)
    about = session.scalars(select(Case).filter_by(kind="held")).one()
    made = make.decision(about.id, mona, Action.REMOVE)
    appeal(web, amina, made)

    assert 'value="changed"' not in page_of(web, olga, made).text
    assert hear(web, olga, made, "changed", action="remove").status_code == 403
    assert hear(web, olga, made).status_code == 303
    assert web.as_(bea).get(url("post", post_id=held.id)).status_code == 303


@pytest.mark.parametrize("first", ["thread", "post"])
def test_what_was_decided_about_the_thread_and_its_opening_is_taken_back_each_by_itself(
    make, session, thread, bea, grace, mona, first
):
    opening = make.post(thread, 1)
    about = {"thread": make.report(thread, bea), "post": make.report(opening, grace)}
    deeds = {"thread": Action.HIDE, "post": Action.REMOVE}

    def now():
        session.refresh(thread)
        return thread.hidden, make.post(thread, 1).state.value

    def restore(kind):
        make.decision(about[kind].case_id, mona, Action.RESTORE)

    for kind in sorted(about, reverse=first == "thread"):
        make.decision(about[kind].case_id, mona, deeds[kind])
    restore("thread")
    assert now() == (False, "removed")
    restore("post")
    assert now() == (False, "shown")


# What she has mended


def test_what_she_mends_while_she_waits_is_looked_at_after_the_appeal(
    web, make, session, named, amina, bea, mona, olga
):
    made = make.decided(named, amina, mona)
    appeal(web, bea, made)
    mend(web, bea, named)

    hear(web, olga, made, "upheld")

    case = row(session, Case, made.case_id)
    assert (case.state, case.held_by, case.closed) == (CaseState.OPEN, MENDED, None)
    assert url("case", case_id=made.case_id) in web.as_(mona).get("/moderation").text


def test_what_she_has_mended_and_appeals_about_is_looked_at_too(
    web, make, session, thread, hidden, bea, mona, olga
):
    appeal(web, bea, hidden)
    hear(web, olga, hidden, "upheld")
    assert row(session, Case, hidden.case_id).state is CaseState.OPEN

    make.decision(hidden.case_id, mona, Action.RESTORE)

    assert make.post(thread, 2).state == "shown"
    assert row(session, Case, hidden.case_id).open_key is None


def test_once_that_was_decided_an_appeal_ends_the_case(web, session, hidden, then, bea, olga):
    kept = then(Action.KEEP)
    appeal(web, bea, hidden)

    hear(web, olga, hidden, "upheld")

    assert row(session, Case, kept.case_id).state is CaseState.DECIDED


def test_what_is_mended_and_folded_stands_again(web, make, thread, hidden, then, amina, mona):
    page = page_of(web, mona, hidden).text
    then(Action.NOTE, given=Given(content_note="a quarrel"))

    shown = web.as_(amina).get(url("thread", thread_id=thread.id)).text

    assert "Leave it hidden" in page
    assert "Leave it up" not in page
    assert "I was tired. I am sorry." in shown
    assert "a quarrel" in shown


def test_restoring_what_is_mended_takes_back_what_hides_it(
    web, make, session, thread, named, hidden, then, bea
):
    warned = then(Action.WARN)
    mend(web, bea, named, "And once more.")

    then(Action.RESTORE)

    assert make.post(thread, 2).state == "shown"
    assert row(session, Decision, warned.id).undone_by is None


def test_the_case_that_hides_it_is_opened_again_and_no_other(
    web, make, session, named, amina, bea, grace, mona, olga
):
    warned = make.decided(named, amina, mona, action=Action.WARN)
    hidden = make.decided(named, grace, mona)
    appeal(web, bea, warned)
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        hear(web, olga, warned, "upheld")
        mend(web, bea, named)

    states = [row(session, Case, one.case_id).state for one in (warned, hidden)]
    assert states == [CaseState.DECIDED, CaseState.OPEN]


# Who is told


def test_a_named_author_is_written_to_whatever_becomes_of_it(
    web, make, session, named, amina, bea, mona, olga
):
    made = make.decided(named, amina, mona)
    appeal(web, bea, made)

    hear(web, olga, made, "upheld")

    assert len(dump.of(session)["outbox"]) == 1


def test_what_she_is_answered_is_hers_alone(web, make, session, named, amina, bea, mona, olga):
    made = make.decided(named, amina, mona)
    appeal(web, bea, made)

    hear(web, olga, made)

    told = select(CaseMessage.body).where(CaseMessage.report_id != 0).order_by(CaseMessage.n)
    last = session.scalars(told).all()[-1]
    assert last == "We looked at it again, and have put it back."


def test_of_one_day_the_latest_decision_is_the_latest(
    web, make, session, named, hidden, then, bea, mona, olga
):
    for n in range(3):
        then(Action.HIDE, words=f"Not yet: {n}.")
        mend(web, bea, named, f"Mended: {n}.")
    page = page_of(web, olga, hidden)
    then(Action.HIDE, words="Not yet: the last.")

    answer = web.send(page, url("decide", case_id=hidden.case_id), action="keep", note="Mine.")

    assert answer.status_code == 409
    said = answer.text.partition("What she decided")[2].partition("What you had written")[0]
    assert "Not yet: the last." in said
    of_team = select(CaseMessage.body).filter_by(side=Side.TEAM, report_id=0)
    in_order = session.scalars(of_team.order_by(CaseMessage.n)).all()
    places = [answer.text.partition("What the team decided")[2].index(body) for body in in_order]
    assert places == sorted(places)


def test_a_deed_sees_the_case_as_it_is_and_not_as_it_was(make, house, named, amina, mona, olga):
    """Another decides between her first look and her turn."""
    about = make.report(named, amina)
    with make._as(olga) as (_, viewer):
        pass
    with house.database.changing() as session:
        before = queries.case(session, viewer, about.case_id).state
        make.decision(about.case_id, mona)
        case = queries.case(session, viewer, about.case_id, lock=True)

        assert (before, case.state) == (CaseState.OPEN, CaseState.DECIDED)
