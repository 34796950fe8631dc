"""What members have read survives a failed write, and two processes that write it at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.people.anonymity.bundles import Bundle, Shelf
from app.people.house import House

OWNERS = [bytes([n]) * 16 for n in range(12)]


def saw(house: House, owner: bytes, thread_id: int) -> None:
    house.shelf.change(owner, Bundle(), lambda held: held.mark(thread_id, 1))


def marks(house: House, owner: bytes) -> set[int]:
    """As a process knows them that has just been started."""
    with house.database.reading() as session:
        return set(Shelf(house.ring).take(session, [owner])[owner].marks)


def test_two_processes_that_write_at_once_lose_nothing(house):
    other = replace(house, shelf=Shelf(house.ring))
    ready = threading.Barrier(2)

    def flush(of: House) -> None:
        ready.wait(10)
        of.flush()

    with ThreadPoolExecutor(2) as pool:
        for turn in range(1, 11):
            for owner in OWNERS:
                saw(house, owner, turn)
                saw(other, owner, 100 + turn)
            list(pool.map(flush, [house, other]))

    wanted = {*range(1, 11), *range(101, 111)}
    assert all(marks(house, owner) == wanted for owner in OWNERS)


def test_what_could_not_be_written_is_written_the_next_time(house):
    saw(house, OWNERS[0], 7)
    saw(house, OWNERS[1], 7)

    def fail(*_):
        raise OperationalError("COMMIT", {}, Exception("the disk is full"))

    event.listen(Session, "before_commit", fail)
    try:
        with pytest.raises(OperationalError):
            house.flush()
    finally:
        event.remove(Session, "before_commit", fail)
    # Of two of whom one has gone on reading meanwhile.
    saw(house, OWNERS[0], 8)
    house.flush()

    assert marks(house, OWNERS[0]) == {7, 8}
    assert marks(house, OWNERS[1]) == {7}


def test_what_is_read_while_it_is_written_is_written_the_next_time(house):
    saw(house, OWNERS[0], 7)
    lifted = house.shelf.lift()
    with house.database.changing() as session:
        house.shelf.write(session, lifted)
        saw(house, OWNERS[0], 8)

    house.flush()

    assert marks(house, OWNERS[0]) == {7, 8}
