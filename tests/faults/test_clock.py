"""The clock set forward and back, summer time, leap days and the turn of the year."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from app.core import clock
from app.core.keys import base32
from app.people.members import links, sessions
from app.people.members.models import Purpose

DUBLIN = ZoneInfo("Europe/Dublin")
TURNS = {
    "summer time begins": datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    "summer time ends": datetime(2026, 10, 25, 1, 0, tzinfo=UTC),
    "leap day": datetime(2028, 2, 29, 0, 0, tzinfo=UTC),
    "after a leap day": datetime(2028, 3, 1, 0, 0, tzinfo=UTC),
    "new year": datetime(2027, 1, 1, 0, 0, tzinfo=UTC),
    "new year of a week that is the old one's": datetime(2027, 1, 4, 0, 0, tzinfo=UTC),
}


@contextmanager
def at(moment):
    """There, on a machine whose own zone has summer time."""
    with time_machine.travel(moment.astimezone(DUBLIN), tick=False):
        yield


def is_signed_in(web):
    return "Your account: Amina" in web.get("/").text


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(seconds=-2)])
def test_a_clock_that_jumps_signs_nobody_out(jump, web, amina):
    now = clock.now()
    with at(now):
        web.as_(amina)

    with at(now + jump):
        assert is_signed_in(web)


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)])
def test_a_clock_that_jumps_loses_no_reply(jump, web, make, circle, amina, bea):
    thread = make.thread(circle, bea)
    path = f"/t/{base32(thread.id)}"
    now = clock.now()
    with at(now):
        form = web.as_(amina).get(path)

    with at(now + jump):
        answer = web.send(form, f"{path}/replies", body="Across the jump")
        shown = web.get(path)

    assert answer.status_code == 303
    assert "Across the jump" in shown.text


@pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS)
def test_a_session_goes_on_through_the_turn(turn, web, make, circle, amina, bea):
    thread = make.thread(circle, bea)
    with at(turn - timedelta(minutes=30)):
        web.as_(amina)
        assert is_signed_in(web)

    with at(turn + timedelta(minutes=30)):
        assert is_signed_in(web)
        assert web.get(f"/t/{base32(thread.id)}").status_code == 200
        assert web.get("/settings/sessions").status_code == 200


@pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS)
def test_a_reset_link_lives_one_hour_of_real_time(turn, house, amina):
    made = turn - timedelta(minutes=30)
    with at(made), house.database.changing() as session:
        member = session.merge(amina, load=False)
        secret = links.make(session, house.ring, member, Purpose.RESET, amina.email)

    with at(made + timedelta(minutes=59)), house.database.reading() as session:
        links.look(session, house.ring, secret, Purpose.RESET)
    with (
        at(made + timedelta(minutes=61)),
        house.database.reading() as session,
        pytest.raises(links.DeadLink),
    ):
        links.look(session, house.ring, secret, Purpose.RESET)


@pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS)
def test_a_session_ends_eight_weeks_later_however_active_she_was(turn, house, amina):
    with at(turn), house.database.changing() as session:
        token = sessions.start(session, house.ring, session.merge(amina, load=False))

    def lives(after):
        with at(turn + after), house.database.reading() as session:
            return sessions.find(session, house.ring, token) is not None

    assert lives(timedelta(weeks=7, days=-1))
    assert not lives(timedelta(weeks=8, days=1))


def test_a_week_without_a_visit_signs_out(web, amina):
    now = clock.now()
    with at(now):
        web.as_(amina)

    with at(now + timedelta(days=7, minutes=1)):
        assert not is_signed_in(web)


def test_posts_around_new_year_stand_in_their_order(web, make, circle, amina, bea):
    turn = TURNS["new year"]
    with at(turn - timedelta(minutes=1)):
        thread = make.thread(circle, bea)
        path = f"/t/{base32(thread.id)}"
        form = web.as_(amina).get(path)
        web.send(form, f"{path}/replies", body="In the old year")
    with at(turn + timedelta(minutes=1)):
        web.send(web.get(path), f"{path}/replies", body="In the new year")
        page = web.get(path).text

    assert page.index("In the old year") < page.index("In the new year")
