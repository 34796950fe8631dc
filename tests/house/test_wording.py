"""Whatever Python says to people is a message, or stands in a list of what is none.

In `unspoken` each line is a file and what stands there (`web/kit/page.py: Some words`), in a list
for each room: words that are kept as they are, and what only looks like words.
"""

import ast
from pathlib import Path

import pytest

from app.core.settings import ROOT
from app.languages import marked

APP = ROOT / "app"
LISTS = sorted((Path(__file__).parent / "unspoken").glob("*.txt"))
# For operators, and for whoever translates.
APART = {"commands", "languages", "cli.py", "metrics.py"}
# The same; what is read in programs; names; and what stands in texts in English, or is put there.
WHOLE_FILES = {
    *("core/settings.py", "core/retention.py", "web/api/describing.py"),
    "people/anonymity/labels.py",
    *(
        f"community/softening/{one}.py"
        for one in ("ages", "contacts", "days", "hers", "people", "places", "rules", "teams")
    ),
    "community/softening/work.py",
}
LENGTH = 100


def found():
    """Each as a line of a list, by its room."""
    rooms = {}
    for path in sorted(APP.rglob("*.py")):
        place = path.relative_to(APP)
        if place.parts[0] not in APART and place.as_posix() not in WHOLE_FILES:
            lines = rooms.setdefault(room(place.as_posix()), set())
            for _number, words in marked.unmarked(ast.parse(path.read_text())):
                lines.add(line(place.as_posix(), words))
    return rooms


def line(place, words):
    return f"{place}: {repr(words)[1:-1][:LENGTH]}".rstrip()


def room(place):
    floor, *rest = place.split("/")
    return f"web/{rest[0]}" if floor == "web" and rest[1:] else floor if rest else "doors"


FOUND = found()
LISTED = {each.stem: each.read_text().splitlines() for each in LISTS}


@pytest.mark.parametrize("of", sorted(FOUND))
def test_what_a_room_says_is_a_message_or_listed_as_none(of):
    assert sorted(FOUND[of] - set(LISTED.get(of.replace("/", "-"), ()))) == []


@pytest.mark.parametrize("of", sorted(LISTED))
def test_no_line_of_a_list_is_stale(of):
    there = FOUND[of.replace("-", "/")]

    assert [one for one in LISTED[of] if one not in there] == []
    assert LISTED[of] == sorted(set(LISTED[of]))


def test_each_file_that_is_passed_over_is_there():
    assert [one for one in WHOLE_FILES if not (APP / one).is_file()] == []


@pytest.mark.parametrize(
    "code",
    [
        'WHY = "You can read it."',
        'WHY = f"{name} has asked."',
        'WHY = {1: "Well", 2: "Not well"}[mood]',
        'raise Gone("It " "is over.")',
        'Sentence("Until {day}.", day="the day is over")',
        'WHY = "{n} replies".format(n=3)',
    ],
)
def test_words_that_are_no_message_are_noticed(code):
    assert list(marked.unmarked(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        'WHY = Sentence("You can read it.")',
        'WHY = several("{n} reply", "{n} replies", n)',
        'WHY = phrases({1: "Well", 2: "Not well"})',
        'raise Invalid("day", "It is over." if late else "It is near.")',
        'log.warning("It is over")',
        'HEADERS = {"Cache-Control": "public, max-age=60"}',
        'raise CannotSend("no way there")',
        'def f():\n    """What it does."""',
    ],
)
def test_messages_and_what_is_for_programs_are_not(code):
    assert not list(marked.unmarked(ast.parse(code)))
