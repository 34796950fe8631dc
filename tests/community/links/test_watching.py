"""Whoever shows a link has it watched, and finds out how it stands."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.community.links import actions, policy, queries
from app.community.links.models import LinkPlace, LinkState, WatchedLink
from app.community.links.policy import Look, Standing
from app.core import clock, events
from app.core.links import LinkShown, LinkTaken

GUIDE = "https://guides.example.org/first-talk"
DAY = date(2026, 3, 2)
NEW = Standing(LinkState.NEW, None, 0)


def watch(house, number, url=GUIDE):
    with house.database.changing() as session:
        actions.watch(session, ("resource", number), url)


def unwatch(house, number, url=""):
    with house.database.changing() as session:
        actions.unwatch(session, ("resource", number), url)


def watched(session):
    session.rollback()
    return {row.url for row in session.scalars(select(WatchedLink))}


def test_a_link_is_watched_from_the_day_on_which_it_is_shown(house, session):
    watch(house, 1)

    assert queries.states(session, [GUIDE]) == {GUIDE: queries.Seen(LinkState.NEW, None)}
    assert [due.url for due in queries.due(session, clock.today(), 9)] == [GUIDE]


def test_what_is_not_watched_has_no_state(house, session):
    watch(house, 1)

    assert queries.states(session, ["https://elsewhere.example.org/"]) == {}
    assert queries.states(session, []) == {}


def test_a_part_of_a_page_is_the_page(house, session):
    watch(house, 1, f"{GUIDE}#end")

    assert watched(session) == {GUIDE}
    assert set(queries.states(session, [GUIDE, f"{GUIDE}#beginning"])) == {
        GUIDE,
        f"{GUIDE}#beginning",
    }


def test_a_second_thing_keeps_how_a_link_stands(house, session):
    watch(house, 1)
    with house.database.changing() as changing:
        changing.scalars(select(WatchedLink)).one().state = LinkState.FINE

    watch(house, 2)
    watch(house, 2)

    assert queries.states(session, [GUIDE])[GUIDE].state is LinkState.FINE
    assert len(session.scalars(select(LinkPlace)).all()) == 2


def test_it_is_watched_as_long_as_anything_shows_it(house, session):
    watch(house, 1)
    watch(house, 2)

    unwatch(house, 1)
    assert watched(session) == {GUIDE}
    unwatch(house, 2)
    assert watched(session) == set()


def test_a_thing_can_let_go_of_one_of_its_links(house, session):
    other = "https://guides.example.org/second-talk"
    watch(house, 1)
    watch(house, 1, other)

    unwatch(house, 1, GUIDE)
    assert watched(session) == {other}
    unwatch(house, 1)
    assert watched(session) == set()


def test_letting_go_of_what_is_not_watched_changes_nothing(house, session):
    watch(house, 1)

    unwatch(house, 7)
    unwatch(house, 1, "https://elsewhere.example.org/")

    assert watched(session) == {GUIDE}


def test_rooms_only_say_what_they_show(house, session):
    with house.database.changing() as changing:
        events.publish(changing, LinkShown(thing=("resource", 1), url=GUIDE))
    assert watched(session) == {GUIDE}

    with house.database.changing() as changing:
        events.publish(changing, LinkTaken(thing=("resource", 1)))
    assert watched(session) == set()


# What a look says


def looked_at(*looks, was=NEW, every=timedelta(days=2)):
    for n, look in enumerate(looks):
        was = policy.after(was, look, DAY + n * every)
    return was


@pytest.mark.parametrize("times", [1, 2])
def test_a_link_that_was_missing_once_or_twice_is_not_gone(times):
    assert looked_at(*[Look.MISSING] * times).state is LinkState.UNSURE


def test_it_is_gone_when_it_was_missing_on_three_days():
    assert looked_at(*[Look.MISSING] * 3).state is LinkState.GONE


def test_three_times_on_one_day_are_once():
    found = looked_at(*[Look.MISSING] * 3, every=timedelta(0))

    assert (found.state, found.failures) == (LinkState.UNSURE, 1)


def test_an_answer_heals():
    assert looked_at(*[Look.MISSING] * 5, Look.THERE) == Standing(
        LinkState.FINE, DAY + timedelta(days=10), 0
    )


def test_it_takes_three_days_anew_after_an_answer():
    looks = [Look.MISSING, Look.MISSING, Look.THERE, Look.MISSING, Look.MISSING]

    assert looked_at(*looks).state is LinkState.UNSURE


@pytest.mark.parametrize("look", [Look.UNCLEAR, Look.UNASKED])
def test_nothing_but_an_answer_takes_back_that_it_is_gone(look):
    assert looked_at(*[Look.MISSING] * 3, look).state is LinkState.GONE


def test_a_site_in_trouble_makes_nothing_gone():
    assert looked_at(*[Look.UNCLEAR] * 9) == Standing(LinkState.UNSURE, DAY + timedelta(days=16), 0)


def test_what_may_not_be_looked_at_was_not_looked_at():
    assert looked_at(Look.UNASKED) == Standing(LinkState.UNASKED, None, 0)


def test_links_spread_over_the_week():
    fine = Standing(LinkState.FINE, DAY, 0)
    days = {policy.next_day(fine, DAY, bytes([n])) for n in range(7)}

    assert days == {DAY + timedelta(days=n) for n in range(1, 8)}


def test_a_link_keeps_its_day_of_the_week():
    fine = Standing(LinkState.FINE, DAY, 0)
    first = policy.next_day(fine, DAY, b"\x03")

    assert policy.next_day(fine, first, b"\x03") == first + timedelta(days=7)


def test_what_seems_to_be_missing_is_looked_at_again_soon():
    missing = looked_at(Look.MISSING)
    gone = looked_at(*[Look.MISSING] * 3)

    assert policy.next_day(missing, DAY, b"\x05") == DAY + timedelta(days=2)
    assert policy.next_day(gone, DAY, b"\x05") > DAY
