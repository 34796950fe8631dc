"""What measures is not run by the tests, and yet must not break unseen."""

import importlib

import pytest

from app.core.settings import ROOT
from bench.borders import PACKING, Clock, watched

NAMES = sorted(path.stem for path in (ROOT / "bench").glob("[!_]*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_each_can_be_loaded(name):
    importlib.import_module(f"bench.{name}")


def test_the_borders_that_are_watched_are_there(web):
    clock = Clock()

    with watched(clock):
        web.visitor().get("/circles", **{"Accept-Encoding": "zstd"})

    assert clock.entered[PACKING] == 1
