"""`common-thread invite`: the first can join a site that takes nobody without an invitation."""

import re
import sqlite3

import pytest


def test_it_prints_a_link_that_counts(terminal, tmp_path):
    done = terminal("invite", "--uses", 3, "--days", 2, JOINING="invitation")

    code = re.fullmatch(r"http://127\.0\.0\.1:8000/join/with/([\w-]{43})\n", done.stdout)[1]
    with sqlite3.connect(tmp_path / "var" / "common-thread.db") as database:
        rows = database.execute("SELECT uses, used FROM joining_invitations").fetchall()
        everything = "\n".join(database.iterdump())
    assert rows == [(3, 0)]
    assert code not in everything


def test_it_says_where_it_makes_no_difference(terminal):
    assert "it is open now" in terminal("invite").stdout


@pytest.mark.parametrize("number", ["0", "1001", "many"])
def test_a_number_that_is_none_is_refused(number, terminal):
    done = terminal("invite", "--uses", number)

    assert done.returncode == 2
    assert "number from 1 to 1000" in done.stderr
