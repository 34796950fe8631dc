"""The terminal: what is asked is done, and what cannot be is said in plain words."""

import socket

import pytest

from app.commands.terminal import _in_full
from tests.commands.moving import one_thread

SECRET = "Xanthippe"


def refused(done):
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    return done.stderr


def test_settings_never_show_a_secret(terminal):
    done = terminal(
        "settings",
        DATABASE_URL=f"postgresql://maria:{SECRET}@127.0.0.1/house",
        SMTP_URL=f"smtps://maria:{SECRET}@mail.example.org",
    )

    assert done.returncode == 0
    assert SECRET not in done.stdout + done.stderr
    assert "maria" not in done.stdout + done.stderr
    lines = {line.split()[0]: line for line in done.stdout.splitlines()}
    assert " set " in lines["DATABASE_URL"]
    assert " default " in lines["SITE_NAME"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "a lot"),
        ("BASE_URL", "http://circle.example.org"),
        ("BASE_URL", "ftp://127.0.0.1"),
        ("TIME_ZONE", "Europe/Nowhere"),
        ("JOINING", "maybe"),
        ("LANGUAGE", "xx"),
        ("BACKUP_DAYS", "36"),
        ("KEY_MONTHS", "0"),
    ],
)
def test_a_setting_that_cannot_be_is_named(terminal, name, value):
    said = refused(terminal("migrate", **{name: value}))

    assert name in said


def test_a_secret_is_not_repeated_when_a_setting_cannot_be(terminal):
    url = f"postgresql://maria:{SECRET}@127.0.0.1/house"

    assert SECRET not in refused(terminal("migrate", PORT="x", DATABASE_URL=url))
    assert SECRET not in refused(
        terminal("migrate", DATABASE_URL=url.replace("/house", ":1/house"))
    )


@pytest.mark.parametrize(
    "url", ["nonsense", f"mysql://maria:{SECRET}@h/x", f"postgresql://maria:{SECRET}@127.0.0.1:1/x"]
)
def test_a_database_that_cannot_be_asked_is_said_so(terminal, url):
    said = refused(terminal("migrate", DATABASE_URL=url))

    assert SECRET not in said


def test_a_keyring_inside_the_data_is_refused(terminal, tmp_path):
    said = refused(terminal("migrate", KEYRING=str(tmp_path / "var" / "keyring.json")))

    assert "DATA_DIR" in said


def test_another_keyring_is_refused(terminal, tmp_path):
    assert terminal("migrate").returncode == 0

    said = refused(terminal("migrate", KEYRING=str(tmp_path / "other" / "keyring.json")))

    assert "Put the right keyring back" in said


def test_a_keyring_that_others_can_read_is_refused(terminal, tmp_path):
    assert terminal("migrate").returncode == 0
    (tmp_path / "secrets" / "keyring.json").chmod(0o644)

    assert "chmod 400" in refused(terminal("migrate"))


def test_a_folder_that_cannot_be_made_is_said_so(terminal, tmp_path):
    (tmp_path / "file").write_text("in the way")

    assert "file" in refused(terminal("migrate", DATA_DIR=str(tmp_path / "file" / "var")))


def test_a_file_that_is_not_there_is_said_so(terminal, tmp_path):
    assert "nothing.jsonl" in refused(terminal("import", tmp_path / "nothing.jsonl"))


def test_an_import_ends_with_its_counts(terminal, tmp_path):
    path = tmp_path / "some.jsonl"
    path.write_text('{"circle": "c", "title": "A title", "body": "Words"}\nnot json\n')

    first = terminal("import", path)
    path.write_text(path.read_text().replace("not json\n", ""))
    second = terminal("import", path)

    assert first.returncode == 1
    assert "1 threads and 0 replies taken in" in first.stdout
    assert "line 2: " in first.stderr
    assert second.returncode == 0
    assert "1 threads were here already" in second.stdout


def test_a_role_is_given_to_somebody_who_is_here(terminal):
    assert terminal("demo").returncode == 0

    done = terminal("staff", "grant", "dina", "moderator")

    assert done.returncode == 0
    assert "dina is now moderator." in done.stdout


def test_a_role_for_nobody_is_refused(terminal):
    terminal("migrate")

    assert "nobody-here" in refused(terminal("staff", "grant", "nobody-here", "moderator"))


def test_an_unknown_role_or_command_is_explained(terminal):
    for arguments in (("staff", "grant", "dina", "queen"), ("sing",), ()):
        done = terminal(*arguments)
        assert done.returncode == 2
        assert "usage: common-thread" in done.stderr


def test_the_demo_is_loaded_once(terminal):
    first, second = terminal("demo"), terminal("demo")

    assert first.returncode == 0
    assert "olga (administrator), mona (moderator), dina and all others: " in first.stdout
    assert second.returncode == 1
    assert "There are members here already" in second.stdout + second.stderr


def test_a_backup_is_verified_by_either_name():
    assert _in_full(["backup", "verify", "file", "--with-key", "k"])[0] == "verify"
    assert _in_full(["backup", "verify"]) == ["verify"]
    assert _in_full(["backup", "./verify"]) == ["backup", "./verify"]
    assert _in_full(["backup", "folder"]) == ["backup", "folder"]


def test_a_community_without_its_members_comes_only_if_that_is_meant(terminal, tmp_path):
    folder = one_thread(tmp_path / "in", {"author": "ana", "body": "Good morning."})
    (folder / "members.csv").unlink()

    said = refused(terminal("import-csv", str(folder)))
    meant = terminal("import-csv", str(folder), "--without-members")

    assert "There is no members.csv" in said
    assert "1 posts" in meant.stdout
    assert "its author is in no list: a former member" in meant.stderr


def test_a_port_that_is_taken_is_said_before_anything_else(terminal, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = terminal("serve", HOST="127.0.0.1", PORT=port)

    assert f"127.0.0.1, port {port}: Address already in use." in refused(done)
    assert done.stdout == ""
