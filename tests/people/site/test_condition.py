"""The front page of administration says how things are, in words, and nothing of anybody."""

import re
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app import chores
from app.commands import backup_deeds
from app.core import clock, outbox
from app.core.outbox import Job, Mail
from app.people import condition
from app.people.site import last_done
from app.people.site.models import Done, LastDone
from tests.browser import without_chance


def test_it_names_what_needs_somebody(web, session, house, olga, amina):
    with house.database.changing() as changing:
        outbox.put(changing, house.ring.seal("outbox/v1"), Mail("a@example.org", "", "", ""))
        outbox.put(changing, house.ring.seal("outbox/v1"), Mail("b@example.org", "", "", ""))
    first, second = session.scalars(select(Job))
    first.due -= timedelta(hours=2)
    second.dead = True
    session.commit()

    page = web.as_(olga).get("/admin")
    words = " ".join(without_chance(page.text).split())

    assert "1 letter was given up." in words
    assert "1 letter has waited for an hour without a try" in words
    assert "Mail is not set up" in words
    assert "None is known." in words
    assert "Not done yet." in words
    assert ("SQLite, one file" if house.database.is_sqlite else "PostgreSQL") in words
    assert "Its tables are those of this version" in words
    assert f"the key of {house.ring.current}" in words
    for name in ("Amina", "amina", "example.org"):
        assert name not in words


def test_chores_and_backups_are_known_by_their_day(web, session, house, olga, tmp_path):
    chores.sweep(house)
    backup_deeds.write(house, tmp_path / "copies")

    page = web.as_(olga).get("/admin")

    assert {row.what: row.day for row in session.scalars(select(LastDone))} == {
        Done.CHORES: clock.today(),
        Done.BACKUP: clock.today(),
    }
    assert "There is no backup of the last seven days" not in page.text


@pytest.mark.parametrize(("ago", "late"), [(2, False), (3, True)])
def test_what_is_late_is_said(ago, late, web, session, house, olga):
    with house.database.changing() as changing:
        last_done.note(changing, Done.CHORES)
    session.get_one(LastDone, Done.CHORES).day = clock.today() - timedelta(days=ago)
    session.commit()

    with house.database.reading() as reading:
        found = condition.now(reading, house)

    assert found.chores_late is late
    assert found.backup_late
    assert found.is_migrated
    assert found.size > 0
    assert ("See that it runs." in web.as_(olga).get("/admin").text) is late


@pytest.mark.parametrize(
    ("free", "said"),
    [
        (999_999_999, "Less than 1 GB is free."),
        (1_000_000_000, "1 GB or more are free."),
        (15_900_000_000, "8 GB or more are free."),
        (16_000_000_000, "16 GB or more are free."),
    ],
)
def test_sizes_are_said_in_steps_that_no_post_moves(free, said, web, olga, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))

    page = web.as_(olga).get("/admin")

    assert said in " ".join(page.text.split())
    # PostgreSQL's files keep the room of what tests before this one have written.
    [size] = re.findall(r"less than ([\d,]+) MB", page.text)
    assert int(size.replace(",", "")) in {16 * 2**n for n in range(16)}
