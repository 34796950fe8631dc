"""Word of what is new in her circles: by one rule for everybody, whatever she reads or writes."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import delete, func, select

from app.chores import Chores
from app.oversight.notifications import mail_letters
from app.oversight.notifications.choices import Rhythm, Way
from app.oversight.notifications.mail_models import CircleCount, MailNote
from app.people.circles import actions as circles
from app.web.kit.addresses import url

MONDAY = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
NEWS = {"kinds": {}, "rhythm": Rhythm.DAILY, "news": True, "hour": 8}


@pytest.fixture
def clocks(house, public):
    with time_machine.travel(MONDAY, tick=False) as traveller:
        Chores(house, mail=True).tend()
        yield traveller


def next_day(house, clocks, days=1):
    for _ in range(days):
        clocks.shift(timedelta(days=1))
        Chores(house, mail=True).tend()


def said(letter):
    return letter.text.splitlines()[2]


def test_it_names_her_circles_in_which_something_is_new(web, post, house, make, clocks, amina, bea):
    quiet = make.circle("Quiet room", visibility="public")
    busy, private = make.circle("Evenings"), make.circle("Safe room", visibility="private")
    for room in (quiet, busy, private):
        circles.add(make.session, room, amina.id)
    make.session.commit()
    next_day(house, clocks)
    post.choose(amina, **NEWS)
    for room in (busy, private):
        make.thread(room, bea)
    next_day(house, clocks)

    [letter] = post.write()

    assert said(letter) == (
        "There are new posts in: \u2068Evenings\u2069, a circle that only its members see."
    )
    assert "Safe room" not in letter.text + letter.html


def test_nothing_comes_where_nothing_is_new_and_it_goes_on_the_next_day(
    web, post, house, make, clocks, public, amina, bea, thread
):
    post.choose(amina, **NEWS)
    next_day(house, clocks, 2)
    post.write()
    next_day(house, clocks)

    assert post.write() == []
    assert len(post.waiting()) == 1
    make.thread(public, bea)
    next_day(house, clocks)
    assert len(post.write()) == 1
    assert post.write() == []


def test_once_a_week_it_looks_at_the_week(web, post, house, make, clocks, public, amina, bea):
    post.choose(amina, **NEWS | {"rhythm": Rhythm.WEEKLY})
    next_day(house, clocks, 2)
    make.thread(public, bea)
    next_day(house, clocks, 4)
    assert post.write() == []
    next_day(house, clocks)

    [letter] = post.write()

    assert said(letter) == "There are new posts in: \u2068New mothers\u2069."


def test_all_who_ask_for_it_get_the_same_whoever_wrote_and_read(
    web, post, house, make, clocks, public, amina, bea, thread
):
    grace = make.member("Grace", public)
    for member in (amina, bea, grace):
        post.choose(member, **NEWS)
    next_day(house, clocks)
    way = url("reply", thread_id=thread.id)
    answer = web.as_(bea).post(way, body="Not by name", anonymous="on")
    if answer.status_code == 200:
        web.send(answer, way)
    web.as_(grace).get(url("thread_slugged", thread_id=thread.id, slug=thread.slug))
    next_day(house, clocks)

    letters = post.write()

    assert sorted(letter.to[:3] for letter in letters) == ["ami", "bea", "gra"]
    assert len({said(letter) for letter in letters}) == 1
    assert len({letter.subject for letter in letters}) == 1


def test_circles_of_which_she_wants_less_are_not_named(
    web, post, house, make, clocks, public, amina, bea
):
    post.choose(amina, **NEWS, circles={public.id: Way.LIST})
    next_day(house, clocks)
    make.thread(public, bea)
    next_day(house, clocks)

    assert post.write() == []


def test_who_wants_it_no_more_gets_none(post, amina):
    post.choose(amina, **NEWS)
    post.choose(amina, **NEWS | {"news": False})

    assert post.waiting() == []


def test_it_waits_again_where_a_copy_was_put_back(post, house, session, clocks, amina, bea):
    post.choose(amina, **NEWS)
    post.choose(bea, **NEWS | {"news": False})
    session.execute(delete(MailNote))
    session.commit()

    for _ in "12":
        with house.database.changing() as changing:
            mail_letters.sweep(changing, house.ring)

    [note] = post.waiting()
    assert note.due == MONDAY + timedelta(days=1)


def test_counters_are_noted_once_a_day_and_kept_a_week(house, session, clocks, public):
    next_day(house, clocks, 30)
    Chores(house, mail=True).tend()

    assert session.scalar(select(func.count()).select_from(CircleCount)) == 10
