"""A hidden profile: its owner has her words, mends them, and a moderator shows them again."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.chores import sweep
from app.core import clock
from app.oversight.moderation import policy
from app.oversight.moderation.mending import MENDED
from app.oversight.moderation.models import Action, Case, CaseState, Outcome
from app.people.members.models import HiddenProfile, Member
from app.people.subjects import Given
from app.web.kit.addresses import url
from tests import dump
from tests.people.members.leaving import after, close, sign_in
from tests.people.members.test_exporting import ask, opened

OLD = {"name": "Your worst dream", "pronouns": "boo/hoo", "bio": "I know where you live."}
NEW = {"name": "Bea", "pronouns": "she", "bio": "I knit."}


def save(web, bea, **typed):
    page = web.as_(bea).get("/settings")
    return web.send(page, "/settings/profile", **typed)


def case_of(session, made):
    session.rollback()
    return session.get(Case, made.case_id, populate_existing=True)


def others_see(web, amina, thread):
    return web.as_(amina).get("/m/bea").text + web.get(url("thread", thread_id=thread.id)).text


@pytest.fixture
def made(web, make, thread, amina, bea, mona):
    save(web, bea, **OLD)
    return make.decided(bea, amina, mona, action=Action.HIDE, words="You frighten people.")


def test_its_old_words_are_in_the_notice_with_a_way_to_mend_them(web, thread, made, amina, bea):
    seen = others_see(web, amina, thread)
    notice = web.as_(bea).get(url("notice", notice_id=made.case_id)).text
    settings = web.get("/settings").text

    for words in OLD.values():
        assert words not in seen
        assert words in settings
    assert OLD["name"] in notice
    assert f"{OLD['bio']}</textarea>" in notice
    assert '<a class="btn"' in notice.partition("Mend it")[0].rpartition("<p")[2]
    assert 'href="/settings">Mend it and send it again' in notice.replace("\n", "")
    assert "Moderators have hidden your profile." in settings


def test_what_she_mends_goes_to_the_moderators_and_is_hidden_until_then(
    web, session, thread, made, amina, bea, mona
):
    answer = save(web, bea, **NEW)

    assert "Until they have looked, it stays hidden." in web.follow(answer).text
    assert "I knit." in web.get("/settings").text
    assert "I knit." not in others_see(web, amina, thread)
    case = case_of(session, made)
    assert (case.state, case.held_by) == (CaseState.OPEN, MENDED)
    page = web.as_(mona).get(url("case", case_id=made.case_id)).text
    for words in NEW.values():
        assert words in page


def test_restored_it_stands_as_mended(web, make, session, thread, made, amina, bea, mona):
    save(web, bea, **NEW)
    page = web.as_(mona).get(url("case", case_id=made.case_id))

    way = url("decide", case_id=made.case_id)
    answer = web.send(page, way, action="restore", reason="unkind", note="Thank you.")

    assert answer.status_code == 303
    seen = others_see(web, amina, thread)
    for words in NEW.values():
        assert words in seen
    assert OLD["bio"] not in seen
    assert dump.holding(session, OLD["bio"]) == []
    assert save(web, bea, bio="I knit a lot.").headers["location"] == "/settings?said=saved"
    assert "I knit a lot." in others_see(web, amina, thread)


def test_an_appeal_that_is_won_never_undoes_what_she_has_mended(
    web, make, thread, made, amina, bea, olga
):
    save(web, bea, **NEW)
    web.as_(bea).post(url("appeal", decision_id=made.id), statement="It was a joke.")

    make.hearing(made, olga, Outcome.OVERTURNED)

    assert "I knit." in others_see(web, amina, thread)
    assert OLD["bio"] not in others_see(web, amina, thread)


def test_details_are_taken_out_of_what_she_has_mended(
    web, make, session, thread, made, amina, bea, mona
):
    save(web, bea, **NEW | {"bio": "I knit in Tullow."})

    make.decision(made.case_id, mona, Action.REDACT, given=Given(words="I knit."))

    assert "I knit." in others_see(web, amina, thread)
    assert dump.holding(session, "Tullow") == []


def test_saving_it_as_it_is_changes_nothing(web, session, made, bea):
    save(web, bea, time_zone="Europe/Dublin")

    assert case_of(session, made).state is CaseState.DECIDED
    assert session.get(Member, bea.id, populate_existing=True).time_zone == "Europe/Dublin"


def test_hidden_again_and_mended_again_it_can_be_restored(
    web, make, thread, made, amina, bea, mona
):
    save(web, bea, **NEW)
    make.decision(made.case_id, mona, Action.HIDE, "Not yet.")
    save(web, bea, **NEW | {"bio": "I knit, and cook."})

    make.decision(made.case_id, mona, Action.RESTORE)

    assert "I knit, and cook." in others_see(web, amina, thread)


def test_a_form_that_does_not_fit_keeps_what_she_typed(web, session, made, bea):
    answer = save(web, bea, name="", bio="My new words.")

    assert answer.status_code == 422
    assert "My new words.</textarea>" in answer.text
    assert "Moderators have hidden your profile." in answer.text
    assert session.scalars(select(HiddenProfile.bio)).one() == OLD["bio"]


def test_it_is_in_her_copy_of_her_data(web, made, bea):
    account = opened(ask(web, bea))["data.json"]["account"]

    assert (account["name"], account["about"], account["hidden"]) == (OLD["name"], OLD["bio"], True)


def test_closing_her_account_puts_it_away_and_coming_back_brings_it(
    web, session, made, amina, bea, mona
):
    close(web, bea)
    assert dump.holding(session, OLD["bio"]) == []

    web.post(sign_in(web, "bea").headers["location"])

    assert OLD["bio"] in web.as_(bea).get("/settings").text
    assert OLD["bio"] not in web.as_(amina).get("/m/bea").text


def test_restored_while_she_leaves_her_name_does_not_come_back(
    web, make, session, thread, made, amina, bea, mona
):
    close(web, bea)

    make.decision(made.case_id, mona, Action.RESTORE)

    assert OLD["name"] not in web.as_(amina).get(url("thread", thread_id=thread.id)).text
    assert dump.holding(session, OLD["name"]) == []


def test_with_her_account_it_is_gone(web, house, session, made, bea):
    close(web, bea)
    after(house)

    for words in (OLD["bio"], OLD["name"]):
        assert dump.holding(session, words) == []


def test_it_is_destroyed_when_nobody_can_appeal_any_more(web, house, session, made, bea):
    with time_machine.travel(clock.now() + policy.APPEAL + timedelta(days=1), tick=False):
        sweep(house)
        settings = web.as_(bea).get("/settings").text

    assert dump.holding(session, OLD["bio"]) == []
    assert "Moderators have hidden your profile." not in settings
