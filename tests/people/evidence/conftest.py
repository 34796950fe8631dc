"""A file with some entries, and a look at what lies in the table."""

import pytest
from sqlalchemy import select

from app.people.evidence import queries
from app.people.sheets.models import Sheet
from app.web.kit.addresses import url


@pytest.fixture
def file_of(make):
    """What is in the file of a member now, the newest first."""

    def file_of(member):
        with make._as(member) as (session, viewer):
            return queries.entries(session, viewer, make.house.ring)

    return file_of


@pytest.fixture
def rows(session):
    """The table as it lies, by number."""

    def rows():
        session.rollback()
        return dict(session.execute(select(Sheet.id, Sheet.sealed)).all())

    return rows


@pytest.fixture
def entry(make, amina):
    words = {"who": "Bea", "change": "We moved the date.", "day": "2026-03-14"}
    return make.evidence(amina, "I said what nobody said.", **words)


@pytest.fixture
def hers(entry):
    """The addresses of Amina’s entry."""
    names = ("edit_evidence", "delete_evidence", "share_evidence")
    return {name: url(name, entry_id=entry.id) for name in names}
