"""What a PostgreSQL server must not be set to do is said at the start, in plain words."""

import psycopg
import pytest

from app.commands import postgresql
from app.core.db import Database


@pytest.fixture
def database(cluster):
    """A database of its own, with a way to set what can be set for it alone."""
    name = cluster.new_database()
    found = Database(cluster.url(name))

    def choose(setting, value):
        with psycopg.connect(f"user=test dbname={name} host={cluster.home}") as connection:
            connection.execute(f'ALTER DATABASE "{name}" SET {setting} = {value}')

    yield found, choose
    found.close()


def test_sqlite_has_no_such_settings(tmp_path):
    found = Database(f"sqlite:///{tmp_path}/own.db")

    assert postgresql.advice(found) == []
    found.close()


def test_a_server_as_it_is_delivered_is_fine(database):
    assert postgresql.advice(database[0]) == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("log_statement", "'mod'"),
        ("log_statement", "'all'"),
        ("log_min_duration_statement", "0"),
        ("log_min_duration_sample", "250"),
        ("log_parameter_max_length_on_error", "-1"),
    ],
)
def test_what_would_undo_the_promise_is_named(setting, value, database):
    found, choose = database
    choose(setting, value)

    [line] = postgresql.advice(found)

    assert line.startswith(f"PostgreSQL has {setting} = ")
    assert "Set it to " in line


@pytest.mark.parametrize(
    ("setting", "wrong", "right"),
    [
        ("track_commit_timestamp", {"on"}, {"off"}),
        ("archive_mode", {"on", "always"}, {"off"}),
        ("log_statement", {"mod", "all"}, {"none", "ddl"}),
    ],
)
def test_what_only_a_restart_changes_is_judged_too(setting, wrong, right):
    judge, _ = postgresql._WRONG[setting]

    assert {value for value in wrong | right if judge(value)} == wrong
