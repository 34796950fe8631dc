"""Every page, and every answer to a form that does not fit, says all it says in her language.

That language is made here: of each message all letters are `ø`. What a page then says in others is
what the world holds, or has been forgotten.
"""

import ast
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

import pytest
from babel import Locale

from app.core import languages
from app.core.limits import Limiter
from app.core.settings import ROOT
from app.people.anonymity import labels
from app.people.safety import help_lines
from app.people.site import told
from app.web.kit import csrf
from tests.bracketed import SPANISH, all_messages, catalogues_in, kept
from tests.house.spoken import any_of, other, texts, unsaid
from tests.house.test_discretion import PIECES, is_page
from tests.house.test_permissions import everybody
from tests.house.world import FORMS, routes

HERE = ROOT / "tests"
MAKERS = ("making.py", "arranged.py", "pairs.py", "scenes.py")
# Who builds the world; a text that stands there with a capital is no word of ours.
BUILDERS = [
    *(HERE / "make.py", *(HERE / "house").glob("[!t]*.py")),
    *(path for name in MAKERS for path in HERE.rglob(name)),
]
PEOPLE = {"hana", "maud", "cora", "mona", "wilma", "grace", "bea", "olga", "stella", "dora"}
NAMES = {
    *("Common Thread", "Elsewhere", "Guild Works", "Closed Works", "has been there", "See"),
    # Of the world, though we say the same elsewhere.
    *("Kind words", "Leading for the first time", "First leads", "Where to begin", "My script"),
    *("For you", "Because of warn."),
    *PEOPLE,
    *(one.capitalize() for one in PEOPLE),
    *(each.name for each in languages.KNOWN.values()),
    *(Locale("es").territories[one.code] for one in help_lines.ours().values()),
    *(country.name for country in help_lines.ours().values()),
    # Of the lines of her country, and of that which is changed, what is the same in every language;
    # and the words of their table.
    *(
        same
        for code in ("ES", "IS")
        for line in help_lines.ours()[code].lines
        for same in (line.name, line.host)
    ),
    *(f"{name}:" for name in (*told.OF_COUNTRY, *told.OF_LINE)),
    *(f"kind: {kind}" for kind in help_lines.Kind),
    *labels.QUALITIES,
    *labels.THINGS,
}
# The columns of a table that is read.
TYPED = ("kind, title,", "place, hours,")


@pytest.fixture(scope="module")
def spanish(tmp_path_factory):
    """A Spanish in which every message has other letters."""
    folder = tmp_path_factory.mktemp("languages")
    with catalogues_in(folder):
        kept(
            folder, SPANISH.code, {message: in_other_letters(message) for message in all_messages()}
        )
        yield


def in_other_letters(message):
    if isinstance(message, str):
        return other(message)
    one, many = map(other, message)
    # Of Spanish: one, millions, others.
    return one, many, many


@pytest.fixture(scope="module")
def left():
    """What is left of a text without what stands in the world; '' where nothing is."""
    ours = {one for m in all_messages() for one in (m if isinstance(m, tuple) else (m,))}
    strings = {
        part.value
        for path in BUILDERS
        for part in ast.walk(ast.parse(path.read_text()))
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    data = any_of({one for one in strings if one[:1].isupper()} - ours | NAMES)
    # The same texts stand on many pages.
    return lru_cache(None)(lambda text: unsaid(text, data))


@pytest.fixture
def speaking(spanish, running, web):
    """A browser that would like Spanish best, and is in a country of which we have help lines."""
    web.client.headers["Accept-Language"] = "es-ES"
    running.state.templates._others.pop(SPANISH, None)
    yield web
    running.state.templates._others.pop(SPANISH, None)


def asked(browser, running, world):
    """Each page of the house."""
    for name, route in sorted(routes(running, "GET").items()):
        path = world.path(route)
        running.state.house = replace(world.house, limiter=Limiter())
        yield f"GET {name}", browser.client.get(path)


def refused(browser, running, world):
    """The answer to each form that lacks all its fields, and to one with nonsense in each."""
    for name, route in sorted(routes(running, "POST").items()):
        path = world.path(route)
        for typed in ({}, dict.fromkeys(FORMS[name], "¿" * 600)):
            running.state.house = replace(world.house, limiter=Limiter())
            token = csrf.token(browser.house.ring, browser.token)
            data = typed | {"csrf_token": token, "odd": "?"}
            yield f"POST {name}", browser.client.post(path, data=data)


def forgotten(answers, left):
    """A line for each address whose page does not say all in her language, with what it says."""
    found = defaultdict(set)
    for name, answer in answers:
        if is_page(answer):
            assert 'lang="es"' in answer.text or name.split()[1] in PIECES, name
            found[name] |= {left(text) for text in texts(answer.text)} - {""}
    assert len(found) > 40
    escaped = {
        name: sorted(one for one in said if not one.startswith(TYPED))
        for name, said in found.items()
    }
    return "\n".join(f"{name}: {' | '.join(said)}" for name, said in escaped.items() if said)


# Which database it is says nothing.
ONCE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@ONCE
@pytest.mark.parametrize("who", ["nobody", "bea", "grace", "hana", "mona", "olga"])
def test_a_page_says_all_in_her_language(who, speaking, running, make, copies, left):
    world = copies.world(everybody, make)
    browser = speaking.visitor() if who == "nobody" else speaking.as_(getattr(world, who))

    escaped = forgotten(asked(browser, running, world), left)
    assert not escaped, f"\n{escaped}"


@ONCE
@pytest.mark.parametrize("who", ["nobody", "grace", "hana", "olga"])
def test_so_does_what_is_answered_to_a_form_that_does_not_fit(
    who, speaking, running, make, copies, left
):
    world = copies.world(everybody, make)
    browser = speaking.visitor() if who == "nobody" else speaking.as_(getattr(world, who))

    escaped = forgotten(refused(browser, running, world), left)
    assert not escaped, f"\n{escaped}"


def test_a_word_that_was_forgotten_is_noticed():
    data = any_of(["Bea", "The nights"])
    page = '<p title="Close">øøøø <b>The nights</b>: <b>Bea</b> on Monday</p><code>Ask us</code>'

    said = [unsaid(text, data) for text in texts(page)]

    assert [one for one in said if one] == ["Close", "on Monday"]
    assert other("By <b>{name}</b> &amp; Co") == "øø <b>{name}</b> &amp; øø"
    assert not unsaid("øøø Bea, øø The nights @bea bea@example.org 3g5r59pkef60h UTC", data)
