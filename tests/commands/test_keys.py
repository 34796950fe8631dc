"""`keys` on the terminal: shows the epochs and never a key, and asks before it destroys one."""

import json
import shutil

import pytest

from app.core import clock, epochs
from tests.commands.conftest import terminal_in

NOW = epochs.quarter(clock.today())
NEXT = f"{NOW}.2"


def keyring(tmp_path):
    return json.loads((tmp_path / "secrets" / "keyring.json").read_text())


def states(terminal):
    done = terminal("keys", "show")
    assert done.returncode == 0, done.stderr
    rows = [line.split("  ") for line in done.stdout.splitlines()[1:]]
    return {cells[0]: [cell.strip() for cell in cells[1:] if cell.strip()] for cells in rows}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A community of two threads, which has been started."""
    place = tmp_path_factory.mktemp("community")
    (place / "two.jsonl").write_text(
        "".join(f'{{"circle": "c", "title": "Thread {n}", "body": "Words"}}\n' for n in "12")
    )
    assert terminal_in(place)("import", place / "two.jsonl").returncode == 0
    return place


@pytest.fixture
def started(made, tmp_path, terminal):
    """A copy of it, for each test its own."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return terminal


def test_the_epochs_are_shown_and_no_key(started, tmp_path):
    kept = keyring(tmp_path)
    done = started("keys", "show")

    assert states(started) == {
        NOW: [
            f"open until {epochs.last_day(NOW)}",
            str(epochs.kept_until(NOW)),
            "2",
            "fits",
        ]
    }
    for key in (kept["app"], *kept["epochs"].values()):
        assert key not in done.stdout + done.stderr


def test_an_empty_database_has_its_first(terminal):
    assert [cells[0] for cells in states(terminal).values()] == [
        f"open until {epochs.last_day(NOW)}"
    ]


def test_a_new_key_is_begun_by_hand(started, tmp_path):
    done = started("keys", "rotate")

    assert done.returncode == 0
    assert f"take the key of {NEXT}." in done.stdout
    assert keyring(tmp_path)["current"] == NEXT
    assert [cells[0] for cells in states(started).values()] == [
        "kept",
        f"open until {epochs.last_day(NEXT)}",
    ]
    assert started("migrate").returncode == 0


def test_nothing_is_due(started):
    assert "No key is due" in started("keys", "retire").stdout


def test_one_that_is_not_due_stays(started, tmp_path):
    before = keyring(tmp_path)

    done = started("keys", "retire", NOW)

    assert done.returncode == 1
    assert f"kept until {epochs.kept_until(NOW)}" in done.stderr
    assert "--now" in done.stderr
    assert keyring(tmp_path) == before


@pytest.mark.parametrize("deed", [("retire", NOW, "--now"), ("burn", NOW, "--stopped")])
@pytest.mark.parametrize("typed", ["", "yes\n"])
def test_it_is_not_done_without_its_name_being_typed(deed, typed, started, tmp_path):
    before = keyring(tmp_path)

    done = started("keys", *deed, typed=typed)

    assert done.returncode == 1
    assert "Nothing was changed." in done.stdout
    assert keyring(tmp_path) == before


@pytest.mark.parametrize("deed", [("retire", NOW, "--now"), ("burn", NOW, "--stopped")])
def test_it_is_done_when_its_name_is_typed(deed, started, tmp_path):
    done = started("keys", *deed, typed=f"{NOW}\n")

    assert done.returncode == 0, done.stderr
    assert list(keyring(tmp_path)["epochs"]) == [NEXT]
    found = states(started)
    assert found[NOW][0] == "destroyed"
    # The threads go on with the other one.
    assert (found[NOW][2], found[NEXT][2]) == ("0", "2")
    assert started("migrate").returncode == 0


def test_burning_may_be_done_again(started):
    for _ in range(2):
        done = started("keys", "burn", NOW, "--stopped", "--yes")
        assert done.returncode == 0, done.stderr
    assert "0 threads" in done.stdout


@pytest.mark.parametrize(("deed", "epoch"), [("retire", "2020q1"), ("burn", "app")])
def test_an_epoch_that_is_not_there_is_said_so(deed, epoch, started):
    done = started("keys", deed, epoch)

    assert done.returncode == 1
    assert f"There is no epoch {epoch}." in done.stderr
    assert NOW in done.stderr


def test_a_lost_key_is_shown_and_can_be_given_up(started, tmp_path):
    path = tmp_path / "secrets" / "keyring.json"
    old = path.read_bytes()
    started("keys", "rotate")
    path.unlink()
    path.write_bytes(old)
    path.chmod(0o400)

    refused = started("migrate")
    assert refused.returncode == 1
    assert f"keys retire {NEXT} --now" in refused.stderr
    assert states(started)[NEXT][0] == "lost"
    assert started("keys", "retire", NEXT, "--now", "--yes").returncode == 0
    assert started("migrate").returncode == 0
    assert states(started)[NEXT][0] == "destroyed"


def test_another_keyring_destroys_nothing(started, tmp_path):
    other = str(tmp_path / "other" / "keyring.json")

    for deed in (("rotate",), ("retire", NOW, "--now", "--yes"), ("burn", NOW, "--yes")):
        done = started("keys", *deed, KEYRING=other)
        assert done.returncode == 1
        assert "not the one this database was made with" in done.stderr

    assert "DOES NOT FIT" in started("keys", "show", KEYRING=other).stdout
    assert states(started)[NOW][-1] == "fits"
    assert started("migrate").returncode == 0


def test_a_keyring_that_cannot_be_written_is_said_so(started, tmp_path):
    # Root may write everywhere: a folder in the way does for everybody.
    (tmp_path / "secrets" / "keyring.json.new").mkdir()

    done = started("keys", "rotate")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert states(started)[NOW][-1] == "fits"


def test_a_pair_for_backups_closes_and_opens_them(started, tmp_path):
    pair = tmp_path / "pair"
    made = started("keys", "backup-pair", pair)
    backup = started("backup", tmp_path / "backups", "--to-key", tmp_path / "pair.pub")
    [file] = (tmp_path / "backups").iterdir()

    assert "take it away" in made.stdout
    assert "is closed" in backup.stdout
    assert started("verify", file).returncode == 1
    assert "It is whole." in started("verify", file, "--with-key", pair).stdout
    again = started("restore", file, "--with-key", pair, DATA_DIR=str(tmp_path / "var2"))
    assert "All of it is in the database." in again.stdout
    assert started("keys", "backup-pair", pair).returncode == 1


def test_old_backups_go_when_a_new_one_is_made(started, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir(mode=0o700)
    (folder / "common-thread-2020-01-01.backup").touch()

    done = started("backup", folder)

    assert "is removed: it was older than 35 days." in done.stdout
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("verify", "nothing.backup"), "nothing.backup"),
        (("restore", "nothing.backup"), "not empty"),
        (("backup", "secrets"), "keyring"),
        (("backup", "b", "--to-key", "README.md"), ".pub"),
    ],
)
def test_what_cannot_be_is_said_in_plain_words(command, said, started, tmp_path):
    name, place, *more = command

    done = started(name, tmp_path / place, *more)

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
