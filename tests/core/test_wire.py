"""From process to process: all hear it, nobody else can, and a break is noticed."""

import threading
import time

import pytest

from app.core.keys import Keyring
from app.core.shared import Shared
from app.core.wire import DOUBT, Wire
from app.people.anonymity.bundles import Bundle, Shelf
from tests import redis

RING = Keyring("2026q4", bytes(32), {"2026q4": bytes(32)})
OTHER_RING = Keyring("2026q4", b"x" * 32, {"2026q4": bytes(32)})
OWNER = bytes(range(16))


@pytest.fixture
def server(tmp_path):
    with redis.server(tmp_path) as running:
        yield running


class Process:
    """One end of the wire, with what it has heard."""

    def __init__(self, server, ring=RING):
        self.wire, self.heard = Wire(Shared(server.url, ring)), []
        self._came = threading.Condition()
        self.wire.on("words", lambda words: self._hear(words.decode()))
        self.wire.on("kept", lambda words: self._hear(words.decode()), also_before=True)
        self.wire.on(DOUBT, lambda _: self._hear(DOUBT))

    def _hear(self, words):
        with self._came:
            self.heard.append(words)
            self._came.notify_all()

    def hears(self, words, seconds=5):
        with self._came:
            return self._came.wait_for(lambda: words in self.heard, seconds)


@pytest.fixture
def begun(server):
    made = []

    def begin(ring=RING, *, listens=True):
        process = Process(server, ring)
        made.append(process)
        if listens:
            process.wire.start()
            # Until it waits for more.
            time.sleep(0.3)
        return process

    yield begin
    for process in made:
        process.wire.stop()


def test_what_one_says_all_others_hear_and_it_does_not_hear_itself(begun):
    one, other, third = begun(), begun(), begun()

    one.wire.send("words", b"a thread")

    assert other.hears("a thread")
    assert third.hears("a thread")
    assert not one.hears("a thread", 0.3)


def test_a_process_that_begins_tells_the_others_to_look(begun):
    one = begun()
    assert not one.hears(DOUBT, 0.3)

    begun()

    assert one.hears(DOUBT)


def test_who_has_another_key_hears_nothing_and_is_not_heard(begun, server):
    one, stranger = begun(), begun(OTHER_RING)
    with server.client() as client:
        [name] = [n for n in client.keys("*") if n == one.wire._key]
        client.xadd(name, {"m": b"noise"})
        client.xadd(name, {"other": b"noise"})
    stranger.wire._key = one.wire._key

    stranger.wire.send("words", b"a lie")
    one.wire.send("words", b"the truth")

    assert not one.hears("a lie", 0.3)
    assert not stranger.hears("the truth", 0.3)


def test_who_begins_later_hears_what_is_kept_and_nothing_else(begun):
    one = begun()
    one.wire.send("words", b"a thread")
    one.wire.send("kept", b"read")
    time.sleep(0.3)

    later = begun()

    assert later.hears("read")
    assert "a thread" not in later.heard


def test_when_redis_is_back_all_are_told_to_look_and_it_goes_on(begun, server):
    one, other = begun(), begun()
    one.heard.clear()
    server.stop()
    one.wire.send("words", b"lost")
    time.sleep(0.5)
    server.start()

    assert other.hears(DOUBT)
    time.sleep(1.5)
    one.wire.send("words", b"a thread")
    assert other.hears("a thread")
    assert "lost" not in other.heard


def test_a_command_says_what_it_has_to_say_before_it_ends(begun):
    one, command = begun(), begun(listens=False)

    command.wire.send("words", b"a thread")
    command.wire.stop()

    assert one.hears("a thread")


def test_what_is_old_goes(begun, server):
    one = begun()
    with server.client() as client:
        client.delete(one.wire._key)
        client.xadd(one.wire._key, {"m": b"old"}, id="1-1")
    one.wire._tidy_at = 0.0
    one.wire.send("words", b"new")
    time.sleep(0.5)

    with server.client() as client:
        assert client.xrange(one.wire._key, count=1)[0][0] != b"1-1"
        assert 0 < client.ttl(one.wire._key) <= 7200


def test_without_redis_nothing_waits(tmp_path):
    wire = Wire(Shared(f"unix://{tmp_path / 'nothing'}", RING))

    began = time.monotonic()
    for _ in range(20_000):
        wire.send("words", b"a thread")
    took = time.monotonic() - began
    wire._enough.set()

    assert took < 2
    assert wire._owes_doubt


# What was read


def shelf(process):
    return Shelf(RING, process.wire)


def test_what_was_read_is_known_to_a_process_that_begins_later(begun, house):
    one = begun()
    shelf(one).change(OWNER, Bundle(), lambda held: held.mark(7, 3))
    time.sleep(0.3)
    later = begun(listens=False)
    hers = shelf(later)
    later.wire.start()
    time.sleep(0.5)

    with house.database.reading() as session:
        assert hers.take(session, [OWNER])[OWNER].marks == {7: 3}


def test_what_another_has_read_is_written_although_it_was_killed(begun, house):
    one, other = begun(listens=False), begun(listens=False)
    theirs, ours = shelf(one), shelf(other)
    other.wire.start()
    time.sleep(0.3)
    theirs.change(OWNER, Bundle(), lambda held: held.mark(7, 3))
    time.sleep(0.5)

    lifted = ours.lift()
    with house.database.changing() as session:
        ours.write(session, lifted)

    with house.database.reading() as session:
        assert Shelf(RING).take(session, [OWNER])[OWNER].marks == {7: 3}


def test_what_could_not_be_written_is_not_taken_for_all_there_is(begun, house):
    other = begun(listens=False)
    ours = shelf(other)
    before = Shelf(RING)
    before.change(OWNER, Bundle(), lambda held: held.mark(5, 1))
    with house.database.changing() as session:
        before.write(session, before.lift())
    ours._learn(OWNER.hex().encode() + Bundle(marks={7: 3}).packed())

    ours.put_back(ours.lift())

    with house.database.reading() as session:
        assert ours.take(session, [OWNER])[OWNER].marks == {5: 1, 7: 3}
