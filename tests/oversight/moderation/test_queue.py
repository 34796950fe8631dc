"""The queue: who sees which cases, in which order, and how they are taken."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core import clock
from app.core.keys import base32
from app.oversight.moderation import cases
from app.oversight.moderation.models import Case, Reason
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.conftest import counted
from tests.oversight.moderation.reporting import circle_moderator, order, report, stretches, way

QUEUE = "/moderation"


@pytest.fixture
def thread(make, circle, bea, grace):
    said = [(bea, f"Let it go, number {n}.") for n in range(1, 4)]
    return make.thread(circle, grace, title="The nights", replies=said)


@pytest.fixture
def case(make, amina, thread):
    return report(make, amina, make.post(thread, 2))


# Who


@pytest.mark.parametrize("who", ["amina", "grace", "stella"])
def test_whoever_works_no_cases_finds_nothing(web, request, case, who):
    web.as_(request.getfixturevalue(who))

    assert web.get(QUEUE).status_code == 404
    assert web.get(way(case)).status_code == 404
    for deed in ("claim_case", "give_back_case", "pass_case"):
        assert web.post(way(case, deed)).status_code == 404
    assert 'href="/moderation"' not in web.get("/").text


def test_a_visitor_is_asked_to_sign_in(web, case):
    assert web.visitor().get(QUEUE).headers["location"].startswith("/sign-in")


def test_moderators_are_led_to_it_by_the_header_of_every_page(web, make, circle, mona, amina):
    for who in (mona, circle_moderator(make, "Cleo", circle)):
        web.as_(who)
        for page in ("/", f"/c/{circle.slug}", "/circles"):
            assert 'href="/moderation"' in web.get(page).text
    # A page that was kept for one is no page for the other.
    assert 'href="/moderation"' not in web.as_(amina).get(f"/c/{circle.slug}").text


def test_who_moderates_a_circle_sees_its_cases_and_no_others(web, make, circle, case):
    other = make.circle("Other room")
    here, there = circle_moderator(make, "Cleo", circle), circle_moderator(make, "Tara", other)

    assert order(web.as_(here).get(QUEUE)) == [way(case)]
    assert web.get(way(case)).status_code == 200
    assert order(web.as_(there).get(QUEUE)) == []
    assert web.get(way(case)).status_code == 404
    assert web.post(way(case, "claim_case")).status_code == 404


def test_whom_the_note_names_does_not_see_it(web, make, amina, thread, mona, olga):
    case = report(make, amina, make.post(thread, 2), note="I told mona and she laughed.")

    assert order(web.as_(mona).get(QUEUE)) == []
    assert web.get(way(case)).status_code == 404
    assert order(web.as_(olga).get(QUEUE)) == [way(case)]


# What


def test_a_row_says_what_it_is(web, make, amina, circle, thread, mona, grace):
    post = make.post(thread, 2)
    report(make, amina, post, Reason.GRAPHIC)
    report(make, grace, post, Reason.UNKIND)

    page = web.as_(mona).get(QUEUE).text

    for words in (
        "Reply 1 in “<bdi>The nights</bdi>”",
        "<bdi>New mothers</bdi>",
        "Hard to look at, without a note",
        "2 reports",
        "Heavy",
        ">today<",
        "Waiting (1)",
        "Yours (0)",
    ):
        assert words in page


def test_the_most_urgent_stands_first(web, make, amina, thread, mona):
    unkind = report(make, amina, make.post(thread, 2))
    worried = report(make, amina, make.post(thread, 3), Reason.WORRIED)
    other = report(make, amina, make.post(thread, 4), Reason.OTHER)

    assert order(web.as_(mona).get(QUEUE)) == [way(c) for c in (worried, unkind, other)]


def test_what_nobody_looked_at_has_waited(web, make, house, session, case, mona):
    case.opened = clock.today() - timedelta(days=4)
    session.commit()
    with house.database.changing() as changing:
        cases.climb(changing)

    assert "Waiting for 4 days" in web.as_(mona).get(QUEUE).text


def test_it_is_filtered_by_circle_and_reason(web, make, amina, circle, thread, mona):
    room = make.circle("Other room")
    mine = report(make, amina, make.post(thread, 2))
    theirs = report(make, amina, make.post(make.thread(room, None)), Reason.SELLING)
    web.as_(mona)

    assert order(web.get(f"{QUEUE}?circle={base32(circle.id)}")) == [way(mine)]
    assert order(web.get(f"{QUEUE}?reason=selling")) == [way(theirs)]
    assert order(web.get(f"{QUEUE}?circle={base32(circle.id)}&reason=selling")) == []
    chosen = forms_of(web.get(f"{QUEUE}?reason=selling"))
    sent = next(form.values for form in chosen if form.method == "get")
    assert (sent["shelf"], sent["reason"]) == ("waiting", "selling")


def test_pages_hold_each_case_once(web, make, session, amina, thread, mona):
    made = report(make, amina, make.post(thread, 2))
    for n in range(60):
        session.add(
            Case(
                kind="post",
                subject=made.subject,
                circle_id=made.circle_id,
                open_key=f"x:{n}",
                reason=Reason.OTHER,
                urgency=n % 3,
            )
        )
    session.commit()

    found = [case for page in stretches(web.as_(mona), QUEUE) for case in order(page)]

    assert len(found) == 61
    assert set(found) == {way(case) for case in session.scalars(select(Case))}


def test_nothing_waits(web, mona):
    page = web.as_(mona).get(QUEUE).text

    assert "Nothing waits." in page
    for shelf in ("mine", "appeals", "decided"):
        assert 'class="empty' in web.get(f"{QUEUE}?shelf={shelf}").text


@pytest.mark.parametrize(
    "odd", ["shelf=x", "circle=zz", "reason=x", "after=-99999999999999999999.a"]
)
def test_what_an_address_does_not_know_is_left_out(web, case, mona, odd):
    assert web.as_(mona).get(f"{QUEUE}?{odd}").status_code == 200


def test_it_costs_the_same_for_one_and_for_many(web, house, make, amina, bea, circle, mona):
    thread = make.thread(circle, bea, replies=[(bea, f"Number {n}.") for n in range(24)])
    web.as_(mona)
    asked = []
    for posts in ([2], range(3, 25)):
        for seq in posts:
            report(make, amina, make.post(thread, seq))
        for each in (thread, bea):
            report(make, amina, each)
        web.get(QUEUE)
        with counted(house) as statements:
            assert web.get(QUEUE).status_code == 200
        asked.append(len(statements))

    assert asked[0] == asked[1] <= 8


# Whose turn


def test_a_case_is_taken_from_the_list_and_shown(web, make, case, mona, olga):
    web.as_(mona)

    page = web.follow(web.send(web.get(QUEUE), way(case, "claim_case")))

    assert "You are reviewing this." in page.text
    assert order(web.get(f"{QUEUE}?shelf=mine")) == [way(case)]
    assert "Taken by somebody" in web.as_(olga).get(QUEUE).text
    assert "Mona is reviewing this" in web.get(way(case)).text


def test_what_somebody_has_nobody_else_takes(web, case, mona, olga):
    web.as_(mona).post(way(case, "claim_case"))

    answer = web.as_(olga).post(way(case, "claim_case"))

    assert answer.status_code == 409
    assert "Somebody else has this case" in answer.text


def test_after_half_an_hour_it_is_free(web, session, case, mona, olga):
    web.as_(mona).post(way(case, "claim_case"))
    session.expire_all()
    case.claimed_until = clock.minute() - timedelta(minutes=1)
    session.commit()

    web.as_(olga).post(way(case, "claim_case"))

    session.expire_all()
    assert case.claimant_id == olga.id


def test_the_end_is_said_in_her_time_zone(web, session, case, mona):
    mona.time_zone = "Asia/Kolkata"
    session.commit()
    web.as_(mona).post(way(case, "claim_case"))
    session.expire_all()
    hers = case.claimed_until + timedelta(hours=5, minutes=30)

    assert f"{hers:%H:%M}</time>" in web.get(way(case)).text


def test_it_is_given_back(web, session, case, mona):
    page = web.follow(web.as_(mona).post(way(case, "claim_case")))

    answer = web.send(page, way(case, "give_back_case"))

    assert "back in the queue" in web.follow(answer).text
    session.expire_all()
    assert case.claimant_id is None


def test_it_is_handed_over_to_a_colleague(web, session, case, mona, olga):
    page = web.follow(web.as_(mona).post(way(case, "claim_case")))

    web.send(page, way(case, "hand_over_case"), to="olga")

    session.expire_all()
    assert case.claimant_id == olga.id


@pytest.mark.parametrize(("to", "status"), [("nobody-here", 422), ("", 422), ("bea", 403)])
def test_it_is_handed_over_to_nobody_else(web, session, case, mona, bea, to, status):
    web.as_(mona).post(way(case, "claim_case"))

    assert web.post(way(case, "hand_over_case"), to=to).status_code == status
    session.expire_all()
    assert case.claimant_id == mona.id


def test_what_she_passes_on_is_not_shown_to_her(web, case, mona, olga):
    web.send(web.as_(mona).get(way(case)), way(case, "pass_case"))

    assert order(web.get(QUEUE)) == []
    assert order(web.as_(olga).get(QUEUE)) == [way(case)]


def test_she_hands_all_over_for_now(web, session, make, amina, thread, case, mona):
    second = report(make, amina, make.post(thread, 3))
    web.as_(mona)
    for one in (case, second):
        web.post(way(one, "claim_case"))

    web.send(web.get(QUEUE), url("rest"))

    session.expire_all()
    assert case.claimant_id is second.claimant_id is None


# Care


def test_after_a_heavy_case_a_lighter_one_is_offered(web, make, amina, thread, mona):
    heavy = [report(make, amina, make.post(thread, seq), Reason.THREAT) for seq in (2, 3)]
    light = report(make, amina, make.post(thread, 4), Reason.OTHER)
    web.as_(mona)
    before = order(web.get(QUEUE))

    page = web.get(way(heavy[0]))
    after = web.get(QUEUE)

    assert before[2] == way(light) == order(after)[0]
    assert set(order(after)) == set(before)
    assert "Your last one was heavy" in after.text
    assert "You’ve reviewed 1 case today, 1 of them heavy." in " ".join(after.text.split())
    assert '<details class="fold cnote">' in page.text
    web.get(way(light))
    assert order(web.get(QUEUE))[0] != way(light)


def test_what_she_has_looked_at_is_written_nowhere(web, house, make, session, case, mona):
    web.as_(mona).get(QUEUE)
    with counted(house) as asked:
        web.get(way(case))
        web.get(QUEUE)

    assert [one for one in asked if not one.lstrip().startswith(("SELECT", "WITH"))] == []


# A page that is left open


def test_a_queue_that_is_left_open_does_not_keep_her_signed_in(web, mona, case):
    by_itself = {"X-By-Itself": "true"}
    page = web.as_(mona).get(QUEUE)
    begun = clock.now()

    assert 'hx-headers=\'{"X-By-Itself": "true"}\'' in page.text
    for minutes in range(20, 7 * 24 * 60, 12 * 60):
        with time_machine.travel(begun + timedelta(minutes=minutes), tick=False):
            refreshed = web.get(QUEUE, into="queue", **by_itself)
            assert refreshed.status_code == 200
            assert "set-cookie" not in refreshed.headers
    with time_machine.travel(begun + timedelta(days=7, minutes=1), tick=False):
        assert web.get(QUEUE, into="queue", **by_itself).status_code == 303


def test_a_page_that_she_opens_herself_does(web, mona, case):
    web.as_(mona)
    with time_machine.travel(clock.now() + timedelta(minutes=20), tick=False):
        assert "set-cookie" in web.get(QUEUE).headers
