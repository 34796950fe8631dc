"""A gate to a net that is none (tests/outside.py)."""

import pytest

from app.core.outbound import Gate
from app.core.patience import Patience
from tests.outside import HERE, THERE, Outside

SITE = "https://circle.example.net"
# Nobody here waits so long, however slow the machine is.
LONG = Patience(connect=60.0, read=60.0, total=90.0)


@pytest.fixture
def outside():
    with Outside().instead() as made:
        made.name("example.org", [HERE])
        made.name("elsewhere.org", [THERE])
        made.name("circle.example.net", ["198.45.6.7"])
        yield made


@pytest.fixture
def gate(outside):
    return Gate(SITE, outside.resolve, LONG)
