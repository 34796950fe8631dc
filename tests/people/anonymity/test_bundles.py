"""Bundles: sealed for all at once, so that neither a copy nor watching tells who has read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.anonymity.bundles import MOST_MARKS, STEP, Bundle, Shelf
from app.web.kit.addresses import url
from tests import dump

NONCE_AND_TAG = 12 + 16


@pytest.fixture
def thread(make, circle, amina, bea, grace):
    return make.thread(circle, bea, replies=[(bea, "Two."), (grace, "Three.")])


@pytest.fixture
def three_rows(web, house, session, circle, thread, amina, bea, grace):
    """Bundles of three members, flushed."""
    for who in (amina, bea, grace):
        web.as_(who).get(url("circle", circle=circle.slug))
    house.flush()
    return bundles(session)


def bundles(session):
    return dict(dump.of(session)["read_bundles"])


def test_reading_changes_no_row_until_the_flush(web, session, three_rows, thread, amina):
    web.as_(amina).get(url("thread", thread_id=thread.id))

    assert bundles(session) == three_rows


def test_a_flush_changes_every_row_whoever_has_read(web, house, session, three_rows, thread, amina):
    web.as_(amina).get(url("thread", thread_id=thread.id))

    house.flush()

    after = bundles(session)
    assert after.keys() == three_rows.keys()
    assert all(after[owner] != three_rows[owner] for owner in after)
    assert {len(sealed) for sealed in after.values()} == {STEP + NONCE_AND_TAG}


def test_a_flush_of_nothing_changes_every_row_too(house, session, three_rows):
    assert house.flush() == 3

    after = bundles(session)
    assert all(after[owner] != three_rows[owner] for owner in after)


def test_a_new_process_seals_all_rows_it_never_touched(house, session, three_rows):
    assert replace(house, shelf=Shelf(house.ring)).flush() == 3

    after = bundles(session)
    assert after.keys() == three_rows.keys()
    assert not set(after.values()) & set(three_rows.values())


def test_no_nonce_is_used_twice(house, session, three_rows):
    nonces = [sealed[:12] for sealed in three_rows.values()]
    for _ in range(5):
        house.flush()
        nonces += [sealed[:12] for sealed in bundles(session).values()]

    assert len(nonces) == len(set(nonces)) == 18


def test_each_circle_has_another_owner(web, house, session, make, amina, circle):
    other = make.circle("Open room", visibility="public")
    web.as_(amina)
    for room in (circle, other):
        web.get(url("circle", circle=room.slug))

    house.flush()

    owners = list(bundles(session))
    assert len(set(owners)) == 2
    assert all(len(owner) == 16 and owner != amina.id.bytes for owner in owners)


def test_a_row_moved_to_another_owner_opens_for_nobody(house, session, three_rows):
    from sqlalchemy import update

    from app.people.anonymity.models import ReadBundle

    one, other, _ = three_rows
    session.execute(update(ReadBundle).filter_by(owner=one).values(sealed=three_rows[other]))
    session.commit()

    with house.database.reading() as reading:
        taken = Shelf(house.ring).take(reading, [one])

    assert taken[one] == Bundle()


MARKS = st.dictionaries(st.integers(1, 2**63 - 1), st.integers(1, 10**6), max_size=60)
BUNDLES = st.builds(
    Bundle, start=st.integers(0, 10**9), seen=st.integers(0, 10**9), marks=MARKS, follows=MARKS
)


@given(BUNDLES)
def test_it_comes_back_as_it_was_packed_in_whole_steps(bundle):
    packed = bundle.packed()

    assert Bundle.unpacked(packed) == bundle
    assert list(Bundle.unpacked(packed).marks) == list(bundle.marks)
    assert len(packed) % STEP == 0
    assert len(packed) - len(packed.rstrip()) < STEP


@given(BUNDLES)
def test_its_length_tells_nothing_but_the_number_of_threads(bundle):
    threads = bundle.marks | bundle.follows

    assert len(bundle.packed()) == len(Bundle(marks=dict.fromkeys(threads, 1)).packed())


def _merged(*bundles):
    result = Bundle()
    for bundle in bundles:
        result.merge(bundle)
    return result


@given(BUNDLES, BUNDLES, BUNDLES)
def test_merging_takes_the_most_in_whatever_order(a, b, c):
    assert _merged(a, b, c) == _merged(c, a, b) == _merged(a, b, c, a)
    both = _merged(a, b)
    for name in ("start", "seen"):
        assert getattr(both, name) == max(getattr(a, name), getattr(b, name))
    for name in ("marks", "follows"):
        one, other = getattr(a, name), getattr(b, name)
        expected = {k: max(one.get(k, 0), other.get(k, 0)) for k in one | other}
        assert getattr(both, name) == expected


@given(st.lists(st.integers(1, 40)))
def test_a_mark_never_goes_back(seqs):
    bundle = Bundle()
    for seq in seqs:
        bundle.mark(7, seq)

    assert bundle.marks.get(7, 0) == max(seqs, default=0)


def test_the_marks_left_longest_give_way():
    bundle = Bundle()
    for thread_id in range(1, MOST_MARKS + 1):
        bundle.mark(thread_id, 1)
    bundle.mark(1, 2)

    bundle.mark(MOST_MARKS + 1, 1)

    assert len(bundle.marks) == MOST_MARKS
    assert 1 in bundle.marks
    assert 2 not in bundle.marks
