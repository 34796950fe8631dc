"""All bundles are sealed anew portion by portion: nobody waits for the whole table, and a round
that breaks off loses nothing."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from sqlalchemy import event, insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app import chores, wiring
from app.core import turns
from app.people.anonymity.bundle_rows import PORTION
from app.people.anonymity.bundles import Bundle, Shelf
from app.people.anonymity.models import ReadBundle
from app.people.house import House
from tests import dump

MANY = 2 * PORTION + 1


def owner(number: int) -> bytes:
    return number.to_bytes(16, "big")


@pytest.fixture
def rows(house, session):
    """A row for each even number, in each of which one thread has been read."""
    seal = house.ring.seal("bundle/v2")
    packed = Bundle(marks={1: 1}).packed()
    made = [
        {"owner": owner(2 * n), "sealed": seal.close(packed, owner(2 * n))}
        for n in range(1, MANY + 1)
    ]
    session.execute(insert(ReadBundle), made)
    session.commit()
    return {row["owner"]: row["sealed"] for row in made}


def bundles(session):
    return dict(dump.of(session)["read_bundles"])


def saw(house, number):
    house.shelf.change(owner(number), Bundle(), lambda held: held.mark(7, 1))


def marks(house, number):
    """As a process knows them that has just been started."""
    with house.database.reading() as session:
        taken = Shelf(house.ring).take(session, [owner(number)])
    return set(taken[owner(number)].marks)


@contextmanager
def once(name, number, deed):
    """Do it when a session says this for the time of this number."""
    left = [number]

    def count(_session):
        left[0] -= 1
        if not left[0]:
            deed()

    event.listen(Session, name, count)
    yield
    event.remove(Session, name, count)


def test_every_row_of_many_portions_is_sealed_anew(house, session, rows):
    assert house.flush() == MANY

    after = bundles(session)
    assert after.keys() == rows.keys()
    assert not set(after.values()) & set(rows.values())


@pytest.mark.parametrize(("took", "rests"), [(1, 3600), (36, 3600), (120, 12_000)])
def test_the_longer_a_round_takes_the_longer_it_rests(house, monkeypatch, took, rests):
    now = [5000.0]
    watch = SimpleNamespace(monotonic=lambda: now[0], sleep=lambda _: None)
    monkeypatch.setattr(chores, "time", watch)
    monkeypatch.setattr(turns, "time", watch)
    rounds = []

    def flush(_house):
        rounds.append(now[0])
        now[0] += took

    monkeypatch.setattr(House, "flush", flush)
    worker = chores.Chores(house, mail=False)

    while len(rounds) < 2 and now[0] < 5000 + 3 * rests:
        now[0] += 60
        worker._round()

    assert rounds[1] - rounds[0] - took == pytest.approx(rests, abs=took + 60)


# Before all others, at the seam of two portions and after all others.
NEW = (1, 2 * PORTION - 1, 2 * PORTION + 1, 2 * MANY + 1)


def test_new_rows_come_in_wherever_they_belong(house, session, rows):
    for number in NEW:
        saw(house, number)

    assert house.flush() == MANY + len(NEW)

    assert bundles(session).keys() == {*rows, *map(owner, NEW)}
    assert [marks(house, number) for number in NEW] == [{7}] * len(NEW)


def test_a_table_is_filled_portion_by_portion(house, session):
    for number in range(1, MANY + 1):
        saw(house, number)

    assert house.flush() == MANY

    assert bundles(session).keys() == {owner(n) for n in range(1, MANY + 1)}
    assert marks(house, MANY) == {7}


def test_of_the_forgotten_nothing_is_left_in_any_portion(house, rows):
    forgotten = (2, 2 * PORTION, 2 * MANY)

    house.flush({owner(number) for number in forgotten})

    assert [marks(house, number) for number in forgotten] == [set()] * 3
    assert marks(house, 4) == {1}


def test_a_round_that_breaks_off_is_made_up_for_by_the_next(house, session, rows):
    saw(house, 2)
    saw(house, 2 * MANY)

    def fail():
        raise OperationalError("COMMIT", {}, Exception("the disk is full"))

    with once("before_commit", 2, fail), pytest.raises(OperationalError):
        house.flush()
    assert marks(house, 2) == {1, 7}
    assert marks(house, 2 * MANY) == {1}

    house.flush()

    assert marks(house, 2) == marks(house, 2 * MANY) == {1, 7}
    assert not set(bundles(session).values()) & set(rows.values())


def test_between_two_portions_another_process_seals_them_all(house, session, rows):
    other = wiring.open_house(house.settings)
    saw(house, 2 * MANY)
    saw(other, 2 * MANY)
    saw(other, 2 * MANY + 2)
    sealed = []

    def look_and_seal():
        after = bundles(session)
        sealed.extend(whose for whose in rows if after[whose] != rows[whose])
        other.flush()

    with once("after_commit", 1, look_and_seal):
        house.flush()
    other.database.close()

    # In the order of their keys, whoever has read.
    assert sealed == [owner(2 * n) for n in range(1, PORTION + 1)]
    assert marks(house, 2 * MANY) == {1, 7}
    assert marks(house, 2 * MANY + 2) == {7}
