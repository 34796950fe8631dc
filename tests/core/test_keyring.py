"""The keyring: made once for its owner alone, and refused wherever others could come by it."""

import json
import stat
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core import keyring, keys
from app.core.keys import BadKeyring, Broken, Seal, Stamp
from app.core.settings import ROOT
from app.people.house import check_keys


@pytest.fixture
def place(tmp_path):
    """Where a keyring may lie, and a data folder beside it."""
    (tmp_path / "data").mkdir()
    return tmp_path / "secrets" / "keyring.json", tmp_path / "data"


def written(place, content, mode=0o400):
    path, _ = place
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    path.chmod(mode)
    return place


def test_the_first_start_makes_one_that_only_its_owner_reads(place):
    path, data = place
    ring = keyring.open_keyring(path, data)

    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert keyring.open_keyring(path, data) == ring
    assert len(ring.app) == len(ring.epochs[ring.current]) == 32
    assert ring.app != ring.epochs[ring.current]


def test_it_says_nothing_of_its_keys(place):
    ring = keyring.open_keyring(*place)

    for key in (ring.app, *ring.epochs.values()):
        assert repr(key) not in repr(ring)


@pytest.mark.parametrize("mode", [0o440, 0o404, 0o644, 0o660, 0o420, 0o402, 0o410, 0o401])
def test_one_that_others_can_touch_is_refused_with_the_remedy(mode, place):
    keyring.open_keyring(*place)
    place[0].chmod(mode)

    with pytest.raises(BadKeyring, match="chmod 400"):
        keyring.open_keyring(*place)


@pytest.mark.parametrize("name", ["keyring.json", "deep/keyring.json", "../data/keyring.json"])
def test_one_inside_the_data_folder_is_refused(name, place):
    with pytest.raises(BadKeyring, match="inside DATA_DIR"):
        keyring.open_keyring(place[1] / name, place[1])


def test_one_inside_the_program_is_refused(place):
    path = ROOT / "keyring-of-a-test.json"

    with pytest.raises(BadKeyring, match="the program’s own folder"):
        keyring.open_keyring(path, place[1])
    assert not path.exists()


def test_a_link_into_the_data_folder_is_seen_through(place, tmp_path):
    keyring.open_keyring(*place)
    inside = place[1] / "keyring.json"
    place[0].rename(inside)
    link = tmp_path / "link.json"
    link.symlink_to(inside)

    with pytest.raises(BadKeyring, match="inside DATA_DIR"):
        keyring.open_keyring(link, place[1])


KEY = "A" * 43 + "="


@pytest.mark.parametrize(
    "content",
    [
        "", "garbage", "[]", "null", "1", '"x"', "{}",
        json.dumps({"current": "2026q4", "app": KEY}),
        json.dumps({"current": "2026q4", "app": KEY, "epochs": {}}),
        json.dumps({"current": "2026q4", "app": KEY, "epochs": []}),
        json.dumps({"current": "2026q4", "app": KEY[:-4], "epochs": {"2026q4": KEY}}),
        json.dumps({"current": "2026q4", "app": "?" + KEY, "epochs": {"2026q4": KEY}}),
        json.dumps({"current": "2027q1", "app": KEY, "epochs": {"2026q4": KEY}}),
        json.dumps({"current": "2026q4", "app": 7, "epochs": {"2026q4": KEY}}),
        json.dumps({"current": [], "app": KEY, "epochs": {"2026q4": KEY}}),
    ],
)  # fmt: skip
def test_what_is_none_is_refused_and_left_alone(content, place):
    written(place, content)

    with pytest.raises(BadKeyring, match="is not a keyring"):
        keyring.open_keyring(*place)
    assert place[0].read_text() == content


def test_bytes_that_are_no_text_are_refused(place):
    written(place, "")
    place[0].chmod(0o600)
    place[0].write_bytes(b"\xff\xfe\x00")

    with pytest.raises(BadKeyring):
        keyring.open_keyring(*place)


def test_another_databases_key_is_refused(house):
    other = replace(house.ring, app=keys.random_bytes(32))

    with pytest.raises(BadKeyring, match="not the one this database was made with"):
        check_keys(house.database, other)
    check_keys(house.database, house.ring)


def test_a_new_quarters_key_is_noted_and_an_old_one_held_to(house):
    later = replace(house.ring, epochs=house.ring.epochs | {"2099q1": keys.random_bytes(32)})
    check_keys(house.database, later)
    wrong = replace(later, epochs=later.epochs | {"2099q1": keys.random_bytes(32)})

    with pytest.raises(BadKeyring, match="2099q1"):
        check_keys(house.database, wrong)


def test_keys_for_different_purposes_have_nothing_in_common(place):
    ring = keyring.open_keyring(*place)
    derived = {ring.derive("a"), ring.derive("b"), ring.derive("a", ring.current), ring.app}

    assert len(derived) == 4
    with pytest.raises(KeyError):
        ring.derive("a", "1999q1")


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_an_id_comes_back_from_its_address(number):
    text = keys.base32(number)

    assert 1 <= len(text) <= 13
    assert keys.from_base32(text) == keys.from_base32(text.upper()) == number


@given(st.text(max_size=20))
def test_what_is_no_id_is_nothing(text):
    number = keys.from_base32(text)

    assert 0 <= number < 2**63
    assert not number or keys.base32(number) == text.lower().lstrip("0")


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_what_was_sealed_opens_again(words, about):
    seal = Seal(b"k" * 32)

    assert seal.open(seal.close(words, about), about) == words
    assert seal.close(words, about) != seal.close(words, about)


@given(st.data())
def test_a_seal_breaks_when_anything_was_changed(data):
    seal = Seal(b"k" * 32)
    sealed = seal.close(b"whose it is", b"row 7")
    at = data.draw(st.integers(0, len(sealed) - 1))
    bit = data.draw(st.integers(0, 7))
    changed = sealed[:at] + bytes([sealed[at] ^ 1 << bit]) + sealed[at + 1 :]

    for broken in (changed, sealed[:at], b""):
        with pytest.raises(Broken):
            seal.open(broken, b"row 7")
    with pytest.raises(Broken):
        seal.open(sealed, b"row 8")
    with pytest.raises(Broken):
        Seal(b"l" * 32).open(sealed, b"row 7")


@given(st.data())
def test_a_stamp_breaks_when_anything_was_changed(data):
    stamp = Stamp(b"k" * 32)
    stamped = stamp.press("a token")
    at = data.draw(st.integers(0, len(stamped) - 1))
    other = data.draw(st.one_of(st.characters(), st.sampled_from("+/=-_AB")))
    assume(other != stamped[at])

    assert stamp.read(stamped, seconds=60)[0] == "a token"
    for changed in (stamped[:at] + other + stamped[at + 1 :], f"{stamped}!", f"{stamped}="):
        with pytest.raises(Broken):
            stamp.read(changed, seconds=60)
    with pytest.raises(Broken):
        Stamp(b"l" * 32).read(stamped, seconds=60)


@given(st.text(max_size=60))
def test_no_text_is_a_stamp_by_chance(text):
    with pytest.raises(Broken):
        Stamp(b"k" * 32).read(text, seconds=60)
