"""Hours as people say them, in every zone: those that are left out, and those that come twice."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.clocks import Which, readings
from app.core.errors import Invalid
from app.mentoring.mentorships.meeting_times import Clocks, moment, twice

ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
MINUTES = st.integers(0, 20 * 366 * 24 * 60)
START = datetime(2024, 1, 1, tzinfo=UTC)
NOW = datetime(2028, 3, 13, 12, tzinfo=UTC)
LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")


def shown(at, zone):
    here = at.astimezone(zone)
    return here.date(), here.time().replace(tzinfo=None, fold=0)


@given(ZONES, MINUTES)
def test_every_moment_is_found_by_what_clocks_show(zone, minutes):
    at = START + timedelta(minutes=minutes)

    found = readings(*shown(at, zone), zone)

    assert at in found
    assert {shown(one, zone) for one in found} == {shown(at, zone)}
    assert list(found) == sorted(set(found))


@given(ZONES, MINUTES)
def test_what_is_found_is_all_there_is(zone, minutes):
    """By looking at each quarter of an hour of two days: no zone has finer offsets any more."""
    local = START.replace(tzinfo=None) + timedelta(minutes=minutes - minutes % 15)
    first = local.replace(tzinfo=UTC) - timedelta(days=1)
    every = [first + timedelta(minutes=15 * n) for n in range(2 * 96 + 1)]

    there = tuple(one for one in every if shown(one, zone) == (local.date(), local.time()))

    assert readings(local.date(), local.time(), zone) == there


@given(ZONES, st.dates(date(2028, 3, 14), date(2029, 3, 13)), st.times())
def test_a_time_is_taken_or_refused_with_one_that_is_there(zone, day, at):
    at = at.replace(second=0, microsecond=0, fold=0)
    found = readings(day, at, zone)
    assume(all(NOW < one <= NOW + timedelta(days=366) for one in found))

    if len(found) == 1:
        assert moment(day, at, None, zone, NOW) == found[0]
    elif found:
        with pytest.raises(Invalid) as asked:
            moment(day, at, None, zone, NOW)
        assert asked.value.field == "which"
        both = [moment(day, at, which, zone, NOW) for which in Which]
        assert both == list(found)
        assert len(twice(day, at, Clocks(zone, None), NOW)) == 2
    else:
        with pytest.raises(Invalid) as refused:
            moment(day, at, None, zone, NOW)
        assert refused.value.field == "time"
        instead = time.fromisoformat(refused.value.message.rstrip(".").rsplit(" ", 1)[1])
        assert any(readings(day + timedelta(days=n), instead, zone) for n in (0, 1))


@pytest.mark.parametrize(
    ("zone", "day", "at", "number"),
    [
        ("Europe/London", (2028, 3, 26), (1, 30), 0),
        ("Europe/London", (2028, 3, 26), (0, 59), 1),
        ("Europe/London", (2028, 3, 26), (2, 0), 1),
        ("Europe/London", (2028, 10, 29), (1, 0), 2),
        ("Europe/London", (2028, 10, 29), (2, 0), 1),
        ("America/New_York", (2028, 3, 12), (2, 30), 0),
        ("America/New_York", (2028, 11, 5), (1, 30), 2),
        ("Australia/Lord_Howe", (2028, 10, 1), (2, 15), 0),
        ("Australia/Lord_Howe", (2028, 4, 2), (1, 45), 2),
        ("Asia/Kathmandu", (2028, 4, 2), (1, 45), 1),
        ("Pacific/Apia", (2011, 12, 30), (12, 0), 0),
    ],
)
def test_known_changes_of_clocks(zone, day, at, number):
    assert len(readings(date(*day), time(*at), ZoneInfo(zone))) == number


def test_in_the_weeks_when_only_one_has_changed_they_are_four_hours_apart():
    clocks = Clocks(LONDON, NEW_YORK)
    today = NOW.date()

    said = [
        clocks.said(datetime(2028, month, day, 18, 30, tzinfo=UTC), today)
        for month, day in ((3, 9), (3, 16), (3, 30))
    ]

    assert said == [
        "Thursday 9 March, 18:30 your time, 13:30 hers",
        "Thursday 16 March, 18:30 your time, 14:30 hers",
        "Thursday 30 March, 19:30 your time, 14:30 hers",
    ]


def test_another_year_is_said():
    assert "14 January 2029" in Clocks(LONDON, None).said(
        datetime(2029, 1, 14, 9, tzinfo=UTC), NOW.date()
    )
