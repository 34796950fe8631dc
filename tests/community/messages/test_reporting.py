"""Showing messages to the moderators: those that she has ticked, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import chores
from app.community.messages.models import HandedOver
from app.core import clock
from app.core.keys import base32
from app.oversight.moderation.models import Action, Case, Report
from app.web.kit.addresses import url
from tests import dump

SAID = (
    "Hello",
    "Kind of you",
    "A secret of mine",
    "You are no mother",
    "Stop it",
    "Women like you",
)


@pytest.fixture
def path(make, amina, bea):
    """Bea has been unkind in her second and third message, and Amina confided something."""
    here = make.conversation(amina, bea, *SAID)
    return url("conversation", conversation_id=here)


def report(web, by, path, *chosen, **typed):
    fields = {"reason": "unkind", "note": ""} | typed
    return web.as_(by).post(f"{path}/report", chosen=[str(n) for n in chosen], **fields)


def case_of(session):
    session.expire_all()
    return session.scalars(select(Case)).one()


def test_she_ticks_on_a_page_that_says_what_happens(web, path, amina):
    page = web.as_(amina).get(f"{path}/report?tick=4").text

    assert "They see those that you tick, and nothing else of it" in page
    assert page.count('type="checkbox"') == len(SAID)
    assert page.count("checked") == 1
    for words in SAID:
        assert words in page


def test_moderators_see_what_she_ticked_and_nothing_else(web, session, path, amina, mona):
    answer = report(web, amina, path, 4, 6, note="She goes on like this")

    assert "It is with the moderators now" in web.follow(answer).text
    case = case_of(session)
    page = web.as_(mona).get(url("case", case_id=case.id)).text
    assert "2 private messages" in page
    for n, words in enumerate(SAID, start=1):
        assert (words in page) is (n in {4, 6})
    assert "Amina" not in page
    assert path not in page
    assert "chosen to show you" in page
    assert web.get(path).status_code == 404
    queue = web.get(url("moderation")).text
    assert "2 private messages from" in queue
    assert "no mother" not in queue


def test_her_own_are_shown_without_her_name(web, session, path, amina, mona):
    report(web, amina, path, 3, 4)

    page = web.as_(mona).get(url("case", case_id=case_of(session).id)).text

    assert "A secret of mine" in page
    assert "the one she wrote to" in page
    assert "Amina" not in page


@pytest.mark.parametrize("chosen", [(), (1, 3), (7,), (0,), (-1,), (2**70,)])
def test_at_least_one_that_the_other_wrote(chosen, web, session, path, amina):
    answer = report(web, amina, path, *chosen, note="Keep this")

    assert answer.status_code == 422
    assert 'id="chosen-error"' in answer.text
    assert "Keep this</textarea>" in answer.text
    assert session.scalars(select(HandedOver)).all() == []


def test_a_reason_is_needed_and_what_she_ticked_stays(web, path, amina):
    answer = report(web, amina, path, 4, reason="")

    assert answer.status_code == 422
    assert answer.text.count("checked") == 1


def test_the_same_form_twice_is_one_report(web, session, path, amina):
    answers = [report(web, amina, path, 4, form_nonce="a" * 32) for _ in range(2)]

    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(session.scalars(select(HandedOver)).all()) == 1
    assert len(session.scalars(select(Report)).all()) == 1


def test_what_she_shows_is_sealed_and_says_nothing_of_her(session, web, path, amina, bea):
    report(web, amina, path, 4)

    assert dump.holding(session, "no mother") == []
    held = session.scalars(select(HandedOver)).one().sealed
    assert b"mother" not in held
    assert amina.id.bytes not in held


@pytest.mark.parametrize(
    ("action", "told"),
    [(Action.HIDE, "A moderator has hidden"), (Action.REMOVE, "A moderator has removed")],
)
def test_what_they_decide_holds_for_both_and_can_be_taken_back(
    action, told, web, make, session, path, amina, bea, mona
):
    report(web, amina, path, 3, 4)
    case = case_of(session)

    make.decision(case.id, mona, action, "It turns on a person.")

    for who in (amina, bea):
        page = web.as_(who).get(path).text
        assert told in page
        assert "no mother" not in page
        # Her own, which she ticked so that hers are understood, and what she did not tick.
        assert "A secret of mine" in page
        assert "Women like you" in page
    notice = web.as_(bea).get(url("notice", notice_id=case.id)).text
    assert "It turns on a person." in notice
    receipts = web.as_(amina).get(url("receipts")).text
    assert "private message" in receipts
    make.decision(case.id, mona, Action.RESTORE, "It stands again.")
    for who in (amina, bea):
        assert "no mother" in web.as_(who).get(path).text


def test_what_is_hidden_cannot_be_shown_once_more(web, make, session, path, amina, mona):
    report(web, amina, path, 4)
    make.decision(case_of(session).id, mona, Action.HIDE)

    assert report(web, amina, path, 4).status_code == 422


def test_what_she_takes_back_afterwards_stays_with_the_moderators(
    web, make, session, path, amina, bea, mona
):
    report(web, amina, path, 4)
    web.as_(bea).post(f"{path}/4/take-back")
    case = case_of(session)

    assert "no mother" in web.as_(mona).get(url("case", case_id=case.id)).text

    make.decision(case.id, mona, Action.HIDE)
    make.decision(case.id, mona, Action.RESTORE)
    assert "This message was taken back." in web.as_(amina).get(path).text


def test_both_delete_it_and_the_case_goes_on(web, make, session, path, amina, bea, mona):
    report(web, amina, path, 4)
    for who in (amina, bea):
        web.as_(who).post(f"{path}/delete")
    case = case_of(session)

    assert "no mother" in web.as_(mona).get(url("case", case_id=case.id)).text
    make.decision(case.id, mona, Action.REMOVE)
    assert "no mother" in web.as_(mona).get(url("case", case_id=case.id)).text


def test_what_stays_taken_down_is_destroyed_when_nobody_can_appeal(
    web, house, make, session, path, amina, bea, mona
):
    report(web, amina, path, 4)
    make.decision(case_of(session).id, mona, Action.REMOVE)

    with time_machine.travel(clock.now() + timedelta(days=190), tick=False):
        chores.sweep(house)
        page = web.as_(bea).get(path).text

    assert "A moderator has removed this message." in page
    assert session.scalars(select(HandedOver)).all() == []


def test_copies_are_kept_for_a_year(web, house, session, path, amina):
    report(web, amina, path, 4)
    made, kept = clock.now(), timedelta(days=house.settings.retention_copies)
    with time_machine.travel(made + kept - timedelta(days=1), tick=False):
        chores.sweep(house)
    assert len(session.scalars(select(HandedOver)).all()) == 1
    session.rollback()

    with time_machine.travel(made + kept, tick=False):
        chores.sweep(house)

    assert session.scalars(select(HandedOver)).all() == []


def test_nobody_reports_by_the_number_alone(web, session, path, amina, stella):
    report(web, amina, path, 4)
    there = f"/report/message/{base32(session.scalars(select(HandedOver)).one().id)}"

    for who in (amina, stella):
        assert web.as_(who).get(there).status_code == 404


def test_a_moderator_who_wrote_it_does_not_see_the_case(web, make, session, circle, amina, mona):
    here = make.conversation(amina, mona, "Hello", "Go away")
    report(web, amina, url("conversation", conversation_id=here), 2)

    assert web.as_(mona).get(url("case", case_id=case_of(session).id)).status_code == 404
