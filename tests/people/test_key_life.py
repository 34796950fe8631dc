"""The life of a key: begun with its quarter, destroyed in time, and no death locks anybody out."""

import gc
import json
import os
import stat
import threading
import weakref
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app import wiring
from app.chores import Chores
from app.commands import schema
from app.core import epochs, keyring
from app.core.keys import BadKeyring
from app.people import key_life
from app.people.anonymity.models import DESTROYED, KeyCheck
from app.people.house import check_keys
from tests.conftest import settings_for

AUTUMN = date(2026, 11, 20)
WINTER = date(2027, 1, 1)
LAST_DAY = date(2028, 3, 31)


@pytest.fixture
def at():
    """Go to a day."""
    with time_machine.travel(AUTUMN, tick=False) as traveller:
        yield traveller.move_to


@pytest.fixture
def url(request, database_url, tmp_path):
    """An empty database of its own, of the same kind."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path}/own.db"
    cluster = request.getfixturevalue("cluster")
    return cluster.url(cluster.new_database())


@pytest.fixture
def opened(at, url, tmp_path):
    """Open the same installation again and again, as a process does that starts."""
    made = []

    def start():
        house = wiring.open_house(settings_for(tmp_path, url))
        made.append(house)
        schema.upgrade(house.database)
        check_keys(house.database, house.ring)
        key_life.tend(house)
        return house

    yield start
    for house in made:
        house.database.close()


def noted(house):
    with house.database.reading() as session:
        return {row.name: row.value for row in session.scalars(select(KeyCheck))}


def in_file(house):
    return json.loads(house.settings.keyring_file.read_text())


@given(st.dates(date(2000, 1, 1), date(9000, 1, 1)))
def test_a_day_lies_in_its_quarter_and_the_key_outlives_it(day):
    name = epochs.quarter(day)
    last = epochs.last_day(name)

    assert day <= last < day + timedelta(days=92)
    assert epochs.quarter(last) == name
    assert epochs.quarter(last + timedelta(days=1)) > name
    assert epochs.kept_until(name, 0) == last
    # A year and a quarter later is the end of the quarter with the next number.
    until = epochs.kept_until(name)
    assert epochs.last_day(epochs.quarter(until)) == until
    assert 454 <= (until - last).days <= 458


def test_names_are_never_given_twice():
    names = []
    for _ in range(12):
        names.append(epochs.next_name(AUTUMN, names))

    assert names[:3] == ["2026q4", "2026q4.2", "2026q4.3"]
    assert len({*names}) == 12
    assert {epochs.last_day(name) for name in names} == {date(2026, 12, 31)}


@pytest.mark.parametrize("name", ["", "2026", "2026q5", "26q4", "2026q4.0", "2026q4.", "x2026q4"])
def test_what_is_no_epoch_is_refused(name):
    with pytest.raises(ValueError, match="is no epoch"):
        epochs.last_day(name)


def test_the_quarters_turn_brings_a_new_key_and_keeps_the_old(opened, at):
    house = opened()
    old = house.ring

    at(WINTER)
    key_life.tend(house)

    assert house.ring.current == "2027q1"
    assert house.ring.epochs["2026q4"] == old.epochs["2026q4"]
    assert house.ring.app == old.app
    assert noted(house) == house.ring.check_values()
    assert stat.S_IMODE(house.settings.keyring_file.stat().st_mode) == 0o400
    folder = house.settings.keyring_file.parent
    assert list(folder.iterdir()) == [house.settings.keyring_file]


def test_within_a_quarter_nothing_is_written(opened, at):
    house = opened()
    before = house.settings.keyring_file.stat()

    at(date(2026, 12, 31))
    key_life.tend(house)
    opened()

    assert house.settings.keyring_file.stat() == before


def test_a_key_is_destroyed_the_day_after_its_last_and_not_before(opened, at):
    house = opened()
    key = in_file(house)["epochs"]["2026q4"]

    at(LAST_DAY)
    key_life.tend(house)
    assert "2026q4" in house.ring.epochs
    at(LAST_DAY + timedelta(days=1))
    key_life.tend(house)

    assert "2026q4" not in house.ring.epochs
    assert key not in house.settings.keyring_file.read_text()
    assert noted(house)["2026q4"] == DESTROYED
    assert opened().ring == house.ring


def test_the_months_are_the_operators(opened, at):
    house = opened()
    house = replace(house, settings=house.settings.model_copy(update={"key_months": 3}))

    at(date(2027, 4, 1))
    key_life.tend(house)

    assert "2026q4" not in house.ring.epochs


def test_the_bytes_of_the_old_file_are_overwritten(opened, at):
    house = opened()
    # A second name for what is about to be replaced shows what has become of it.
    witness = house.settings.keyring_file.with_name("witness")
    os.link(house.settings.keyring_file, witness)

    key_life.begin(house, by_hand=True)

    assert set(witness.read_bytes()) == {0}


def test_a_running_server_notices_and_forgets(opened, at):
    serving, terminal = opened(), opened()
    key_life.begin(terminal, by_hand=True)
    serving.key_file.look()
    serving.ring.derive("voice/v1", "2026q4")
    held = weakref.ref(serving.ring)

    key_life.destroy(terminal, ["2026q4"])
    serving.key_file._looked -= keyring.NOTICE_SECONDS + 1

    assert "2026q4" not in serving.ring.epochs
    with pytest.raises(KeyError):
        serving.ring.derive("voice/v1", "2026q4")
    gc.collect()
    assert held() is None


def test_a_running_server_does_it_by_itself(opened, at):
    house = opened()
    chores = Chores(house, mail=False)

    for day, present in (
        (WINTER, {"2026q4", "2027q1"}),
        (LAST_DAY + timedelta(days=1), {"2028q2"}),
    ):
        at(day)
        chores._due["keys"] = 0.0
        chores._round()
        assert house.ring.epochs.keys() >= present

    assert "2026q4" not in house.ring.epochs


def test_one_that_cannot_write_the_file_says_so_and_goes_on(opened, at, caplog):
    house = opened()
    in_the_way = house.settings.keyring_file.with_name("keyring.json.new")
    in_the_way.mkdir()
    chores = Chores(house, mail=False)
    at(WINTER)

    for _ in range(3):
        chores._round()

    assert house.ring.current == "2026q4"
    assert len([r for r in caplog.records if "a key is to be changed" in r.message]) == 1
    in_the_way.rmdir()
    chores._due["keys"] = 0.0
    chores._round()
    assert house.ring.current == "2027q1"


def test_many_processes_turn_the_key_once(opened, at):
    houses = [opened() for _ in range(4)]
    at(WINTER)
    gate = threading.Barrier(4)

    def turn(house):
        gate.wait()
        key_life.tend(house)

    threads = [threading.Thread(target=turn, args=(house,)) for house in houses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    rings = [house.key_file.look() for house in houses]
    assert all(ring == rings[0] for ring in rings)
    assert sorted(rings[0].epochs) == ["2026q4", "2027q1"]
    assert noted(houses[0]) == rings[0].check_values()


def test_a_second_server_with_a_keyring_of_its_own_makes_no_second_key(opened, at, url, tmp_path):
    house = opened()
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_bytes(house.settings.keyring_file.read_bytes())
    elsewhere.chmod(0o400)
    settings = settings_for(tmp_path, url).model_copy(update={"keyring": elsewhere})
    other = wiring.open_house(settings)
    at(WINTER)
    key_life.tend(house)

    with pytest.raises(BadKeyring, match=r"2027q1.*another server"):
        key_life.tend(other)

    assert other.ring.current == "2026q4"
    other.database.close()


def test_an_old_copy_that_comes_back_is_destroyed_again(opened, at):
    house = opened()
    old = house.settings.keyring_file.read_bytes()
    key_life.begin(house, by_hand=True)
    key_life.destroy(house, ["2026q4"])
    with_both = json.loads(house.settings.keyring_file.read_text())
    with_both["epochs"] |= json.loads(old)["epochs"]
    house.settings.keyring_file.chmod(0o600)
    house.settings.keyring_file.write_text(json.dumps(with_both))

    assert "2026q4" not in opened().ring.epochs
    assert "2026q4" not in in_file(house)["epochs"]


def test_a_lost_key_is_said_at_the_start_and_can_be_given_up(opened, at):
    house = opened()
    old = house.settings.keyring_file.read_bytes()
    key_life.begin(house, by_hand=True)
    house.settings.keyring_file.chmod(0o600)
    house.settings.keyring_file.write_bytes(old)

    with pytest.raises(BadKeyring, match=r"lost the key “2026q4.2”.* keys retire 2026q4.2 --now"):
        opened()
    key_life.destroy(house, ["2026q4.2"])

    assert opened().ring.current == "2026q4"


def test_a_backup_from_before_the_end_of_a_key_still_starts(opened, at):
    house = opened()
    at(LAST_DAY + timedelta(days=1))
    key_life.tend(house)
    with house.database.changing() as session:
        session.get(KeyCheck, "2026q4").value = b"formerly"

    assert "2026q4" not in opened().ring.epochs


def test_another_keyring_destroys_nothing(opened, at):
    house = opened()
    house.settings.keyring_file.rename(house.settings.keyring_file.with_name("mislaid.json"))
    stranger = wiring.open_house(house.settings)

    for deed in (
        lambda: key_life.destroy(stranger, ["2026q4"]),
        lambda: key_life.begin(stranger, by_hand=True),
    ):
        with pytest.raises(BadKeyring, match="not the one this database was made with"):
            deed()

    assert noted(house) == house.ring.check_values()
    stranger.database.close()


def test_a_keyring_exchanged_while_a_server_runs_is_not_used(opened, at, caplog):
    house = opened()
    ours = house.ring
    house.settings.keyring_file.unlink()
    keyring.open_keyring(house.settings.keyring_file, house.settings.data_dir)

    assert house.key_file.look() == ours
    assert house.key_file.look() == ours
    with pytest.raises(BadKeyring):
        key_life.begin(house, by_hand=True)
    assert len([r for r in caplog.records if "not read again" in r.message]) == 1


def test_one_that_becomes_unreadable_changes_nothing(opened, at, caplog):
    house = opened()
    ours = house.ring
    house.settings.keyring_file.unlink()

    assert house.key_file.look() == ours
    assert "not read again" in caplog.text


def test_what_a_dead_process_left_half_written_is_no_obstacle(opened, at):
    house = opened()
    left = house.settings.keyring_file.with_name("keyring.json.new")
    left.write_text("{")
    left.chmod(0o400)

    key_life.begin(house, by_hand=True)

    assert not left.exists()
    assert house.ring.current == "2026q4.2"
