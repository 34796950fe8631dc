"""The log: one entry after the other, covered by the next, refused to change, and no one's id."""

import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from app.chores import sweep
from app.core import clock, events
from app.core.events import StaffActed
from app.oversight.audit import chain, checking
from app.oversight.audit.models import Entry, Head
from app.web.kit.addresses import url
from tests import dump
from tests.unguarded import unguarded

AT_ONCE = 8
EACH = 5


def deed(actor, verb="pin", kind="thread", subject="abc"):
    return StaffActed(actor_id=actor.id, verb=verb, subject_kind=kind, subject_id=subject)


def act(house, actor, *verbs, **more):
    for verb in verbs:
        with house.database.changing() as session:
            events.publish(session, deed(actor, verb, **more))


def check(house, **more):
    return checking.check(house.database, house.ring, **more)


def many(house, upto):
    """The log filled up, faster than by deeds."""
    ring = house.ring
    with house.database.changing() as session:
        chain.begin(session, ring)
        n = session.scalars(select(Head.n)).one()
        last = session.scalar(select(Entry.hash).where(Entry.n == n)) or chain.START
        for number in range(n + 1, upto + 1):
            entry = Entry(n=number, actor=b"a" * 16, verb="", subject_kind="", subject_id="")
            entry.hash = last = chain.link(ring, last, entry)
            session.add(entry)
        session.execute(update(Head).values(n=upto, seal=chain.seal(ring, upto, 0, last)))


@pytest.fixture
def filled(house, mona, olga):
    """Six deeds of two."""
    act(house, mona, "pin", "lock", "hide")
    act(house, olga, "unpin", "unlock", "restore")
    return house


@pytest.fixture
def tamper(house):
    """Do with the log what only who owns the database can."""

    def do(*statements):
        with house.database.changing() as session, unguarded(session):
            for one in statements:
                session.execute(one, execution_options={"synchronize_session": False})

    return do


def test_entries_count_from_one_and_name_nobody(filled, session, mona):
    entries = session.scalars(select(Entry).order_by(Entry.n)).all()
    written = repr(dump.of(session)["audit_entries"])

    assert [entry.n for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert len({entry.hash for entry in entries}) == 6
    assert len({entry.actor for entry in entries}) == 2
    assert mona.id.hex not in written
    assert repr(mona.id.bytes) not in written
    assert check(filled).entries == 6
    assert not check(filled).broken


def test_a_member_who_is_acted_upon_is_not_named_either(house, session, mona, amina):
    act(house, mona, "hide", kind="profile", subject=amina.id.hex)

    [entry] = session.scalars(select(Entry))
    assert entry.subject_id == chain.name(house.ring, amina.id).hex()


def test_many_at_once_follow_one_another_without_a_gap(house, session, mona, circle, make):
    start = threading.Barrier(AT_ONCE)

    def work(_number):
        start.wait()
        act(house, mona, *["pin"] * EACH)

    with ThreadPoolExecutor(AT_ONCE) as workers:
        list(workers.map(work, range(AT_ONCE)))

    numbers = session.scalars(select(Entry.n).order_by(Entry.n)).all()
    assert numbers == list(range(1, AT_ONCE * EACH + 1))
    assert check(house).entries == AT_ONCE * EACH
    assert not check(house).broken


def test_a_deed_that_is_not_kept_leaves_no_gap(filled, mona):
    def fail(session):
        events.publish(session, deed(mona))
        events.deliver(session)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), filled.database.changing() as session:
        fail(session)

    act(filled, mona, "lock")

    assert check(filled).entries == 7
    assert not check(filled).broken


@pytest.mark.parametrize(
    "statement",
    [
        update(Entry).where(Entry.n == 2).values(verb="kind"),
        update(Entry).where(Entry.n == 2).values(hash=b"x" * 32),
        update(Entry).values(n=Entry.n + 10),
        delete(Entry).where(Entry.n == 6),
        delete(Entry),
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(filled, session, statement):
    before = dump.of(session)["audit_entries"]

    with pytest.raises(IntegrityError), filled.database.changing() as changing:
        changing.execute(statement, execution_options={"synchronize_session": False})

    assert dump.of(session)["audit_entries"] == before


def test_no_side_door_of_a_database_is_open(filled, session):
    columns = "n, actor, verb, subject_kind, subject_id, reason, day, hash"
    again = columns.replace("verb", "'kind'", 1)
    way = (
        f"INSERT OR REPLACE INTO audit_entries ({columns}) SELECT {again} FROM audit_entries"
        if filled.database.is_sqlite
        else "TRUNCATE audit_entries"
    )
    before = dump.of(session)["audit_entries"]
    session.rollback()

    with pytest.raises(IntegrityError), filled.database.changing() as changing:
        changing.execute(text(way))

    assert dump.of(session)["audit_entries"] == before


@dataclass
class Crime:
    """What was done to the log, where it shows, and what is said of it."""

    deeds: list
    at: int
    said: str


def at(n):
    return update(Entry).where(Entry.n == n)


SWAPPED = [at(2).values(n=20), at(3).values(n=2), at(20).values(n=3)]
CRIMES = {
    "a verb changed": Crime([at(3).values(verb="keep")], 3, "not as it was written"),
    "another actor": Crime([at(1).values(actor=b"a" * 16)], 1, "not as it was written"),
    "another day": Crime([at(6).values(day=clock.today() - timedelta(9))], 6, "not as it was"),
    "words moved between fields": Crime(
        [at(4).values(verb="unp", subject_kind="inthread")], 4, "not as it was written"
    ),
    "a hash changed": Crime([at(5).values(hash=b"h" * 32)], 5, "not as it was written"),
    "a hash emptied": Crime([at(2).values(hash=b"")], 2, "not as it was written"),
    "one taken out": Crime([delete(Entry).where(Entry.n == 4)], 4, "is missing"),
    "the first taken out": Crime([delete(Entry).where(Entry.n == 1)], 1, "is missing"),
    "taken out and counted anew": Crime(
        [delete(Entry).where(Entry.n == 4), at(5).values(n=4), at(6).values(n=5)], 4, "not as"
    ),
    "two exchanged": Crime(SWAPPED, 2, "not as it was written"),
    "the end cut": Crime([delete(Entry).where(Entry.n > 4)], 5, "the log was cut"),
    "all but the head taken": Crime([delete(Entry)], 1, "the log was cut"),
    "the end cut, and the head moved": Crime(
        [delete(Entry).where(Entry.n > 4), update(Head).values(n=4)], 4, "not the one"
    ),
    "the head taken": Crime([delete(Head)], 6, "is gone"),
    "the head said to begin later": Crime([update(Head).values(begins=6)], 6, "not the one"),
    "one slipped in at the end": Crime(
        [
            insert(Entry).values(
                n=7,
                actor=b"a" * 16,
                verb="kind",
                subject_kind="",
                subject_id="",
                day=clock.today(),
                hash=b"h" * 32,
            )
        ],
        7,
        "not as it was written",
    ),
}


@pytest.mark.parametrize("crime", CRIMES.values(), ids=CRIMES)
def test_tampering_is_found_at_its_number(filled, tamper, crime):
    tamper(*crime.deeds)

    found = check(filled)

    assert found.broken == crime.at
    assert crime.said in found.why


# After one slipped in at the end the next entry finds its number taken, and its deed is refused.
@pytest.mark.parametrize("crime", sorted(CRIMES.keys() - {"one slipped in at the end"}))
def test_what_is_written_afterwards_does_not_cover_it_up(filled, tamper, mona, crime):
    crime = CRIMES[crime]
    tamper(*crime.deeds)

    act(filled, mona, "pin", "unpin")

    assert check(filled).broken


def test_another_key_does_not_fit(filled):
    from app.core.keys import Keyring

    stranger = Keyring(filled.ring.current, b"k" * 32, filled.ring.epochs)

    assert checking.check(filled.database, stranger).broken == 1


def test_a_log_put_back_to_an_older_state_is_found_by_a_noted_seal(filled, session, tamper, mona):
    """The one thing that nothing inside of the database can show."""
    older = session.execute(select(Head.__table__)).mappings().one()
    session.rollback()
    act(filled, mona, "suspend")
    noted = check(filled)
    tamper(delete(Entry).where(Entry.n == 7), update(Head).values(**older))

    assert not check(filled).broken
    assert check(filled, noted=(noted.entries, noted.seal)).broken == 7


def test_a_noted_seal_fits_as_long_as_its_entry_stands(filled, mona):
    noted = check(filled)
    act(filled, mona, "pin")

    assert not check(filled, noted=(noted.entries, noted.seal)).broken


def test_with_new_keys_old_entries_are_covered_from_now_on(filled, house, mona, tamper):
    from app.core.keys import Keyring

    fresh = Keyring(house.ring.current, b"k" * 32, house.ring.epochs)
    with house.database.changing() as session:
        chain.begin_anew(session, fresh)
    assert checking.check(house.database, fresh).before == 6
    with house.database.changing() as session:
        chain.append(session, fresh, deed(mona))

    whole = checking.check(house.database, fresh)
    tamper(at(2).values(verb="keep"))

    assert (whole.entries, whole.broken) == (7, 0)
    assert checking.check(house.database, fresh).broken == 7


def test_an_empty_log_is_whole(house):
    assert check(house).entries == 0
    assert not check(house).broken


def test_it_is_walked_once_a_day(filled, session, tamper):
    tamper(at(3).values(verb="keep"))

    sweep(filled)

    head = session.scalars(select(Head)).one()
    assert (head.broken, head.checked) == (3, clock.today())


def test_it_takes_the_same_room_however_long_it_is(house):
    def room():
        tracemalloc.start()
        assert not check(house).broken
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    many(house, 1000)
    room()
    short = room()
    many(house, 4000)

    assert room() < 1.5 * short


def test_who_leaves_leaves_her_entries_as_they_are(web, house, session, make, circle, grace, olga):
    thread = make.thread(circle, grace)
    web.as_(grace).post(url("pin_thread", thread_id=thread.id), on="yes")
    before = dump.of(session)["audit_entries"]
    session.rollback()

    make.leaving(grace)
    sweep(house)

    assert dump.of(session)["audit_entries"] == before
