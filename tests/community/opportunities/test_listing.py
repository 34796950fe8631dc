"""The list of what is open: who sees what, in which order, for how long, by which filters."""

from datetime import timedelta

import pytest

from app.community.opportunities.models import State
from app.core import clock
from app.core.keys import base32
from tests.community.opportunities.making import opportunity
from tests.conftest import counted


def titles(page):
    """In the order of the page."""
    parts = page.text.split("<h3>")[1:]
    return [part.split("</a>")[0].rsplit(">", 1)[1].strip() for part in parts]


def test_whoever_is_signed_in_sees_all_that_is_open_soonest_to_close_first(web, make, amina, bea):
    now = clock.minute()
    opportunity(make, bea, title="Later", closes=now + timedelta(days=9))
    opportunity(make, bea, title="Sooner", closes=now + timedelta(days=2))

    page = web.as_(amina).get("/opportunities")

    assert titles(page) == ["Sooner", "Later"]
    assert "2 open. Soonest to close first." in page.text


@pytest.mark.parametrize("state", [one for one in State if one is not State.SHOWN])
def test_what_is_not_shown_is_in_no_list(web, make, amina, bea, state):
    opportunity(make, bea, title="Elsewhere", state=state)

    assert titles(web.as_(amina).get("/opportunities")) == []


def test_a_visitor_sees_what_its_poster_shows_to_everybody(web, make, bea):
    opportunity(make, bea, title="For all", public=True)
    hers = opportunity(make, bea, title="For members")

    page = web.visitor().get("/opportunities")

    assert titles(page) == ["For all"]
    assert "1 open." in page.text
    assert web.get(f"/opportunities/{base32(hers.id)}").status_code == 404


def test_a_list_of_any_length_takes_few_statements(web, make, amina, bea):
    for n in range(25):
        opportunity(make, bea, title=f"Number {n}")
    web.as_(amina).get("/opportunities")

    with counted(web.house) as asked:
        page = web.get("/opportunities")

    assert len(titles(page)) == 20
    assert len(asked) <= 5
