"""Installations as an operator runs them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.installation import Installation, installed


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path, "") as made:
        yield made
