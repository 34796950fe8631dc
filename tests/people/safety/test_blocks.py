"""Blocks as the server may know them: asked of two members, found by nobody who reads the table."""

import pytest
from sqlalchemy import select

from app.core import events
from app.core.errors import NotAllowed
from app.people import blocking
from app.people.safety import blocks
from app.people.safety.events import ContactEnded
from app.people.safety.models import Block, ShieldRow
from tests import dump


@pytest.fixture
def deeds(make, house):
    """Block and unblock, each in a transaction of its own."""

    class Deeds:
        def block(self, by, whom):
            with make._as(by) as (session, viewer):
                blocking.block(session, house.ring, viewer, whom.id)

        def unblock(self, by, whom):
            with make._as(by) as (session, viewer):
                blocking.unblock(session, house.ring, viewer, whom.id)

    return Deeds()


def test_a_block_has_a_direction(session, house, deeds, amina, bea, grace):
    deeds.block(amina, bea)

    assert blocks.is_blocked(session, house.ring, amina.id, bea.id)
    assert not blocks.is_blocked(session, house.ring, bea.id, amina.id)
    assert not blocks.is_blocked(session, house.ring, amina.id, grace.id)


def test_whether_either_has_blocked_the_other_is_one_question(
    session, house, deeds, amina, bea, grace
):
    deeds.block(amina, bea)

    assert blocks.between(session, house.ring, amina.id, bea.id)
    assert blocks.between(session, house.ring, bea.id, amina.id)
    assert not blocks.between(session, house.ring, bea.id, grace.id)


def test_of_many_those_are_found_who_have_blocked_one(session, make, house, deeds, bea):
    others = [make.member(f"Member{n}") for n in range(20)]
    for other in others[::3]:
        deeds.block(other, bea)

    found = blocks.blockers(session, house.ring, [other.id for other in others], bea.id)

    assert found == {other.id for other in others[::3]}


def test_blocking_twice_is_one_block_and_unblocking_ends_it(session, house, deeds, amina, bea):
    deeds.block(amina, bea)
    deeds.block(amina, bea)
    assert len(session.scalars(select(Block.pair)).all()) == 1

    deeds.unblock(amina, bea)

    assert not blocks.between(session, house.ring, amina.id, bea.id)
    assert session.scalars(select(Block.pair)).all() == []


def test_nobody_blocks_herself(session, deeds, amina):
    with pytest.raises(NotAllowed):
        deeds.block(amina, amina)

    assert session.scalars(select(ShieldRow.owner)).all() == []


def test_a_copy_says_neither_who_nor_whom(session, deeds, amina, bea):
    deeds.block(amina, bea)

    copied = dump.of(session)
    rows = copied["blocks"] + copied["shields"]
    held = b"".join(value for row in rows for value in row)
    for member in (amina, bea):
        assert member.id.bytes not in held
        assert member.id.hex.encode() not in held


def test_those_who_hear_of_it_do_not_learn_who_wanted_it(deeds, monkeypatch, amina, bea):
    heard = []
    monkeypatch.setattr(events, "_listeners", [(ContactEnded, lambda _s, e: heard.append(e))])

    deeds.block(amina, bea)
    deeds.block(bea, amina)

    assert heard == [ContactEnded(between=frozenset({amina.id, bea.id}))] * 2
