"""What our scripts say is found in them, and comes with a page in another language."""

import json
import re

import pytest

from app.core import languages
from app.web.kit import scripts
from tests.bracketed import catalogues_in, kept

WORDS = re.compile(r'"(?=[A-Z][a-z])[^"\n]* [^"\n]*"|`[A-Z][a-z]+ [^`\n]*`')
AGO = ("{n} min ago", "{n} min ago")


@pytest.fixture
def folder(tmp_path):
    with catalogues_in(tmp_path):
        yield tmp_path


def brought_by(code):
    element = scripts.words(languages.catalogue(code))
    json_of = re.fullmatch(
        r'<script type="application/json" id="script-words">([^<]*)</script>', element
    )
    return json.loads(json_of[1])


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('said("Copied")', ["Copied"]),
        ('show(said(\n  "Reply {n}", { n },\n))', ["Reply {n}"]),
        ('a ? said("One \\"two\\"") : said("Three")', ['One "two"', "Three"]),
        ('counted("{n} day", "{n} days", n)', [("{n} day", "{n} days")]),
        ('counted(\n  "{n} h",\n  "{n} h",\n  n)', [("{n} h", "{n} h")]),
        ('unsaid("Nothing")', []),
        ("said(message, values)", []),
    ],
)
def test_messages_are_found(source, found):
    assert [*scripts.messages(source)] == found


@pytest.mark.parametrize("path", scripts.OURS, ids=lambda path: path.name)
def test_whatever_a_script_says_can_be_said_in_another_language(path):
    source = path.read_text()

    found = [*scripts.messages(source)]
    marked = {key for key in found if isinstance(key, str)}
    assert {words[1:-1] for words in WORDS.findall(source)} <= marked
    calls = re.findall(r"\b(?:said|counted)\((?!message, values|one, many)", source)
    assert len(calls) == len(found)


def test_a_page_brings_what_is_said_otherwise_and_nothing_that_ends_it(folder):
    kept(
        folder,
        "es",
        {"Copied": "Copiado", "Shared": "</script>", "just now": "", AGO: ("1", "m", "n")},
    )

    assert brought_by("es") == {
        "Copied": "Copiado",
        "Shared": "</script>",
        "{n} min ago\n{n} min ago": {"one": "1", "many": "m", "other": "n"},
    }


def test_each_number_has_the_form_that_its_language_has_for_it(folder):
    kept(folder, "ar", {AGO: tuple("012345")})

    forms = {"zero": "0", "one": "1", "two": "2", "few": "3", "many": "4", "other": "5"}
    assert brought_by("ar")["\n".join(AGO)] == forms
