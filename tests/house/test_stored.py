"""The page of all that is stored says what the tables are, or a test says what to write."""

import re
import sys
from collections import Counter
from dataclasses import replace
from types import FunctionType

import pytest
from sqlalchemy import Column, LargeBinary, String

from app import stored as rooms
from app import tables
from app.core import stored
from app.core.retention import Retention
from app.core.settings import Settings
from app.core.stored import Closing, Constant, Kept, Room, Setting, Stored, Until
from tests.conftest import counted
from tests.people.members.test_whole_copy import KEYS

TABLES = {table.name: table for table in tables.metadata().sorted_tables}
# What its type does not show: why it is nevertheless so stands beside it.
ODD = {
    ("members", "password"): Kept.HASHED,  # argon2, in letters
    ("member_secrets", "seed"): Kept.PLAIN,  # random, and no hash of anything
    ("sheets", "id"): Kept.BLIND,  # numbers that a key makes
    ("mail_notes", "id"): Kept.BLIND,
    ("site_looks", "content"): Kept.PLAIN,  # a picture, which every page shows
    ("opportunity_watches", "id"): Kept.BLIND,
}
NUMBERS = re.compile(r"\d|\b(week|month|year|day)s\b|\bhalf a year\b", re.IGNORECASE)
DECLARE = """
The table {table!r} is not on the page of what is stored. Say so in {slice}/stored.py, which stands
in app/stored.py:

keep(
    {model},
    Stored(
        Room.YOU,  # or WRITING, MODERATORS, WORKING
        "A title for members",
        "What it holds, in a sentence or two for members.",
        Until("For {{kept}}.", kept=Constant(module_of_the_chore, "ITS_NAME")),  # or ACCOUNT
        Closing.GOES,  # what becomes of it when an account is deleted
        copy=("key_of_data_json",),  # or apart="Why it is in no copy of a member’s data."
        parts={{{parts}}},
    ),
)
"""


def missing(table):
    """What is to be written for a table, or nothing."""
    [mapper] = [m for m in tables.Base.registry.mappers if m.local_table is table]
    model = mapper.class_
    if "stored" not in table.info:
        parts = ", ".join(f'"{c.name}": "…"' for c in table.c if c.name not in stored.USUAL)
        folder = model.__module__.rpartition(".")[0].replace(".", "/")
        return DECLARE.format(table=table.name, slice=folder, model=model.__name__, parts=parts)
    unsaid = [c.name for c in table.c if stored.part(table.info["stored"], c) is None]
    if unsaid:
        return (
            f"{table.name}: nobody has said what {', '.join(unsaid)} holds. Add it to `parts` of "
            f"{model.__name__} in {model.__module__.rpartition('.')[0]}.stored, as a string if it "
            "can be read, or as sealed(…), hashed(…), blind(…)."
        )
    return ""


def used_names():
    """Every name and attribute that some function of the application reads, by module."""
    found = {}
    for name, module in list(sys.modules.items()):
        if name.startswith("app.") and not name.endswith("stored"):
            codes = [f.__code__ for f in _functions(module)]
            while codes:
                code = codes.pop()
                found.setdefault(name, set()).update(code.co_names)
                codes += [c for c in code.co_consts if hasattr(c, "co_names")]
    return found


def _functions(module):
    for value in list(vars(module).values()):
        if isinstance(value, FunctionType) and value.__module__ == module.__name__:
            yield value
        elif isinstance(value, type) and value.__module__ == module.__name__:
            yield from (f for f in vars(value).values() if isinstance(f, FunctionType))


def test_every_table_and_every_column_is_there():
    told = [text for table in TABLES.values() if (text := missing(table))]

    assert not told, "\n".join(told)


def test_what_is_said_of_a_column_fits_its_type():
    wrong = []
    for table in TABLES.values():
        words = table.info["stored"]
        assert set(words.parts) <= set(table.c.keys()), f"{table.name}: no such column"
        for column in table.c:
            fits = ODD.get((table.name, column.name), stored.natural(column))
            if stored.part(words, column).kept is not fits:
                wrong.append(f"{table.name}.{column.name} is {fits}, and said to be something else")

    assert wrong == []


def test_a_copy_of_her_data_has_it_or_it_is_said_why_not():
    for name, table in TABLES.items():
        words = table.info["stored"]
        assert bool(words.copy) is not bool(words.apart), f"{name}: `copy`, or `apart` and why"
        assert set(words.copy) <= set(KEYS), f"{name}: no such key in data.json"
        if any(key.column.table.name == "members" for key in table.foreign_keys):
            assert words.closing is not Closing.NOBODYS, f"{name} names a member"


def test_titles_are_told_apart_and_sentences_are_whole():
    titles = Counter(table.info["stored"].title for table in TABLES.values())
    assert titles.most_common(1)[0][1] == 1

    for name, table in TABLES.items():
        words = table.info["stored"]
        for sentence in (words.holds, words.until.sentence, words.apart or "."):
            assert sentence.endswith("."), name
        assert not words.title.endswith("."), name


def test_no_span_of_time_is_written_by_hand():
    for name, table in TABLES.items():
        until = table.info["stored"].until
        bare = re.sub(r"\{\w+\}", "", until.sentence)
        assert not NUMBERS.search(bare), f"{name}: put the constant or the setting: {bare}"
        assert set(re.findall(r"\{(\w+)\}", until.sentence)) == set(until.spans), name


def test_each_span_is_one_that_the_code_forgets_by():
    used = used_names()
    for name, table in TABLES.items():
        for span in table.info["stored"].until.spans.values():
            if isinstance(span, Constant):
                somewhere = used[span.module.__name__] | used.get(
                    "app.people.introductions.actions"
                )
                assert span.name in somewhere, f"{name}: no function reads {span.name}"
            else:
                assert span.name in Settings.model_fields
                readers = [m for m, names in used.items() if span.name in names]
                assert readers, f"{name}: no function reads {span.name}"


def test_each_rule_of_retention_is_on_the_page():
    said = {
        span.name
        for table in TABLES.values()
        for span in table.info["stored"].until.spans.values()
        if isinstance(span, Setting)
    }

    assert said == {*Retention.model_fields, "joining_days"}


def test_the_page_says_what_is_set_here(web, running, house, monkeypatch):
    from app.community.threads import held

    before = web.visitor().get("/privacy/stored").text
    assert "For 90 days." in before
    assert "once refused, for 183 days." in before

    changed = {"retention_notifications": 33, "joining_days": 1}
    settings = house.settings.model_copy(update=changed)
    running.state.house = replace(house, settings=settings)
    monkeypatch.setattr(held, "KEPT", held.KEPT * 2)
    after = web.visitor().get("/privacy/stored").text

    assert "For 33 days." in after
    assert "after it was declined, for 1 day." in after
    assert "once refused, for 366 days." in after
    assert "For 90 days." not in after


def test_everybody_finds_it_and_all_of_it(web, amina):
    page = web.as_(amina).get("/privacy").text
    assert 'href="/privacy/stored"' in page

    found = web.get("/privacy/stored").text

    for name, table in TABLES.items():
        assert f"<code>{name}</code>" in found.replace("\n", ""), name
        assert table.info["stored"].title in found
    assert [found.index(f">{h}</h2>") for h in ("About you", "What you write")]
    assert len(found.encode()) < 100_000


def test_it_costs_no_question(web, house):
    with counted(house) as statements:
        web.visitor().get("/privacy/stored")

    assert len(statements) <= 1


# That these tests see what breaks them


@pytest.mark.parametrize(
    ("column", "kept"),
    [
        (Column("sealed", LargeBinary), Kept.SEALED),
        (Column("owner", LargeBinary(16)), Kept.BLIND),
        (Column("h", LargeBinary(32)), Kept.HASHED),
        (Column("bio", String(200)), Kept.PLAIN),
    ],
)
def test_a_type_shows_how_it_is_protected(column, kept):
    assert stored.natural(column) is kept


def test_what_is_forgotten_is_named_with_what_to_write():
    table = TABLES["greeters"]
    words = table.info.pop("stored")
    try:
        text = missing(table)
        assert "app/people/circles/stored.py" in text
        assert "keep(\n    Greeter,\n" in text
        assert '"week": "…"' in text
        table.info["stored"] = replace(words, parts={})
        assert "greeters: nobody has said what week holds." in missing(table)
        with pytest.raises(LookupError, match=r"greeters: .*week"):
            rooms.by_room(Settings())
    finally:
        table.info["stored"] = words
    assert missing(table) == ""


def test_nothing_is_described_twice():
    from app.people.circles.models import Greeter

    with pytest.raises(ValueError, match="greeters is described twice"):
        stored.keep(Greeter, Stored(Room.YOU, "", "", Until("."), Closing.GOES))
