"""When a letter goes: quiet hours, fixed hours and full hours, also when the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.oversight.notifications import hours
from app.oversight.notifications.choices import Choices, Rhythm

DUBLIN, DELHI, CHATHAM = map(ZoneInfo, ("Europe/Dublin", "Asia/Kolkata", "Pacific/Chatham"))
ZONES = st.sampled_from([DUBLIN, DELHI, CHATHAM, ZoneInfo("America/Sao_Paulo"), ZoneInfo("UTC")])


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def chosen(rhythm=Rhythm.AT_ONCE, quiet=(0, 0), hour=8):
    return Choices(rhythm=rhythm, quiet=quiet, hour=hour)


def test_at_once_is_now():
    now = utc(2026, 5, 4, 13, 17)

    assert hours.due(now, chosen(), DUBLIN, veiled=False) == now


@pytest.mark.parametrize("minute", [0, 1, 30, 59])
def test_what_is_veiled_waits_for_the_next_full_hour_and_never_goes_in_its_own(minute):
    now = utc(2026, 5, 4, 13, minute)

    assert hours.due(now, chosen(), DUBLIN, veiled=True) == utc(2026, 5, 4, 14)


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        (utc(2026, 1, 5, 21, 59), utc(2026, 1, 5, 21, 59)),
        (utc(2026, 1, 5, 22, 0), utc(2026, 1, 6, 7)),
        (utc(2026, 1, 6, 3, 30), utc(2026, 1, 6, 7)),
        (utc(2026, 1, 6, 6, 59), utc(2026, 1, 6, 7)),
        (utc(2026, 1, 6, 7, 0), utc(2026, 1, 6, 7)),
    ],
)
def test_in_quiet_hours_it_waits_for_their_end(now, goes):
    assert hours.due(now, chosen(quiet=(22, 7)), DUBLIN, veiled=False) == goes


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        # The night of 28 to 29 March has an hour less: 7:00 in Dublin is 6:00 UTC.
        (utc(2026, 3, 28, 23, 0), utc(2026, 3, 29, 6)),
        (utc(2026, 3, 27, 23, 0), utc(2026, 3, 28, 7)),
        # That of 24 to 25 October has one more: 7:00 is 7:00 UTC again.
        (utc(2026, 10, 24, 22, 0), utc(2026, 10, 25, 7)),
        (utc(2026, 10, 23, 22, 0), utc(2026, 10, 24, 6)),
    ],
)
def test_quiet_hours_end_by_her_clock_when_the_clocks_change(now, goes):
    assert hours.due(now, chosen(quiet=(22, 7)), DUBLIN, veiled=False) == goes


def test_an_end_that_a_night_leaves_out_is_when_the_next_hour_begins():
    # 1:00 to 2:00 is not there.
    goes = hours.due(utc(2026, 3, 29, 0, 30), chosen(quiet=(23, 1)), DUBLIN, veiled=False)

    assert goes == utc(2026, 3, 29, 1)
    assert goes.astimezone(DUBLIN).hour == 2


def test_of_an_end_that_comes_twice_the_first_counts():
    goes = hours.due(utc(2026, 10, 24, 23, 30), chosen(quiet=(23, 1)), DUBLIN, veiled=False)

    assert goes == utc(2026, 10, 25, 0)
    again = utc(2026, 10, 25, 1, 10)
    assert hours.due(again, chosen(quiet=(23, 1)), DUBLIN, veiled=False) == again


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        (utc(2026, 3, 27, 12, 0), utc(2026, 3, 28, 8)),
        (utc(2026, 3, 28, 8, 0), utc(2026, 3, 29, 7)),
        (utc(2026, 3, 29, 6, 59), utc(2026, 3, 29, 7)),
    ],
)
def test_once_a_day_it_goes_at_the_same_hour_of_hers(now, goes):
    assert hours.due(now, chosen(Rhythm.DAILY), DUBLIN, veiled=True) == goes


def test_once_a_week_it_goes_on_mondays():
    goes = hours.due(utc(2026, 5, 4, 8, 0), chosen(Rhythm.WEEKLY), DUBLIN, veiled=False)

    assert goes == utc(2026, 5, 11, 7)
    assert goes.astimezone(DUBLIN).strftime("%A %H") == "Monday 08"


def test_a_fixed_hour_within_the_quiet_ones_is_their_end():
    asks = chosen(Rhythm.DAILY, quiet=(22, 9))

    assert hours.due(utc(2026, 1, 5, 12, 0), asks, DUBLIN, veiled=False) == utc(2026, 1, 6, 9)


@given(
    st.datetimes(utc(2025, 1, 1).replace(tzinfo=None), utc(2028, 1, 1).replace(tzinfo=None)),
    ZONES,
    st.sampled_from(Rhythm),
    st.tuples(st.integers(0, 23), st.integers(0, 23)),
    st.integers(0, 23),
    st.booleans(),
)
def test_it_goes_after_it_happened_outside_of_quiet_hours_and_soon_enough(
    moment, zone, rhythm, quiet, hour, veiled
):
    now = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    asks = Choices(rhythm=rhythm, quiet=quiet, hour=hour)

    goes = hours.due(now, asks, zone, veiled=veiled)

    assert goes >= now
    assert goes - now <= timedelta(days=9)
    if veiled:
        assert goes > now
    if veiled and rhythm is Rhythm.AT_ONCE:
        assert goes.minute == 0
    begins, ends = quiet
    here = goes.astimezone(zone).hour
    hushed = begins <= here < ends if begins < ends else here >= begins or here < ends
    # A full hour may lie up to one after the end where a zone's hours are no full ones.
    assert begins == ends or not hushed or (veiled and goes.astimezone(zone).minute)
