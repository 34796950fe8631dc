"""Thandeka is Dina's mentor. Stella is a member elsewhere, Mona moderates, Olga administers."""

import pytest

from tests.mentoring.mentorships import pairs


@pytest.fixture
def thandeka(make):
    return make.member("Thandeka")


@pytest.fixture
def dina(make):
    return make.member("Dina")


@pytest.fixture
def here(make, thandeka, dina):
    """The number of their mentorship."""
    return pairs.pair(make, thandeka, dina)
