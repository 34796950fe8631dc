"""What measures is not run by the tests, and yet must not break unseen."""

import importlib

import pytest

from app.core.settings import ROOT

NAMES = sorted(path.stem for path in (ROOT / "bench").glob("[!_]*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_each_can_be_loaded(name):
    importlib.import_module(f"bench.{name}")
