"""What moderation forgets with time, and what of it is a member's to take with her."""

from datetime import timedelta

import pytest
import time_machine

from app.chores import sweep
from app.core import clock
from app.core.errors import NotAllowed
from app.oversight.moderation import policy, reports
from app.oversight.moderation.models import Action, Appeal, Case, Decision, Outcome, Report
from app.people.members.models import Role
from app.web.kit.addresses import url
from tests import dump
from tests.people.members.leaving import after, close
from tests.people.members.test_exporting import ask, opened

SECRET = "You are no mother"


def in_days(days):
    return time_machine.travel(clock.now() + timedelta(days=days), tick=False)


def row(session, model, key):
    session.rollback()
    return session.get(model, key, populate_existing=True)


# Time


@pytest.mark.parametrize(("days", "known"), [(0, True), (1, False)])
def test_who_reported_is_known_for_half_a_year_after_the_case_was_closed(
    days, known, web, house, session, make, named, amina, mona
):
    report = make.report(named, amina)
    make.decision(report.case_id, mona)

    with in_days(reports.FOUND_FOR.days + days):
        sweep(house)
        found = web.as_(amina).get(url("receipt", report_id=report.id)).status_code

    after_it = row(session, Report, report.id)
    assert (after_it.reporter == report.reporter) is known
    assert bool(after_it.sealed) is known
    assert (found == 200) is known


def test_a_case_that_is_open_keeps_its_reporter(house, session, make, named, amina):
    report = make.report(named, amina)

    with in_days(400):
        sweep(house)

    assert row(session, Report, report.id).sealed


def test_forgotten_reporters_are_not_joined(house, session, make, named, amina, bea, mona):
    thread = make.thread(make.circle("Other"), bea)
    both = [make.report(thing, amina) for thing in (named, thread)]
    for one in both:
        make.decision(one.case_id, mona, Action.KEEP)

    with in_days(200):
        sweep(house)

    assert len({row(session, Report, one.id).reporter for one in both}) == 2


@pytest.mark.parametrize("which", ["named", "unnamed"])
@pytest.mark.parametrize("action", [Action.HIDE, Action.REMOVE])
def test_what_stays_down_is_destroyed_when_nobody_can_appeal_any_more(
    which, action, request, web, house, session, make, thread, amina, bea, mona
):
    post = request.getfixturevalue(which)
    words = post.body
    made = make.decided(post, amina, mona, action=action)
    with in_days(policy.APPEAL.days):
        sweep(house)
        assert make.post(thread, post.seq).body == words
    session.rollback()

    with in_days(policy.APPEAL.days + 1):
        sweep(house)
        shown = web.as_(amina).get(url("thread", thread_id=thread.id)).text

    gone = make.post(thread, post.seq)
    assert (gone.body, gone.html, gone.state) == ("", "", "removed")
    assert "A moderator has removed a reply here." in shown
    assert dump.holding(session, words) == []
    with pytest.raises(NotAllowed, match="nothing here that can be taken back"):
        make.decision(made.case_id, mona, Action.RESTORE)


def test_what_was_restored_stays(house, session, make, thread, named, amina, mona):
    made = make.decided(named, amina, mona)
    make.decision(made.case_id, mona, Action.RESTORE)

    with in_days(400):
        sweep(house)

    assert make.post(thread, 2).body == SECRET


def test_what_waits_for_a_moderator_stays(
    web, house, make, thread, named, unnamed, amina, bea, mona
):
    """An appeal that nobody has heard, and what its author has mended."""
    appealed, mended = (make.decided(post, amina, mona) for post in (named, unnamed))
    web.as_(bea).post(url("appeal", decision_id=appealed.id), statement="I was hurt")
    web.post(url("edit_post", post_id=unnamed.id), body="I am sorry")
    assert mended.case_id

    with in_days(400):
        sweep(house)

    assert [make.post(thread, seq).body for seq in (2, 3)] == [SECRET, "I am sorry"]


def test_of_a_removed_thread_the_opening_words_go(house, session, make, thread, amina, bea, mona):
    make.decided(thread, bea, mona, action=Action.REMOVE)

    with in_days(400):
        sweep(house)

    assert make.post(thread, 1).body == ""
    assert make.post(thread, 2).body == SECRET
    assert dump.holding(session, "Nobody told me about the nights.") == []
    assert dump.holding(session, "The nights") == []


def test_the_old_words_of_a_profile_go_with_the_decision(house, session, make, amina, bea, mona):
    bea.bio = "Come and find me"
    session.merge(bea)
    session.commit()
    make.decided(bea, amina, mona)
    assert dump.holding(session, "Come and find me")

    with in_days(400):
        sweep(house)

    assert dump.holding(session, "Come and find me") == []


# Hers to take


def test_her_copy_holds_what_was_decided_and_what_she_reported(web, make, named, amina, bea, mona):
    make.decided(named, amina, mona, action=Action.WARN, words="This turns on Amina.")
    report = make.report(amina, bea, note="It was her first")
    make.asked(report.case_id, mona, "When?", report.id)

    copy = opened(ask(web, bea))

    account = copy["data.json"]
    [about] = account["cases"]
    assert about["thing"] == "reply 1, The nights"
    assert about["decisions"] == ["warn (Unkind, or aimed at someone)"]
    assert [m["words"] for m in about["messages"]] == ["This turns on Amina."]
    [hers] = account["reports"]
    assert (hers["note"], hers["messages"][0]["words"]) == ("It was her first", "When?")
    assert [one["kind"] for one in account["asked"]] == ["warn"]
    for said in ("This turns on Amina.", "It was her first", "When?"):
        assert said in copy["index.html"]


def test_it_tells_neither_who_reported_her_nor_what_was_kept_nor_her_voice(
    web, make, named, unnamed, amina, bea, mona
):
    make.decided(named, amina, mona, action=Action.KEEP)
    make.decided(unnamed, amina, mona, words="To a pseudonym.")

    account = opened(ask(web, bea))["data.json"]

    assert account["cases"] == account["reports"] == account["asked"] == []


# Leaving


def test_nothing_names_her_when_she_has_left(web, house, session, make, circle, named, amina, bea):
    petra = make.member("Petra", circle, role=Role.MODERATOR)
    quinn = make.member("Quinn", role=Role.MODERATOR)
    made = make.decided(named, amina, petra)
    web.as_(bea).post(url("appeal", decision_id=made.id), statement="I was hurt")
    make.hearing(made, quinn, Outcome.UPHELD)
    about_her = make.report(petra, amina)
    hers = petra.id, quinn.id

    for who in (petra, quinn):
        close(web, who)
    after(house)

    for who in hers:
        for trace in (str(who), who.hex):
            assert dump.holding(session, trace) == [], trace
    heard = row(session, Appeal, made.id)
    assert (heard.heard_by, heard.outcome) == (None, Outcome.UPHELD)
    assert row(session, Decision, made.id).decider_id not in hers
    assert row(session, Case, about_her.case_id).author_id is None
    assert "no longer there" in web.as_(amina).get("/reports").text


def test_what_she_was_asked_goes_and_what_was_said_to_her_names_nobody(
    web, house, session, make, named, amina, bea, mona
):
    make.decided(named, amina, mona, action=Action.WARN)
    hers = bea.id

    close(web, bea)
    after(house)

    assert dump.holding(session, hers.hex) == []
    assert dump.holding(session, str(hers)) == []
