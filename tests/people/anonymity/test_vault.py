"""The vault: what is hers without her name is another value for each thing and each purpose."""

import inspect

from hypothesis import given
from hypothesis import strategies as st

from app.core.keys import Keyring
from app.people.anonymity import vault
from app.people.anonymity.vault import Me

RING = Keyring("2026q4", b"a" * 32, {"2026q3": b"b" * 32, "2026q4": b"c" * 32})
SEEDS = st.binary(min_size=32, max_size=32)
IDS = st.integers(1, 2**63 - 1)


def values(me, number):
    return [
        me.bundle(number),
        me.reactor(number, "2026q3"),
        me.reactor(number, "2026q4"),
        me.submit_key(str(number)),
        me.later_key(str(number)),
        me.waiting(number),
        me.asker(number, "2026q3"),
        me.asker(number, "2026q4"),
        me.limit_key(),
    ]


@given(SEEDS, IDS)
def test_each_purpose_has_its_own_value(seed, number):
    found = values(Me(RING, seed), number)

    assert len(set(found)) == len(found)
    assert all(len(value) == 16 for value in found)


@given(SEEDS, IDS, IDS)
def test_each_thing_has_its_own_value(seed, one, other):
    me = Me(RING, seed)

    assert (me.bundle(one) == me.bundle(other)) is (one == other)
    assert (me.reactor(one, "2026q4") == me.reactor(other, "2026q4")) is (one == other)


@given(SEEDS, SEEDS, IDS)
def test_each_member_has_her_own(one, other, number):
    same = set(values(Me(RING, one), number)) & set(values(Me(RING, other), number))

    assert bool(same) is (one == other)


@given(SEEDS, IDS)
def test_another_key_gives_other_values(seed, number):
    other = Keyring("2026q4", b"x" * 32, {"2026q3": b"y" * 32, "2026q4": b"z" * 32})

    assert not set(values(Me(RING, seed), number)) & set(values(Me(other, seed), number))


def test_it_tells_nothing_when_printed():
    shown = repr(Me(RING, b"s" * 32))

    assert "ssss" not in shown
    assert "aaaa" not in shown + repr(RING)


def test_nothing_in_it_takes_a_member():
    names = {
        parameter
        for _, method in inspect.getmembers(Me, inspect.isfunction)
        if not method.__name__.startswith("_")
        for parameter in inspect.signature(method).parameters
    }

    known = {
        "case_id",
        "circle_id",
        "post_id",
        "thread_id",
        "waiting_id",
        "request_id",
        "opportunity_id",
        "resource_id",
        "epoch",
        "nonce",
        "token",
    }
    assert names <= {"self"} | known
    assert "Member" not in inspect.getsource(vault).replace("A member", "").replace("member's", "")
