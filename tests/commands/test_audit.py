"""`audit verify`: what the terminal says of the log, and with what it ends."""

import re

import pytest
from sqlalchemy import update

from app import wiring
from app.cli import main
from app.commands import backup_deeds, serving
from app.core import events
from app.core.events import StaffActed
from app.core.settings import Settings
from app.oversight.audit import checking
from app.oversight.audit.models import Entry
from tests.conftest import settings_for
from tests.unguarded import unguarded


@pytest.fixture
def verify(house, monkeypatch, capsys):
    """The command in this house. Returns what it ends with and says."""
    monkeypatch.setattr("app.wiring.open_house", lambda _settings: house)

    def run(*more):
        return main(["audit", "verify", *more]), capsys.readouterr().out

    return run


@pytest.fixture
def acted(house, mona):
    def act(times):
        with house.database.changing() as session:
            for _ in range(times):
                event = StaffActed(
                    actor_id=mona.id, verb="pin", subject_kind="thread", subject_id="a"
                )
                events.publish(session, event)

    return act


def test_it_says_how_many_there_are_and_that_they_are_whole(verify, acted):
    assert verify() == (0, "0 entries, whole.\n")
    acted(1)
    assert verify()[1].startswith("1 entry, whole.\n")
    acted(2)

    ended, said = verify()

    assert ended == 0
    assert said.startswith("3 entries, whole.\n")


def test_it_says_at_which_number_it_is_broken(verify, acted, house):
    acted(3)
    with house.database.changing() as session, unguarded(session):
        session.execute(update(Entry).where(Entry.n == 2).values(verb="kind"))

    ended, said = verify()

    assert ended == 1
    assert said == "The log is broken at entry 2: it is not as it was written.\n"


def test_what_was_noted_is_compared(verify, acted):
    acted(2)
    [noted] = re.findall(r"--noted later: (\S+)", verify()[1])
    acted(2)

    assert verify("--noted", noted)[0] == 0
    assert verify("--noted", f"{noted[:-1]}{'0' if noted[-1] != '0' else '1'}")[0] == 1
    assert verify("--noted", "9:abc")[1].startswith("The log is broken at entry 9")


@pytest.mark.parametrize("noted", ["nonsense", "x:1", ""])
def test_a_note_that_is_none_is_refused(verify, noted):
    with pytest.raises(SystemExit) as ended:
        verify("--noted", noted)

    assert ended.value.code == 2


def test_from_a_real_terminal(terminal):
    assert terminal("migrate").returncode == 0

    done = terminal("audit", "verify")

    assert (done.returncode, done.stdout) == (0, "0 entries, whole.\n")


@pytest.mark.parametrize("lost", [False, True], ids=["with its keys", "with new keys"])
def test_the_log_comes_back_from_a_backup_and_goes_on(house, acted, tmp_path, mona, lost):
    acted(3)
    file = backup_deeds.write(house, tmp_path / "backups")
    keyring = tmp_path / "new" / "keyring.json" if lost else house.settings.keyring_file
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path}/other.db").model_dump()
    empty = wiring.open_house(Settings(**settings | {"keyring": keyring}))
    serving.prepare(empty)
    backup_deeds.restore(empty, file, new_keys=lost)
    serving.prepare(empty)

    with empty.database.changing() as session:
        event = StaffActed(actor_id=mona.id, verb="pin", subject_kind="thread", subject_id="a")
        events.publish(session, event)

    found = checking.check(empty.database, empty.ring)
    empty.database.close()
    assert (found.entries, found.broken, found.before) == (4, 0, 3 if lost else 0)
