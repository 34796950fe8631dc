"""What tests of joining share: letters, and a site in each of its modes."""

import pytest

from tests.people.joining.newcomers import Newcomers
from tests.people.members.conftest import postbox, web_with

__all__ = ["postbox", "web_with"]


@pytest.fixture
def site(web_with, postbox):
    """Newcomers before an application with these settings."""

    def build(**settings):
        return Newcomers(web_with(**settings), postbox)

    return build


@pytest.fixture
def by_request(site):
    return site(joining="request")


@pytest.fixture
def by_invitation(site):
    return site(joining="invitation")
