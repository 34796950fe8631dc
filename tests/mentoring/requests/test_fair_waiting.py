"""Fair waiting: who comes first, how long it may take, and how waiting ends."""

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.chores import sweep
from app.core import clock
from app.core.events import publish
from app.core.keys import base32
from app.mentoring.mentorships.events import MentorshipOver
from app.mentoring.mentorships.models import State as Stand
from app.mentoring.requests import queue
from app.mentoring.requests.models import Request, State
from app.mentoring.requests.queue import Places, Waiting
from app.oversight.notifications.models import Notification
from app.web.kit.addresses import url
from tests.mentoring.making import ASK, asks, mentor, paired, row

LINES = st.lists(
    st.tuples(st.integers(1, 10**6), st.integers(0, 5)), min_size=1, unique_by=lambda one: one[0]
).map(lambda found: [Waiting(n * 7, n, passed) for n, passed in found])


@given(LINES)
def test_who_was_passed_over_comes_first_and_then_who_asked_first(line):
    order = queue.in_order(line)

    assert sorted(order, key=lambda one: one.id) == sorted(line, key=lambda one: one.id)
    for earlier, later in pairwise(order):
        assert earlier.passed >= later.passed
        assert earlier.passed > later.passed or earlier.n < later.n
    assert [queue.place(line, one.id) for one in order] == list(range(1, len(line) + 1))


@given(LINES, st.integers(10**6 + 1, 10**7))
def test_whoever_comes_later_passes_nobody_who_was_passed_over_as_often(line, n):
    new = Waiting(1, n, 0)

    after = queue.in_order([*line, new])

    assert [one for one in after if one != new] == queue.in_order(line)
    assert after[-1] == new


@given(
    st.integers(1, 12),
    st.integers(1, 8),
    st.lists(st.integers(0, 900), max_size=10),
    st.lists(st.integers(0, 900), max_size=20),
)
def test_an_expected_wait_is_a_time_or_is_not_known(place, capacity, ages, past):
    places = Places(capacity, len(ages))

    days = queue.days_until(place, places, ages, past)

    if len(past) < queue.LEAST_PAST:
        assert days is None
    elif place <= places.open:
        assert days == 0
    elif ages:
        assert days >= queue.LEAST_DAYS
        further = queue.days_until(place + 1, places, ages, past)
        assert further >= days


@pytest.mark.parametrize(
    ("place", "places", "ages", "past", "days"),
    [
        (1, Places(1, 1), [60], [90, 100, 110], 40),
        (2, Places(1, 1), [60], [90, 100, 110], 140),
        (1, Places(2, 2), [10, 90], [100, 100, 100], 10),
        (2, Places(2, 2), [10, 90], [100, 100, 100], 90),
        (1, Places(1, 1), [300], [100, 100, 100], 7),
        # She has taken a place back: the first that comes free is nobody's.
        (1, Places(1, 2), [10, 90], [100, 100, 100], 90),
        (1, Places(1, 1), [10], [100, 100], None),
    ],
)
def test_it_is_worked_out_from_how_long_her_mentorships_took(place, places, ages, past, days):
    assert queue.days_until(place, places, ages, past) == days


@pytest.fixture
def full(make, amina, stella):
    """Amina has one place, and Stella has it."""
    mentor(make, amina, capacity=1)
    paired(make, amina, stella)
    return amina


def seen(web, who, request_id):
    return web.as_(who).get(url("mentoring_request", request_id=request_id)).text


def told(session, member):
    session.rollback()
    return session.scalars(select(Notification.thing_id).filter_by(member_id=member.id)).all()


def later(house, days):
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        sweep(house)


def test_when_she_is_full_a_request_joins_her_line_and_its_place_is_shown(web, make, full, bea):
    first = asks(make, make.member("Clara"), full)

    page = web.as_(bea).get("/mentors/amina/ask")
    answer = web.send(page, "/mentors/amina/ask", **ASK)

    assert "Join her waiting list" in page.text
    shown = web.follow(answer).text
    assert "place 2 of 2" in shown
    assert "can’t be known" in shown
    assert row(make, first).state is State.OPEN


def test_how_long_it_may_take_is_said_where_it_is_known(web, make, full, bea):
    for n, days in enumerate((80, 84, 90)):
        paired(make, full, make.member(f"Past{n}"), days=days)

    shown = seen(web, bea, asks(make, bea, full))

    assert "in about 12 weeks, going by how long her last 3 mentorships took" in " ".join(
        shown.split()
    )


def test_who_was_passed_over_elsewhere_comes_first(web, make, house, session, full, bea, stella):
    elsewhere = mentor(make, make.member("Clara"))
    ended = asks(make, bea, elsewhere)
    web.as_(elsewhere).post(url("reply_request", request_id=ended), turn="no-room")
    first = asks(make, make.member("Dina"), full)

    second = asks(make, bea, full)

    assert "place 1 of 2" in seen(web, bea, second)
    hub = web.as_(full).get("/mentoring").text
    assert hub.index(base32(second)) < hub.index(base32(first))
    assert "Passed over before" not in hub


def test_who_waits_is_told_of_by_the_place_that_comes_free(web, make, house, session, full, bea):
    first = asks(make, make.member("Clara"), full, anonymous=True)
    asks(make, bea, full)
    before = told(session, full)
    with house.database.changing() as deed:
        from app.mentoring.mentorships.models import Mentorship

        over = deed.scalars(select(Mentorship).filter_by(mentor_id=full.id)).one()
        over.state = Stand.ENDED
        deed.execute(Notification.__table__.delete())
        publish(deed, MentorshipOver(mentorship_id=over.id, mentor_id=full.id))

    assert len(before) == 2
    assert told(session, full) == [base32(first)]


@pytest.mark.parametrize("how", ["paused", "still full", "nobody waits", "she has left"])
def test_nothing_is_told_where_there_is_nothing_to_give(make, house, session, full, bea, how):
    if how != "nobody waits":
        asks(make, bea, full)
    with house.database.changing() as deed:
        from app.mentoring.mentorships.models import Mentorship
        from app.mentoring.profiles.models import MentorProfile

        over = deed.scalars(select(Mentorship).filter_by(mentor_id=full.id)).one()
        over.state = Stand.ACTIVE if how == "still full" else Stand.ENDED
        deed.get_one(MentorProfile, full.id).paused = how == "paused"
        deed.execute(Notification.__table__.delete())
        whose = None if how == "she has left" else full.id
        publish(deed, MentorshipOver(mentorship_id=over.id, mentor_id=whose))

    assert told(session, full) == []


def test_the_mentor_is_reminded_once_after_a_week(make, house, session, amina, bea):
    asked = asks(make, bea, mentor(make, amina))
    with house.database.changing() as deed:
        deed.execute(Notification.__table__.delete())

    later(house, 6)
    assert told(session, amina) == []
    later(house, 7)
    assert told(session, amina) == [base32(asked)]
    with house.database.changing() as deed:
        deed.execute(Notification.__table__.delete())
    later(house, 20)
    assert told(session, amina) == []


def test_a_mentor_without_a_place_is_not_reminded_of_who_waits(make, house, session, full, bea):
    asks(make, bea, full)
    with house.database.changing() as deed:
        deed.execute(Notification.__table__.delete())

    later(house, 8)

    assert told(session, full) == []


@pytest.mark.parametrize("anonymous", [False, True])
def test_after_sixty_days_it_ends_in_words_that_are_no_refusal(
    web, make, house, session, full, bea, anonymous
):
    mentor(make, make.member("Clara"))
    asked = asks(make, bea, full, anonymous=anonymous)
    later(house, 59)
    assert row(make, asked).state is State.OPEN

    later(house, 60)

    assert row(make, asked).state is State.NO_CAPACITY
    assert told(session, bea) == ([] if anonymous else [base32(asked)])
    shown = seen(web, bea, asked)
    assert "There was no place." in shown
    assert "That says nothing about you" in shown
    assert "/mentors/clara" in shown
    assert ("you come before those" in shown) is not anonymous
    for word in ("reject", "refus", "declin"):
        assert word not in shown.lower()


@pytest.mark.parametrize(("anonymous", "days"), [(False, 180), (True, 30)])
def test_then_nothing_is_left_of_it(make, house, session, full, bea, anonymous, days):
    asked = asks(make, bea, full, anonymous=anonymous)
    later(house, 60)

    later(house, 60 + days)
    assert session.get(Request, asked, populate_existing=True) is not None
    session.rollback()
    later(house, 61 + days)

    session.expire_all()
    assert session.get(Request, asked) is None
