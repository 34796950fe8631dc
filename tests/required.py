"""Whether a test may be skipped when this machine lacks what it needs."""

import os
from typing import NoReturn

import pytest


def missing(what: str, why: str) -> NoReturn:
    """Skip the running test for want of `what`, or fail it where `REQUIRE` names it.

    `REQUIRE` is a list such as `postgres,browser`: a machine that claims to have both must not
    pass by leaving tests out.
    """
    if what in os.environ.get("REQUIRE", "").replace(" ", "").split(","):
        pytest.fail(f"REQUIRE names {what}, but {why}", pytrace=False)
    pytest.skip(why)
