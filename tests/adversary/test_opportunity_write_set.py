"""What is written when a member keeps something of opportunities for herself, or says without her
name whether one was real."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.core.keys import base32
from tests.adversary.test_write_set import is_moment, writing
from tests.community.opportunities.making import opportunity

SEARCHES = "/opportunities/saved-searches"


def at(row, deed):
    return f"/opportunities/{base32(row.id)}/{deed}"


def save(web, row):
    return web.post(at(row, "save"), on="yes")


def take_off(web, row):
    return web.post(at(row, "save"), on="no")


def be_interested(web, row):
    return web.post(at(row, "interest"), on="yes", note="Asked on Tuesday")


def say(web, row):
    with time_machine.travel(row.closes + timedelta(minutes=1), tick=False):
        return web.post(at(row, "real"), answer="not-real")


def search(web, _row):
    return web.post(SEARCHES, name="By the sea", q="lamp")


def look(web, row):
    for path in ("/opportunities", f"/opportunities/{base32(row.id)}", "/opportunities/your-list"):
        web.get(path)
    return web.get(SEARCHES)


def share(web, row):
    return web.post(at(row, "share"), circle="new-mothers")


@pytest.mark.parametrize(
    ("deed", "tables"),
    [
        (save, {"sheets", "opportunity_watches"}),
        (take_off, {"sheets", "opportunity_watches"}),
        (be_interested, {"sheets"}),
        (say, {"opportunity_answered", "opportunity_reality"}),
        (search, {"opportunity_watches"}),
        (share, set()),
        (look, set()),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_what_she_keeps_and_says_is_written_nowhere_beside_her(
    web, house, make, amina, bea, deed, tables
):
    row = opportunity(make, bea, closes=clock.minute() + timedelta(days=2))
    web.as_(amina)
    if deed not in {search, be_interested}:
        be_interested(web, row)
    if deed is take_off:
        save(web, row)

    with writing(house) as written:
        answer = deed(web, row)

    assert answer.status_code in {200, 303}
    assert written.tables == tables
    assert not {amina.id, amina.id.hex, str(amina.id), amina.handle} & {
        value for value in written.values if not isinstance(value, (bytes, dict))
    }
    assert not [value for value in written.values if is_moment(value)]
    if deed in {save, be_interested, search}:
        assert row.id not in written.values
