"""Bea coordinates Acme, and Amina belongs to it."""

import pytest

from app.people.organisations.models import Affiliation, Invitation
from tests.mentoring.programmes.scenes import Programmes


@pytest.fixture
def programmes(make):
    return Programmes(make)


@pytest.fixture
def acme(programmes, bea, amina):
    acme = programmes.organisation("acme", bea)
    programmes.belongs(amina, acme)
    return acme


@pytest.fixture
def place_of(session, acme):
    """Her place in Acme, None where she doesn't belong to it."""

    def find(member):
        session.rollback()
        row = session.get(Affiliation, (acme.id, member.id), populate_existing=True)
        return row and row.place

    return find


@pytest.fixture
def asked(session, acme):
    """What is kept of having invited her to Acme."""

    def find(member):
        session.rollback()
        return session.get(Invitation, (acme.id, member.id), populate_existing=True)

    return find
