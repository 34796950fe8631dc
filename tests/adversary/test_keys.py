"""With the key, a copy of the database says who wrote what; without it, or after its end, not.

The first is tested as well: the card beside the switch says so, and a test in which nothing can
be found would prove nothing.
"""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import LargeBinary, delete, select

from app import wiring
from app.commands import key_deeds
from app.community.threads.models import Post
from app.core import epochs, keys
from app.core.keyring import KeyFile
from app.core.keys import BadKeyring
from app.people import key_life
from app.people.anonymity import burning
from app.people.anonymity.bundles import Shelf
from app.people.anonymity.models import KeyCheck, Voice
from app.people.house import check_keys
from app.tables import metadata
from app.web.community.leaf import Leaves
from app.web.kit.addresses import url
from tests.adversary.linking import Copy, StolenKeys, named

CROWD = 30
TRUTH = {("voice/v1", "amina"), ("voice/v1", "bea"), ("reactor/v1", "grace"), ("reactor/v1", "bea")}


@pytest.fixture
def thread(web, make, session, circle, amina, bea, grace):
    """Amina and Bea answer under a pseudonym, Grace and Bea say kind words."""
    circle.crowd = CROWD
    session.commit()
    made = make.thread(circle, grace)
    for member in (amina, bea):
        web.as_(member).post(
            url("reply", thread_id=made.id), body=f"As nobody, {member.id.hex}", anonymous="on"
        )
    hers = session.scalars(select(Post).where(Post.body.contains(amina.id.hex))).one()
    for member in (grace, bea):
        web.as_(member).post(url("react", post_id=hers.id), kind="with-you")
    session.rollback()
    return made


@pytest.fixture
def house(house, running, tmp_path):
    """With a keyring of its own: what a test destroys is nobody else's."""
    settings = house.settings.model_copy(update={"keyring": tmp_path / "keyring.json"})
    key_file = KeyFile(settings.keyring_file, settings.data_dir)
    own = replace(house, settings=settings, key_file=key_file, shelf=Shelf(key_file.ring))
    with own.database.changing() as session:
        session.execute(delete(KeyCheck))
    check_keys(own.database, own.ring)
    running.state.house = own
    yield own
    running.state.house = house


def stolen(house):
    return StolenKeys.of(house.settings.keyring_file.read_text())


def found(session, stolen_keys):
    return named(Copy.of(session), stolen_keys)


def page(web, thread):
    """What she sees, without what is new on every page."""
    shown = web.get(url("thread", thread_id=thread.id))
    assert shown.status_code == 200
    return re.sub(r'name="(csrf_token|form_nonce)" value="[^"]*"', "", shown.text)


def test_the_right_key_names_everybody(session, house, thread):
    who = found(session, stolen(house))

    assert all(len(handles) == 1 for handles in who.values())
    assert {(purpose, *handles) for (purpose, *_), handles in who.items()} == TRUTH


def test_other_keys_name_nobody(session, house, thread):
    names = list(stolen(house).epochs)

    for _ in range(50):
        assert found(session, StolenKeys({name: keys.random_bytes(32) for name in names})) == {}


def test_no_key_names_nobody(session, house, thread):
    assert found(session, StolenKeys({})) == {}


def test_the_application_key_names_nobody(session, house, thread):
    assert found(session, StolenKeys(dict.fromkeys(house.ring.epochs, house.ring.app))) == {}


def test_when_the_key_has_come_to_its_end_nobody_is_named(web, session, house, thread, stella):
    before = Copy.of(session)
    end = epochs.kept_until(house.ring.current) + timedelta(days=1)
    assert len(named(before, stolen(house))) == 4

    with time_machine.travel(end, tick=False):
        key_life.tend(house)

    assert named(before, stolen(house)) == {}
    assert found(session, stolen(house)) == {}


def test_after_burning_even_the_stolen_key_names_nobody(session, house, thread):
    taken, before = stolen(house), Copy.of(session)

    said = list(key_deeds.burn(house, thread.key_epoch, wait=False))

    assert "1 threads" in said[-1]
    assert found(session, taken) == {}
    # An old copy of the database keeps what it says: the command warns of it.
    assert len(named(before, taken)) == 4


def test_burning_leaves_no_blind_value_as_it_was(session, house, thread):
    def blind():
        rows = [session.scalars(select(column)).all() for column in burning.blind_columns()]
        session.rollback()
        return {bytes(value) for values in rows for value in values if value}

    before = blind()
    list(key_deeds.burn(house, thread.key_epoch, wait=False))

    assert len(before) == len(blind()) == 7
    assert not before & blind()


def test_burning_changes_nothing_that_others_see(web, make, house, thread, circle, stella):
    imported = make.thread(circle, None, title="Imported", replies=[(None, "x"), (None, "y")])

    def seen():
        # Nothing that is kept is to stand in for what is there.
        web.client.app.state.leaves = Leaves()
        return [page(web.as_(stella), one) for one in (thread, imported)]

    before = seen()
    list(key_deeds.burn(house, thread.key_epoch, wait=False))

    assert seen() == before


def test_after_burning_she_goes_on_under_a_new_pseudonym(web, session, house, thread, amina):
    list(key_deeds.burn(house, thread.key_epoch, wait=False))
    session.expire_all()

    shown = web.as_(amina).get(url("thread", thread_id=thread.id))
    answer = web.send(shown, url("reply", thread_id=thread.id), body="Again", anonymous="on")

    assert answer.status_code == 303
    old, new = session.scalars(
        select(Post).where(Post.voice.is_not(None), Post.seq.in_([2, 4])).order_by(Post.seq)
    )
    assert old.voice != new.voice
    assert web.get(url("edit_post", post_id=old.id)).status_code == 403
    assert web.get(url("edit_post", post_id=new.id)).status_code == 200
    assert len(set(session.scalars(select(Voice.label)))) == 3


def test_a_server_that_has_not_noticed_yet_answers_in_plain_words(
    web, session, house, thread, amina, running
):
    """For a moment its keys lag behind the table."""
    form = web.as_(amina).get(url("thread", thread_id=thread.id))
    stale = replace(house, key_file=KeyFile(house.settings.keyring_file, house.settings.data_dir))
    list(key_deeds.burn(house, thread.key_epoch, wait=False))
    running.state.house = stale

    shown = web.get(url("thread", thread_id=thread.id))
    answer = web.send(form, url("reply", thread_id=thread.id), body="Again", anonymous="on")
    [post] = session.scalars(select(Post).where(Post.seq == 1))
    reacted = web.post(url("react", post_id=post.id), kind="with-you")

    assert shown.status_code == 200
    assert "Post as Amina" in shown.text
    for refused in (answer, reacted):
        assert refused.status_code == 403
        assert "In a minute it has a new one." in refused.text


def test_every_blind_value_is_known_to_who_burns():
    """A new table is either burnt, or stands here with the reason why not."""
    kept = {
        "read_bundles.owner",  # made with the application's key, about a circle
        "key_checks.value",  # about a key, not a member
        "former_handles.h",  # of a handle that nobody has any more
        "waiting_posts.owner",  # made with the application's key, gone within hours
        "waiting_posts.submit_key",  # the same
        "audit_entries.actor",  # made with the application's key, of what staff did by name
        "reports.reporter",  # made with the application's key, replaced half a year after its case
        "removed_texts.h",  # of words, whoever wrote them
        "blocks.pair",  # made with the application's key, of two members by name
        "shields.owner",  # made with the application's key, about no thread
        "letterboxes.owner",  # made with the application's key, of a member by name
        "conversations.pair",  # the same, of two
        "messages.submit_key",  # made with the application's key, of what is written by name
        "handed_messages.submit_key",  # the same
        "mentoring_requests.owner",  # replaced by `burn_apart`, with its epoch
        "mentoring_requests.submit_key",  # the same
        "asker_sanctions.token",  # the same
        "introduction_boxes.owner",  # made with the application's key, of a member by name
        "joining_invitations.owner",  # the same
        "second_factors.owner",  # the same
        "introductions.submit_key",  # the same as that of a message
        "handed_introductions.submit_key",  # the same
        "opportunity_answered.answerer",  # made with the application's key, about what is by name
        "resources_helped.helped",  # replaced by `burn_apart`, with its epoch
        "mail_refusals.address",  # made with the application's key, of an address
    }
    blind = {
        f"{table.name}.{column.name}"
        for table in metadata().sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary) and column.type.length == keys.BLIND
    }

    burnt = {f"{column.table.name}.{column.name}" for column in burning.blind_columns()}

    assert burnt == blind - kept
    assert burnt >= {
        "voice_sanctions.token",
        "voices.token",
        "posts.voice",
        "posts.submit_key",
        "reactions.reactor",
    }


def exchanged(path, _data):
    path.unlink()
    KeyFile(path, path.parent / "nothing")


def partly(path, _data):
    """The right one in all but the key of the epoch."""
    kept = json.loads(path.read_text())
    kept["epochs"] = dict.fromkeys(kept["epochs"], kept["app"])
    path.chmod(0o600)
    path.write_text(json.dumps(kept))


def garbled(path, _data):
    path.chmod(0o600)
    path.write_text("{}")


TROUBLES = {
    "none": (lambda path, _data: path.unlink(), "not the one this database was made with"),
    "another": (exchanged, "not the one this database was made with"),
    "another in part": (partly, "not the one this database was made with"),
    "readable by all": (lambda path, _data: path.chmod(0o644), "chmod 400"),
    "not a keyring": (garbled, "is not a keyring"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_without_its_own_safe_keyring_it_does_not_start(trouble, house, thread):
    break_it, said = TROUBLES[trouble]
    break_it(house.settings.keyring_file, house.settings.data_dir)

    def start():
        fresh = wiring.open_house(house.settings)
        try:
            check_keys(fresh.database, fresh.ring)
        finally:
            fresh.database.close()

    with pytest.raises(BadKeyring, match=said):
        start()


def test_a_keyring_beside_the_data_is_refused(house):
    inside = house.settings.data_dir / "keyring.json"

    with pytest.raises(BadKeyring, match="inside DATA_DIR"):
        wiring.open_house(house.settings.model_copy(update={"keyring": inside}))
    assert not inside.exists()
