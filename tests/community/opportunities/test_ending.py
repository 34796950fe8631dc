"""Filled, withdrawn, closed, prolonged: and in the end let go of, with all that hangs on it."""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import chores
from app.community.opportunities.models import Opportunity, State
from app.community.opportunities.words import Kind
from app.core import clock
from app.core.keys import base32
from app.oversight.moderation.models import Case
from app.oversight.notifications.models import Notification
from tests.community.opportunities.making import opportunity
from tests.community.opportunities.test_listing import titles
from tests.community.opportunities.test_posting import post
from tests.make import PASSWORD

DAY = timedelta(days=1)


@pytest.fixture
def rows(session):
    def all_of_them():
        session.expire_all()
        return session.scalars(select(Opportunity)).all()

    return all_of_them


def at(row, deed=""):
    path = f"/opportunities/{base32(row.id)}"
    return f"{path}/{deed}" if deed else path


def test_filled_it_is_in_no_list_and_its_page_says_so_and_she_can_take_it_back(
    web, make, amina, bea
):
    row = opportunity(make, amina)
    assert web.as_(amina).post(at(row, "filled")).status_code == 303

    page = web.as_(bea).get(at(row))
    assert "It is filled." in page.text
    assert "https://westgate.example/jobs/7" not in page.text
    assert titles(web.get("/opportunities")) == []

    assert web.as_(amina).post(at(row, "undo")).status_code == 303
    assert titles(web.get("/opportunities")) == ["Clinic manager"]


def test_withdrawn_nobody_but_she_sees_it_and_she_can_put_it_back(web, make, amina, bea):
    row = opportunity(make, amina)
    web.as_(amina).post(at(row, "withdraw"))

    assert web.as_(bea).get(at(row)).status_code == 404
    assert "You have withdrawn it" in web.as_(amina).get(at(row)).text

    web.post(at(row, "undo"))
    assert web.as_(bea).get(at(row)).status_code == 200


def test_pressing_twice_does_no_more_than_once(web, make, rows, amina):
    row = opportunity(make, amina)
    web.as_(amina)
    for deed, state in (("undo", State.SHOWN), ("filled", State.FILLED), ("withdraw", "withdrawn")):
        for _ in range(2):
            assert web.post(at(row, deed)).status_code == 303
        assert rows()[0].state == state


def test_closed_it_can_be_read_for_thirty_days_and_then_is_gone(web, make, rows, house, amina, bea):
    closes = clock.minute() - 30 * DAY + timedelta(minutes=2)
    row = opportunity(make, amina, closes=closes)
    with time_machine.travel(closes + 30 * DAY - timedelta(minutes=1)):
        page = web.as_(bea).get(at(row))
        assert "It is closed." in page.text
        assert "https://westgate.example/jobs/7" not in page.text
        chores.sweep(house)
        assert len(rows()) == 1
    with time_machine.travel(closes + 30 * DAY):
        assert web.as_(bea).get(at(row)).status_code == 404
        chores.sweep(house)
        assert rows() == []


def test_what_waited_until_it_was_over_is_no_case_any_more(web, session, rows, house, amina):
    closes = clock.today() + DAY
    post(web.as_(amina), closes_day=closes.isoformat())
    with time_machine.travel(clock.now() + 33 * DAY):
        chores.sweep(house)

    assert rows() == []
    assert session.scalars(select(Case)).all() == []


def test_what_moderators_have_taken_down_stays_while_she_can_appeal(make, rows, house, amina):
    row = opportunity(make, amina, state=State.REMOVED, closes=clock.minute() - 40 * DAY)

    chores.sweep(house)

    assert [one.id for one in rows()] == [row.id]


def test_three_days_before_it_closes_its_poster_is_reminded_once(session, make, house, amina, bea):
    opportunity(make, bea, closes=clock.minute() + 4 * DAY)
    soon = opportunity(make, amina, closes=clock.minute() + 3 * DAY)
    for state in (State.WAITING, State.FILLED, State.WITHDRAWN):
        opportunity(make, bea, state=state, closes=clock.minute() + DAY)

    chores.sweep(house)
    chores.sweep(house)

    told = session.scalars(select(Notification)).one()
    assert (told.member_id, told.thing_id) == (amina.id, base32(soon.id))
    assert told.n == 1


def test_one_press_prolongs_it_by_ninety_days(web, make, rows, amina):
    row = opportunity(make, amina, closes=clock.minute() - DAY)
    assert titles(web.as_(amina).get("/opportunities")) == []

    assert web.post(at(row, "prolong")).status_code == 303

    assert titles(web.get("/opportunities")) == ["Clinic manager"]
    assert "No closing date" in web.get("/opportunities").text
    kept = rows()[0]
    assert kept.closes.date() == clock.today() + 91 * DAY
    assert (kept.closes.hour, kept.closes.minute) == (0, 0)
    assert not kept.reminded


@pytest.mark.parametrize(("ends", "says"), [(None, "When it begins"), (9, "When it ends")])
def test_an_event_is_not_prolonged_past_its_end(web, make, rows, amina, ends, says):
    now = clock.minute()
    said = {"begins": now + 8 * DAY, "ends": now + ends * DAY if ends else None}
    row = opportunity(make, amina, kind=Kind.EVENT, closes=now + DAY, **said)
    last = said["ends"] or said["begins"]
    assert "Keep it open until it is over" in web.as_(amina).get(at(row)).text

    assert web.post(at(row, "prolong")).status_code == 303

    assert rows()[0].closes == last
    assert says in web.get(at(row)).text
    assert "Open until it is over" in web.get("/opportunities").text
    with time_machine.travel(last):
        assert titles(web.as_(amina).get("/opportunities")) == []
        assert "Keep it open" not in web.get(at(row)).text
        assert web.post(at(row, "prolong")).status_code == 403


@pytest.mark.parametrize(
    ("state", "deed", "says"),
    [
        ("filled", "filled", "It is marked as filled"),
        ("withdrawn", "filled", "It is withdrawn"),
        ("withdrawn", "withdraw", "It is withdrawn"),
        ("shown", "undo", "It is in the list again"),
        ("waiting", "undo", "A moderator looks at it"),
        ("waiting", "filled", "A moderator looks at it"),
    ],
)
def test_a_second_press_says_how_it_stands(web, make, rows, amina, state, deed, says):
    row = opportunity(make, amina, state=State(state))

    answer = web.as_(amina).post(at(row, deed))

    assert says in web.follow(answer).text
    assert rows()[0].state == state


def test_whoever_is_leaving_is_in_no_list_and_comes_back_with_hers(web, make, session, amina, bea):
    row = opportunity(make, amina, public=True)
    make.leaving(amina)

    assert titles(web.as_(bea).get("/opportunities")) == []
    assert titles(web.visitor().get("/opportunities")) == []
    assert web.as_(bea).get(at(row)).status_code == 404


def test_hers_go_with_her_account(make, rows, house, amina, bea):
    opportunity(make, amina)
    opportunity(make, amina, state=State.REMOVED)
    stays = opportunity(make, bea)
    make.leaving(amina)

    with time_machine.travel(clock.now() + 15 * DAY):
        chores.sweep(house)

    assert [one.id for one in rows()] == [stays.id]


def test_her_own_list_says_how_each_stands(web, make, amina, bea):
    for state in State:
        opportunity(make, amina, title=f"It is {state.value}", state=state)
    opportunity(make, amina, title="It is over", closes=clock.minute() - DAY)
    opportunity(make, bea, title="Hers")

    page = web.as_(amina).get("/opportunities/mine")

    assert "Hers" not in titles(page)
    assert len(titles(page)) == 7
    for words in ("A moderator looks at it", "Filled", "Withdrawn", "Hidden until", "Taken away"):
        assert words in page.text
    assert "Closed" in page.text


def test_what_she_has_posted_is_in_the_copy_of_her_data(web, make, amina):
    opportunity(make, amina, title="Clinic manager", public=True)
    answer = web.as_(amina).post("/settings/export", password=PASSWORD)
    files = zipfile.ZipFile(io.BytesIO(answer.content))

    page = files.read("index.html").decode()
    assert "The opportunities that you have posted" in page
    assert "£41,300" in page
    assert "Clinic manager" in files.read("data.json").decode()
