"""What sanctions do: what she may do no more, until when, and what stays hers."""

import re
from datetime import date, timedelta
from itertools import count, islice

import pytest
import time_machine
from sqlalchemy import func, select

from app.chores import sweep
from app.community.threads.models import Post, WaitingPost
from app.core import clock
from app.core.text import full_date
from app.oversight.moderation.models import Action
from app.people.circles import actions as circles
from app.people.circles.models import Anonymity, CircleRole
from app.people.members.models import Member, Standing
from app.people.safety import sanctions
from app.web.kit.addresses import url
from tests.make import PASSWORD

DAYS = 7


@pytest.fixture
def circle(make):
    return make.circle("New mothers", crowd=30)


@pytest.fixture
def thread(make, circle, amina, bea):
    """Bea has answered once by name and once without."""
    made = make.thread(circle, amina, replies=[(bea, "You are no mother")])
    make.voiced(made, bea, "Women like you")
    return made


def last_day():
    return clock.today() + timedelta(days=DAYS)


def later(days):
    return time_machine.travel(clock.now() + timedelta(days=days), tick=False)


@pytest.fixture
def paused(make, thread, amina, mona):
    return make.decided(make.post(thread, 2), amina, mona, action=Action.PAUSE, days=DAYS)


@pytest.fixture
def named_only(make, thread, amina, mona):
    return make.decided(make.post(thread, 3), amina, mona, action=Action.PAUSE_ANONYMOUS, days=DAYS)


def reply(web, thread, **fields):
    return web.post(url("reply", thread_id=thread.id), **{"body": "Here again"} | fields)


# A pause


@pytest.mark.parametrize("anonymous", ["", "on"])
@pytest.mark.parametrize("later_on", ["", "on"])
def test_who_is_paused_cannot_post_and_is_told_until_when(
    anonymous, later_on, web, session, thread, paused, bea
):
    answer = reply(web.as_(bea), thread, anonymous=anonymous, later=later_on)

    assert answer.status_code in {403, 422}
    if not later_on or anonymous:
        assert f"until {full_date(last_day())} is over" in answer.text
    assert session.scalar(select(func.count()).select_from(WaitingPost)) == 0
    assert session.scalar(select(func.count()).select_from(Post)) == 3


def test_the_thread_says_it_in_place_of_the_form(web, thread, paused, bea):
    page = web.as_(bea).get(url("thread", thread_id=thread.id)).text

    assert f"not post, until {full_date(last_day())} is over" in page
    assert 'name="body"' not in page
    assert web.get(url("new_thread", circle="new-mothers")).status_code == 403


def test_she_still_reacts_follows_reports_and_edits(web, make, thread, paused, bea):
    web.as_(bea)
    opening, own = make.post(thread, 1), make.post(thread, 2)

    assert "I’ve been there" in web.get(url("thread", thread_id=thread.id)).text
    assert web.post(url("react", post_id=opening.id), kind="with-you").status_code == 303
    assert web.post(url("follow_thread", thread_id=thread.id), on="yes").status_code == 303
    assert web.post("/report/profile/amina", reason="unkind").status_code == 303
    assert web.post(url("edit_post", post_id=own.id), body="I am sorry").status_code == 303


def test_the_last_day_is_within_it_and_the_next_is_not(web, house, thread, paused, bea):
    with later(DAYS):
        sweep(house)
        assert reply(web.as_(bea), thread).status_code == 403
    with later(DAYS + 1):
        sweep(house)
        assert reply(web.as_(bea), thread).status_code == 303


def test_lifted_it_is_as_if_it_had_not_been(web, make, thread, paused, mona, bea):
    make.decision(paused.case_id, mona, Action.RESTORE)

    assert reply(web.as_(bea), thread).status_code == 303


# Posting without a name


def test_it_holds_in_every_circle_and_under_her_name_she_can_post(
    web, make, thread, named_only, amina, bea
):
    elsewhere = make.circle("Elsewhere", crowd=30)
    web.as_(bea).post(url("join_circle", circle=elsewhere.slug))
    other = make.thread(elsewhere, None)

    for one in (thread, other):
        refused = reply(web, one, anonymous="on")
        assert refused.status_code == 403
        assert f"until {full_date(last_day())} is over" in refused.text
        assert "Here again</textarea>" in refused.text
        assert reply(web, one, anonymous="on", later="on").status_code == 403
        assert reply(web, one).status_code == 303
    start = url("start_thread", circle=elsewhere.slug)
    fields = {"title": "The nights", "body": "Long", "intent": "celebrate"}
    assert web.post(start, **fields, anonymous="on").status_code == 403
    assert reply(web.as_(amina), thread, anonymous="on").status_code == 303


def test_the_switch_says_so(web, thread, named_only, bea):
    page = web.as_(bea).get(url("thread", thread_id=thread.id)).text

    assert "Moderators have paused posting without a name for you" in page
    assert 'name="anonymous"' not in page
    assert "Post as Bea" in page


def test_where_all_write_without_a_name_she_reads(web, session, circle, thread, named_only, bea):
    circle.anonymity = Anonymity.ALWAYS
    session.commit()

    page = web.as_(bea).get(url("thread", thread_id=thread.id)).text

    assert "Moderators have paused posting without a name for you" in page
    assert reply(web, thread, anonymous="on").status_code == 403


def test_nobody_else_sees_a_change(web, make, thread, amina, bea, grace, mona):
    report = make.report(make.post(thread, 3), amina)
    path = url("thread", thread_id=thread.id)

    def seen():
        page = web.as_(grace).get(path).text
        return re.sub(r'name="(csrf_token|form_nonce)" value="[^"]*"', "", page)

    before = seen()
    make.decision(report.case_id, mona, Action.PAUSE_ANONYMOUS, days=DAYS)

    assert seen() == before


# Warnings that add up


@pytest.fixture
def warned(make, session, amina, bea, mona):
    """Warn Bea in so many threads, each in another circle, under another pseudonym."""
    numbers = count()

    def warn(times):
        for n in islice(numbers, times):
            room = make.circle(f"Room {n}", crowd=30)
            circles.add(session, room, bea.id, CircleRole.MEMBER)
            session.commit()
            thread = make.thread(room, amina)
            make.voiced(thread, bea, "Unkind words")
            make.decided(make.post(thread, 2), amina, mona, action=Action.WARN)

    return warn


def test_two_warnings_change_nothing(web, thread, warned, bea):
    warned(2)

    assert reply(web.as_(bea), thread, anonymous="on").status_code == 303


def test_three_in_half_a_year_pause_posting_without_a_name_for_a_week(
    web, house, thread, warned, bea
):
    warned(3)
    until = clock.today() + sanctions.WARNED_PAUSE

    refused = reply(web.as_(bea), thread, anonymous="on")

    assert refused.status_code == 403
    assert f"until {full_date(until)} is over" in refused.text
    assert reply(web, thread).status_code == 303
    with later(sanctions.WARNED_PAUSE.days + 1):
        assert reply(web.as_(bea), thread, anonymous="on").status_code == 303


def test_a_warning_counts_for_half_a_year(web, house, thread, warned, bea):
    warned(1)
    with later(sanctions.WARNING_COUNTS.days + 1):
        warned(2)

        assert reply(web.as_(bea), thread, anonymous="on").status_code == 303


# Suspension


def sign_in(web, password=PASSWORD):
    return web.send(web.visitor().get("/sign-in"), "/sign-in", login="bea", password=password)


@pytest.mark.parametrize("days", [0, DAYS])
def test_who_is_suspended_is_told_until_when_and_where_to_appeal(
    days, web, make, thread, amina, bea, mona
):
    web.as_(bea)
    make.decided(make.post(thread, 2), amina, mona, action=Action.SUSPEND, days=days)
    out = web.get("/settings")

    told, wrong = sign_in(web), sign_in(web, "not her password")

    assert out.status_code == 303
    assert told.status_code == wrong.status_code == 422
    assert (f"until {full_date(last_day())} is over" in told.text) is bool(days)
    assert "Moderators have suspended your account" in told.text
    assert "post@127.0.0.1" in told.text
    assert "suspended" not in wrong.text
    assert "9999" not in told.text


def test_when_it_is_over_she_comes_back(web, house, session, make, thread, amina, bea, mona):
    make.decided(make.post(thread, 2), amina, mona, action=Action.SUSPEND, days=DAYS)
    with later(DAYS + 1):
        sweep(house)

        assert sign_in(web).status_code == 303
    session.rollback()
    assert session.get(Member, bea.id, populate_existing=True).standing is Standing.GOOD


def test_for_ever_is_for_ever(house, session, make, thread, amina, bea, mona):
    make.decided(make.post(thread, 2), amina, mona, action=Action.SUSPEND)
    with time_machine.travel(date(2200, 1, 1), tick=False):
        sweep(house)

    session.rollback()
    assert session.get(Member, bea.id, populate_existing=True).standing is Standing.SUSPENDED


def standing(session, member):
    session.rollback()
    return session.get(Member, member.id, populate_existing=True).standing


@pytest.mark.parametrize("restored", [True, False])
def test_while_another_suspension_holds_she_stays_out(
    restored, house, session, make, thread, amina, bea, mona
):
    posts = [make.post(thread, 2), make.thread(make.circle("Elsewhere"), bea)]
    short = make.report(posts[0], amina)
    long = make.report(posts[1], amina)
    made = make.decision(short.case_id, mona, Action.SUSPEND, days=DAYS)
    other = make.decision(long.case_id, mona, Action.SUSPEND, days=3 * DAYS)

    if restored:
        make.decision(made.case_id, mona, Action.RESTORE)
    else:
        with later(DAYS + 1):
            sweep(house)

    assert standing(session, bea) is Standing.SUSPENDED
    make.decision(other.case_id, mona, Action.RESTORE)
    assert standing(session, bea) is Standing.GOOD


def test_who_has_closed_her_account_meanwhile_can_come_back_to_it(
    web, house, session, make, thread, amina, bea, mona
):
    make.leaving(bea)
    make.decided(make.post(thread, 2), amina, mona, action=Action.SUSPEND, days=DAYS)
    with later(DAYS + 1):
        sweep(house)

        assert standing(session, bea) is Standing.CLOSED
        web.post(sign_in(web).headers["location"])
    assert standing(session, bea) is Standing.GOOD
