"""The throw-away PostgreSQL that other tests stand on."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.postgres import Cluster, cluster


@pytest.fixture(scope="module")
def postgres() -> Iterator[Cluster]:
    with cluster() as running:
        yield running


def run(postgres: Cluster, database: str, statement: str) -> list[object]:
    engine = create_engine(postgres.url(database), poolclass=NullPool)
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        return list(result.scalars()) if result.returns_rows else []


def test_two_databases_from_one_template_do_not_see_each_other(postgres: Cluster) -> None:
    template = postgres.new_database()
    run(postgres, template, "CREATE TABLE circle AS SELECT 'Returners' AS name")

    one, other = (postgres.new_database(template) for _ in range(2))
    run(postgres, one, "INSERT INTO circle VALUES ('Night shifts')")

    assert run(postgres, one, "SELECT name FROM circle") == ["Returners", "Night shifts"]
    assert run(postgres, other, "SELECT name FROM circle") == ["Returners"]


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_what_was_committed_is_there_after_a_stop_and_a_start(
    how: Literal["fast", "immediate"], postgres: Cluster
) -> None:
    database = postgres.new_database()
    run(postgres, database, "CREATE TABLE circle AS SELECT 'Returners' AS name")

    postgres.stop(how)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres.url(database).replace("+psycopg", ""))
    postgres.start()

    assert run(postgres, database, "SELECT name FROM circle") == ["Returners"]


def test_a_dropped_database_is_gone_although_somebody_reads_it(postgres: Cluster) -> None:
    database = postgres.new_database()
    address = postgres.url(database).replace("+psycopg", "")

    with psycopg.connect(address) as reader:
        postgres.drop_database(database)
        with pytest.raises(psycopg.OperationalError):
            reader.execute("SELECT 1")

    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(address)


def test_the_disk_is_asked_to_keep_things_only_on_request(postgres: Cluster) -> None:
    with cluster(durable=True) as durable:
        assert run(durable, "postgres", "SHOW fsync") == ["on"]
    assert run(postgres, "postgres", "SHOW fsync") == ["off"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_nothing_stays_behind_when_the_tests_are_cut_short(how: signal.Signals) -> None:
    program = (
        "import signal, time; from tests.postgres import cluster\n"
        # Who was started in the background would not hear an interruption.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "with cluster() as c: print(c.home, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parent.parent,
    ) as tests:
        assert tests.stdout
        home = Path(tests.stdout.readline().strip())
        with psycopg.connect(f"user=test dbname=postgres host={home}") as reader:
            tests.send_signal(how)

            assert gone_within(40, home)
            with pytest.raises(psycopg.OperationalError):
                reader.execute("SELECT 1")


def gone_within(seconds: float, home: Path) -> bool:
    end = time.monotonic() + seconds
    while home.exists() and time.monotonic() < end:
        time.sleep(0.05)
    return not home.exists()
