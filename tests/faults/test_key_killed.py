"""Killed while a key is made or destroyed, between any two steps: the next start always works."""

import os
import subprocess
import sys

import pytest

from app import wiring
from app.core.settings import ROOT
from app.people import key_life
from app.people.anonymity.models import DESTROYED, KeyCheck
from app.people.house import check_keys

# What is done, in which of its calls, and whether the death comes before it or after.
DEATHS = [
    *(("os", "fsync", when) for when in ("before", "after")),
    *(("pathlib.Path", "replace", when) for when in ("before", "after")),
    *(("os", "pwrite", when) for when in ("before", "after")),
    *(("sqlalchemy.orm.Session", "commit", when) for when in ("before", "after")),
]
DIE = """
import importlib, os, sys
place, name, when, deed, epoch = sys.argv[1:]
from app import wiring
from app.core import settings
from app.people import key_life
house = wiring.open_house(settings.read())
module, _, kind = place.rpartition(".")
owner = getattr(importlib.import_module(module), kind) if module else importlib.import_module(kind)
real = getattr(owner, name)
def dying(*given, **named):
    if when == "after":
        real(*given, **named)
    os.kill(os.getpid(), 9)
setattr(owner, name, dying)
if deed == "begin":
    key_life.begin(house, by_hand=True)
else:
    key_life.destroy(house, [epoch])
"""


def killed(here, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", DIE, *arguments],
        cwd=ROOT,
        env={
            "PATH": os.defpath,
            "DATA_DIR": str(here.settings.data_dir),
            "KEYRING": str(here.settings.keyring),
            "DATABASE_URL": here.settings.database_url.get_secret_value(),
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == -9, done.stderr


def started_again(here):
    house = wiring.open_house(here.settings)
    check_keys(house.database, house.ring)
    key_life.tend(house)
    check_keys(house.database, house.ring)
    house.database.close()
    return house.ring


@pytest.mark.parametrize("death", DEATHS, ids="-".join)
def test_while_a_key_is_made(death, here):
    before = here.house.ring

    killed(here, *death, "begin", "")

    after = started_again(here)
    assert after.continues(before)
    assert after.epochs.keys() >= before.epochs.keys()
    # And it can be done again.
    assert key_life.begin(here.house, by_hand=True).current not in before.epochs


@pytest.mark.parametrize("death", DEATHS, ids="-".join)
def test_while_a_key_is_destroyed(death, here):
    old = here.house.ring.current
    before = key_life.begin(here.house, by_hand=True)

    killed(here, *death, "destroy", old)

    after = started_again(here)
    assert after.continues(before)
    assert after.current == before.current
    with here.looking() as session:
        marked = session.get(KeyCheck, old).value == DESTROYED
    # It is whole, or it is gone: never asked for in vain, never kept against its mark.
    assert marked is (old not in after.epochs)
    key_life.destroy(here.house, [old])
    assert old not in here.house.ring.epochs
