"""No page about cases looks at every row of a table that grows: there is an index for each way."""

import re
from contextlib import contextmanager

import pytest
from sqlalchemy import NullPool, create_engine, event

from app.core.keys import base32
from app.oversight.moderation.queue import Shelf
from tests.oversight.moderation.reporting import circle_moderator, report, way

GROWING = {
    *("cases", "reports", "recusals", "decisions", "appeals", "case_messages"),
    *("members", "memberships", "threads", "posts", "voices", "reactions"),
}
UNUSABLE = "UPDATE pg_index SET indisvalid = false WHERE indexrelid = ANY(%s::regclass[]::oid[])"
SCANNED = re.compile(r"(?:SCAN|Seq Scan on) (\w+?)(?:_\d+)?(?= |$)")


@contextmanager
def asked(house):
    """The statements of a page, with what they ask for."""
    found = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        found.append((statement, parameters))

    event.listen(house.database._reader, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(house.database._reader, "before_cursor_execute", note)


def plans(house, statements, *, without=()):
    """How the database goes about them, each as one text. PostgreSQL reads a small table whole,
    unless it is told not to where it can, and takes which index it likes of several that hold few
    rows: those that a test is not about are left out."""
    how = "EXPLAIN QUERY PLAN" if house.database.is_sqlite else "EXPLAIN (COSTS OFF)"
    engine = create_engine(house.database.engine.url, poolclass=NullPool)
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        if not house.database.is_sqlite:
            driver.execute("SET LOCAL enable_seqscan = off")
            # Not dropped: that would wait for everybody who looks at the table.
            driver.execute(UNUSABLE, [list(without)])
        found = [driver.execute(f"{how} {one}", values).fetchall() for one, values in statements]
    return ["\n".join(str(row[-1]) for row in rows) for rows in found]


@pytest.fixture
def case(make, thread, amina, named, unnamed, mona):
    """One of many kinds: open, decided, taken, about a pseudonym, about a member."""
    for thing in (thread, named, unnamed):
        made = report(make, amina if thing is not thread else mona, thing)
    return made


@pytest.fixture
def pages(circle, case):
    chosen = f"circle={base32(circle.id)}&reason=unkind"
    shelves = [f"/moderation?shelf={shelf}" for shelf in Shelf]
    further = [
        f"/moderation?after=30.{base32(2**62)}",
        "/moderation?shelf=decided&after=2026-01-01.a",
    ]
    return [*shelves, *further, f"/moderation?{chosen}", way(case)]


@pytest.mark.parametrize("who", ["mona", "cleo"])
def test_no_page_looks_at_every_row(web, request, make, house, circle, pages, who):
    cleo = circle_moderator(make, "Cleo", circle)
    web.as_(cleo if who == "cleo" else request.getfixturevalue("mona"))
    for page in pages:
        web.get(page)
        with asked(house) as statements:
            assert web.get(page).status_code == 200
        for plan in plans(house, statements):
            assert not GROWING & set(SCANNED.findall(plan)), plan
