"""When something closes is said as the reader's language says days."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.community.opportunities import closing
from app.community.opportunities.closing import Clocks
from app.core import languages
from tests.bracketed import bracketed

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
LONDON = Clocks(ZoneInfo("Europe/London"))


@pytest.fixture
def spanish(tmp_path):
    with bracketed(tmp_path, ["tomorrow at {hour}", ("in {n} day", "in {n} days")]):
        yield languages.catalogue("es")


def test_in_english_with_the_year_only_where_it_is_another():
    soon = closing.said(datetime(2026, 5, 15, 16, 0, tzinfo=UTC), NOW, LONDON)
    late = closing.said(datetime(2027, 1, 2, 12, 0, tzinfo=UTC), NOW, LONDON)

    assert (soon.day, soon.exact) == ("15 May", "Friday 15 May, 17:00")
    assert (late.day, late.exact) == ("2 January 2027", "Saturday 2 January 2027, 12:00")
    assert soon.left == "in 14 days"


def test_in_spanish_as_it_is_said_there(spanish):
    soon = closing.said(datetime(2026, 5, 15, 16, 0, tzinfo=UTC), NOW, LONDON)
    late = closing.said(datetime(2027, 1, 2, 12, 0, tzinfo=UTC), NOW, LONDON)
    next_day = closing.said(datetime(2026, 5, 2, 16, 0, tzinfo=UTC), NOW, LONDON)

    assert spanish.in_words(soon.day) == "15 de mayo"
    assert spanish.in_words(soon.left) == "⟦in 14 days⟧"
    assert spanish.in_words(late.exact) == "sábado, 2 de enero de 2027, 12:00"
    assert spanish.in_words(next_day.left) == "⟦tomorrow at 17:00⟧"
