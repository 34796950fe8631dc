"""Backups: the whole community in one file, from either database into either, and nothing else."""

import base64
import gzip
import json
import stat
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import column, insert, select, table

from app import tables, wiring
from app.commands import backup_deeds, copies, demo, schema
from app.commands.copies import PASSING, BadCopy
from app.community.threads.models import Thread
from app.core import clock, parcels
from app.core.keyring import KeyFile
from app.core.keys import BadKeyring
from app.core.outbox import Mail, put
from app.core.parcels import BadParcel
from app.people import key_life
from app.people.anonymity.bundles import Bundle
from app.people.circles.models import Circle
from app.people.house import check_keys
from app.people.members import sessions, tokens
from app.people.members.models import Member
from app.people.members.tokens import Scope
from app.people.webhooks import contents
from app.people.webhooks.contents import Said
from app.people.webhooks.models import Happening, Webhook, WebhookState
from tests import dump
from tests.conftest import DATABASES, settings_for


@pytest.fixture(scope="module")
def new_url(request, tmp_path_factory):
    def make(kind):
        if kind == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('data')}/own.db"
        cluster = request.getfixturevalue("cluster")
        return cluster.url(cluster.new_database())

    return make


@pytest.fixture(scope="module", params=DATABASES)
def filled(request, new_url, tmp_path_factory):
    """The demo community, with what passes, in a house of its own."""
    place = tmp_path_factory.mktemp("house")
    house = wiring.open_house(settings_for(place, new_url(request.param)))
    schema.upgrade(house.database)
    check_keys(house.database, house.ring)
    demo.load_if_empty(house)
    with house.database.changing() as session:
        member = session.scalars(select(Member)).first()
        sessions.start(session, house.ring, member)
        wanted = ("Mine", frozenset({Scope.READ}), 7)
        tokens.make(session, house.ring, member, wanted, strong=False)
        hook = Webhook(sealed=b"")
        contents.write(house.ring, hook, Said("The chat", "https://example.org/", "", ("ping",)))
        session.add(hook)
        session.flush()
        session.add(WebhookState(webhook_id=hook.id))
        session.add(contents.delivery(house.ring, hook.id, Happening.PING, clock.now(), {}))
        put(session, house.ring.seal("outbox/v1"), Mail("a@example.org", "s", "t", "h"))
    yield house
    house.database.close()


@pytest.fixture
def empty(new_url, filled, tmp_path):
    """Another house, with the same keyring, on an empty database of either kind."""

    @contextmanager
    def made(kind, **more):
        changed = settings_for(tmp_path, new_url(kind)).model_dump()
        changed |= {"keyring": filled.settings.keyring} | more
        house = wiring.open_house(type(filled.settings)(**changed))
        yield house
        house.database.close()

    return made


@pytest.fixture
def file(filled, tmp_path):
    return backup_deeds.write(filled, tmp_path / "backups")


def said(path):
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def rows_of(path, name):
    found = {}
    for line in said(path)[1:-1]:
        if isinstance(line, dict):
            found[line["table"]] = rows = []
        else:
            rows.append(line)
    return found[name]


def changed(path, tmp_path, how):
    """The backup with its lines changed."""
    lines = gzip.decompress(path.read_bytes()).splitlines()
    other = tmp_path / "changed.backup"
    other.write_bytes(gzip.compress(b"\n".join(how(lines)) + b"\n"))
    return other


def held(house):
    """All rows, whatever their order."""
    with house.database.reading() as session:
        return {name: set(rows) for name, rows in dump.of(session).items()}


@pytest.mark.parametrize("kind", DATABASES)
def test_it_comes_back_whole_into_either_database(kind, filled, file, empty):
    before = held(filled)
    told = backup_deeds.verify(file)

    with empty(kind) as house:
        counts = backup_deeds.restore(house, file)
        after = held(house)

    assert counts == told
    assert counts["posts"] == len(before["posts"]) > 200
    assert {name: rows for name, rows in after.items() if name not in PASSING} == {
        name: rows for name, rows in before.items() if name not in PASSING
    }
    assert all(before[name] for name in ("sessions", "api_tokens", "outbox", "webhook_states"))
    assert len(after["webhooks"]) == 1
    assert {name for name in PASSING if after[name]} == set()


def test_a_restored_community_goes_on(file, empty, filled):
    with empty("sqlite") as house:
        backup_deeds.restore(house, file)
        key_life.tend(house)
        check_keys(house.database, house.ring)
        again = backup_deeds.write(house, file.parent.with_name("again"))

        assert backup_deeds.verify(again) == backup_deeds.verify(file)


def test_rows_stand_in_the_order_of_their_keys(file):
    keys = {
        one.name: [list(one.columns).index(key) for key in one.primary_key]
        for one in tables.metadata().sorted_tables
    }

    for name in set(keys) - PASSING:
        present = [[row[at] for at in keys[name]] for row in rows_of(file, name)]
        assert present == sorted(present), name
    assert len(rows_of(file, "posts")) > 200


def test_it_is_for_its_owner_and_tells_the_day_alone(file, filled):
    packed = file.read_bytes()

    assert file.name == f"common-thread-{clock.today()}.backup"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    # The head of what gzip wrote: no name, no time.
    assert (packed[3], packed[4:8]) == (0, bytes(4))
    assert said(file)[0] == {
        "common-thread": 1,
        "revision": said(file)[0]["revision"],
        "day": clock.today().isoformat(),
    }


def test_a_second_one_of_the_day_replaces_the_first(filled, file):
    assert backup_deeds.write(filled, file.parent) == file
    assert list(file.parent.iterdir()) == [file]


def test_two_of_them_do_not_tell_who_has_read(filled, file, tmp_path):
    for n in range(3):
        filled.shelf.change(bytes([n] * 16), Bundle(), lambda bundle: bundle.mark(7, 1))
    one = rows_of(backup_deeds.write(filled, tmp_path / "one"), "read_bundles")
    filled.shelf.change(bytes(16), Bundle(), lambda bundle: bundle.mark(8, 1))

    two = rows_of(backup_deeds.write(filled, tmp_path / "two"), "read_bundles")

    assert [owner for owner, _ in one] == [owner for owner, _ in two]
    assert len({sealed for _, sealed in one + two}) == 2 * len(one)


def test_the_keyring_is_never_in_it(filled, file):
    words = gzip.decompress(file.read_bytes()) + file.read_bytes()

    for key in (filled.ring.app, *filled.ring.epochs.values()):
        for shape in (key, key.hex().encode(), base64.b64encode(key), base64.b32encode(key)):
            assert shape not in words


def test_it_is_not_put_beside_the_keyring(filled):
    for folder in (filled.settings.keyring_file.parent, filled.settings.keyring_file.parents[1]):
        with pytest.raises(BadCopy, match="keyring"):
            backup_deeds.write(filled, folder)


def test_none_are_made_where_members_are_told_so(filled, tmp_path):
    house = replace(filled, settings=filled.settings.model_copy(update={"backup_days": 0}))

    with pytest.raises(BadCopy, match="BACKUP_DAYS"):
        backup_deeds.write(house, tmp_path)


def test_those_that_are_too_old_are_removed_and_nothing_else(filled, tmp_path):
    with time_machine.travel(date(2027, 3, 1), tick=False):
        for days in (0, 34, 35, 36, 400):
            day = clock.today() - timedelta(days=days)
            (tmp_path / f"common-thread-{day}.backup").touch()
        others = ["notes.txt", "common-thread-2020-01-01.backup.old", "x2020-01-01.backup"]
        for name in others:
            (tmp_path / name).touch()

        gone = backup_deeds.remove_old(filled, tmp_path)

    assert len(gone) == 2
    days = [f"common-thread-{day}.backup" for day in ("2027-03-01", "2027-01-26", "2027-01-25")]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*days, *others])


def test_one_closed_for_a_key_opens_with_it_alone(filled, empty, tmp_path):
    public = parcels.public_key(parcels.make_pair(tmp_path / "pair"))
    key = parcels.private_key(tmp_path / "pair")
    file = backup_deeds.write(filled, tmp_path / "closed", public)

    assert b"\x1f\x8b\x08" not in file.read_bytes()[:64]
    with pytest.raises(BadCopy, match="--with-key"):
        backup_deeds.verify(file)
    with pytest.raises(BadParcel):
        backup_deeds.verify(file, parcels.X25519PrivateKey.generate())
    assert backup_deeds.verify(file, key)["posts"] > 200
    with empty("sqlite") as house:
        assert backup_deeds.restore(house, file, key) == backup_deeds.verify(file, key)


def first_row(lines):
    return next(n for n, line in enumerate(lines) if line.startswith(b"["))


def twice(lines):
    first = first_row(lines)
    return [*lines[:first], lines[first], *lines[first:]]


def without_one(lines):
    first = first_row(lines)
    return [*lines[:first], *lines[first + 1 :]]


BREAKS = {
    "the end is missing": lambda lines: lines[:-1],
    "a row is missing": without_one,
    "a row stands twice": twice,
    "something follows": lambda lines: [*lines, lines[4]],
    "a word was changed": lambda lines: [line.replace(b"the", b"teh") for line in lines],
    "another head": lambda lines: [lines[0].replace(b"common-thread", b"x"), *lines[1:]],
    "nothing": lambda _lines: [],
    "no JSON": lambda lines: [*lines[:5], b"{", *lines[5:]],
    "a row too short": lambda lines: [*lines[:5], b"[1]", *lines[5:]],
    "a table that is none": lambda lines: [
        line.replace(b'"table": "posts"', b'"table": "pasts"') for line in lines
    ],
    "a column that is none": lambda lines: [line.replace(b'"seq"', b'"sec"') for line in lines],
    "from the future": lambda lines: [
        lines[0].replace(b'"revision": "', b'"revision": "9'),
        *lines[1:],
    ],
}


@pytest.mark.parametrize("harm", BREAKS)
def test_what_is_not_as_it_was_written_is_refused_and_nothing_is_taken_in(
    harm, file, empty, tmp_path
):
    broken = changed(file, tmp_path, BREAKS[harm])

    with empty("sqlite") as house:
        with pytest.raises(BadCopy):
            backup_deeds.restore(house, broken)
        # So that the right one can follow.
        assert backup_deeds.restore(house, file)


def test_a_file_cut_off_is_refused(file, tmp_path):
    for length in (0, 5, 100, file.stat().st_size // 2, file.stat().st_size - 1):
        part = tmp_path / "part.backup"
        part.write_bytes(file.read_bytes()[:length])
        with pytest.raises(BadCopy):
            backup_deeds.verify(part)


def test_a_database_with_anybody_in_it_is_not_filled(file, filled):
    before = held(filled)

    with pytest.raises(BadCopy, match="not empty"):
        backup_deeds.restore(filled, file)
    assert held(filled) == before


def test_one_from_before_an_upgrade_is_brought_up_to_date(empty, tmp_path):
    with empty("sqlite") as older:
        schema.upgrade(older.database, "0001")
        with older.database.engine.begin() as connection:
            values = dict.fromkeys(("slug", "name", "summary", "about", "guidelines"), "old")
            values |= {"id": 7, "visibility": "public", "anonymity": "allowed"}
            values |= {"bump": 0, "members": 0}
            connection.execute(insert(table("circles", *map(column, values))), values)
        file = backup_deeds.write(older, tmp_path / "old")
    with empty("sqlite") as house:
        backup_deeds.restore(house, file)
        with house.database.reading() as session:
            assert [(c.name, c.crowd) for c in session.scalars(select(Circle))] == [("old", 0)]


def test_without_its_keyring_it_is_refused_unless_that_is_lost(file, empty, tmp_path, filled):
    with empty("sqlite", keyring=tmp_path / "another" / "keyring.json") as house:
        with pytest.raises(BadKeyring, match=r"not the one this database was made.*\n.*--new-keys"):
            backup_deeds.restore(house, file)
        counts = backup_deeds.restore(house, file, new_keys=True)
        check_keys(house.database, house.ring)
        with house.database.reading() as session:
            epochs = set(session.scalars(select(Thread.key_epoch)))

    assert counts == backup_deeds.verify(file)
    assert epochs == {house.ring.current}


def test_an_older_copy_of_the_keyring_is_refused(filled, empty, tmp_path):
    older = tmp_path / "older.json"
    older.write_bytes(filled.settings.keyring_file.read_bytes())
    older.chmod(0o400)
    key_life.begin(filled, by_hand=True)
    file = backup_deeds.write(filled, tmp_path / "backups")

    with empty("sqlite", keyring=older) as house:
        with pytest.raises(BadKeyring, match="lost the key"):
            backup_deeds.restore(house, file)
        newer = KeyFile(filled.settings.keyring_file, house.settings.data_dir)
        assert backup_deeds.restore(replace(house, key_file=newer), file)


def test_it_sees_one_moment_while_members_write(filled, tmp_path, monkeypatch):
    """What comes while it is written is in the next one, whole."""
    rows, came = copies._rows, []

    def slow(connection, head, order=""):
        if head.table == "members":
            with filled.database.changing() as session:
                circle = session.scalars(select(Thread)).first()
                circle.title = f"Changed meanwhile {len(came)}"
                came.append(circle.title)
        yield from rows(connection, head, order)

    monkeypatch.setattr(copies, "_rows", slow)
    file = backup_deeds.write(filled, tmp_path)

    assert came
    assert came[0] not in gzip.decompress(file.read_bytes()).decode()
