"""Programs that ask the API."""

import pytest

from tests.client import Client
from tests.web.api.program import Program


@pytest.fixture
def program(running, house):
    """Without a token; `program.of(amina)` is one of hers."""
    return Program(Client(running), house)
