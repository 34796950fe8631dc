"""Carla coordinates Acme, which has a programme; Dana coordinates another organisation."""

import pytest

from tests.mentoring.programmes.scenes import Programmes


@pytest.fixture
def programmes(make):
    return Programmes(make)


@pytest.fixture
def carla(make):
    return make.member("Carla")


@pytest.fixture
def dana(make, programmes):
    dana = make.member("Dana")
    programmes.organisation("other", dana)
    return dana


@pytest.fixture
def acme(programmes, carla, amina, bea):
    """Amina and Bea work there."""
    acme = programmes.organisation("acme", carla)
    for one in (amina, bea):
        programmes.belongs(one, acme)
    return acme


@pytest.fixture
def programme(programmes, acme):
    return programmes.programme(acme)
