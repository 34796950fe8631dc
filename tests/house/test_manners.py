"""The house keeps its own rules, and each rule notices when it is broken."""

import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from sqlalchemy.orm import DeclarativeBase

import app
from app import tables
from app.core.db import Base
from app.core.settings import ROOT, TEMPLATES
from app.web.kit.route import OneHop
from tests.house import manners, markup

SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text() for path in (ROOT / "app").rglob("*.py")
}
TESTS = {
    path.relative_to(ROOT).as_posix(): path.read_text() for path in (ROOT / "tests").rglob("*.py")
}
PAGES = {
    path.relative_to(TEMPLATES).as_posix(): path.read_text()
    for path in TEMPLATES.rglob("*.html")
    # Letters are no pages of ours: no policy reaches a mail program, and it knows no stylesheet.
    # Nor is the copy of her data, which she opens without us.
    if path.parent.name != "mail" and path.name != "export_file.html"
}
RULES = [
    *(manners.too_long, manners.commits, manners.lazy_relationships),
    *(manners.wrong_doors, manners.async_handlers),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_file_keeps_the_rule(rule):
    broken = [found for path, source in SOURCES.items() for found in rule(path, source)]

    assert broken == []


def test_tests_are_of_a_size_too():
    most = manners.MOST_OF_A_TEST
    broken = [f for path, source in TESTS.items() for f in manners.too_long(path, source, most)]

    assert [found for found in broken if "has" in found and "py:" not in found] == []


def test_what_fills_the_site_of_the_browser_tests_does_it_once():
    assert [f for path, source in TESTS.items() for f in manners.set_up_again(path, source)] == []


@pytest.mark.parametrize("scope", ["session", "module"])
def test_a_fixture_that_would_fill_the_site_twice_is_noticed(scope):
    source = f'@pytest.fixture(scope="{scope}")\ndef people(site): ...'

    assert bool(list(manners.set_up_again("tests/browser/x.py", source))) == (scope == "module")


def test_browser_tests_give_every_member_and_circle_a_name_of_its_own():
    shared = {path: s for path, s in TESTS.items() if path.startswith("tests/browser/")}
    both = {"a.py": 'make.member("Lina")', "b.py": 'Make(s, h).member("Lina", c)'}

    assert list(manners.named_twice(shared)) == []
    assert list(manners.named_twice(both)) == ["member Lina is made by a.py, b.py"]


@pytest.mark.parametrize("path", sorted(PAGES))
def test_a_template_holds_no_style_or_script(path):
    assert list(manners.inline(path, PAGES[path])) == []


def test_attributes_do_not_run_together():
    assert [f for path, html in PAGES.items() for f in manners.run_together(path, html)] == []


def test_attributes_that_run_together_are_noticed():
    eaten = '<p id="a"{% if b %} class="b"{% endif %}\n   hidden>'
    alone = '<p id="a"\n   {% if b %}\n   class="b"\n   {% endif %}\n   hidden>'

    assert list(manners.run_together("a.html", eaten))
    assert not list(manners.run_together("a.html", alone))


def test_what_htmx_replaces_is_there():
    assert list(manners.lost_targets(PAGES)) == []


def test_every_table_is_known_to_those_who_copy_the_database():
    for found in pkgutil.walk_packages(app.__path__, "app."):
        if found.name != "app.__main__":
            importlib.import_module(found.name)

    models = {m.class_.__tablename__ for m in Base.registry.mappers}

    assert models == set(tables.metadata().tables)
    named = {room.__name__ for room in tables.ROOMS}
    assert {m.class_.__module__ for m in Base.registry.mappers} == named
    assert _bases() == {"Base"}


def _bases():
    return {base.__name__ for base in DeclarativeBase.__subclasses__()}


def test_every_handler_is_a_plain_function(running):
    routes = [route for route in running.router.routes if isinstance(route, OneHop)]

    assert len(routes) > 30
    assert not [r.name for r in routes if inspect.iscoroutinefunction(r.endpoint)]


LONG = "def f():\n" + "    x = 1\n" * 40
BROKEN = [
    (manners.too_long, "x = 1\n" * 251),
    (manners.too_long, LONG),
    (manners.too_long, LONG.replace("def", "async def")),
    (manners.commits, "def f(session):\n    session.commit()"),
    (manners.commits, "def f(s):\n    s.rollback()"),
    (manners.commits, "keep = session.commit"),
    (manners.lazy_relationships, "posts = relationship()"),
    (manners.lazy_relationships, "posts = orm.relationship(lazy='select')"),
    (manners.wrong_doors, "import secrets"),
    (manners.wrong_doors, "from secrets import token_bytes"),
    (manners.wrong_doors, "from datetime import datetime\nx = datetime.now()"),
    (manners.wrong_doors, "import datetime\nx = datetime.datetime.now()"),
    (manners.wrong_doors, "import datetime as d\nx = d.datetime.utcnow()"),
    (manners.wrong_doors, "import os\nx = os.environ['A']"),
    (manners.wrong_doors, "from os import environ"),
    (manners.wrong_doors, "import os\nx = os.getenv('A')"),
    (manners.async_handlers, "@router.get('/')\nasync def home(): ..."),
    (manners.async_handlers, "@router.post('/', name='x')\nasync def home(): ..."),
]


@pytest.mark.parametrize(("rule", "snippet"), BROKEN)
def test_a_rule_notices_when_it_is_broken(rule, snippet):
    assert list(rule("app/web/somewhere.py", snippet))


KEPT = [
    (manners.too_long, LONG.replace("x = 1\n", "x = 1\n", 1).replace("    x = 1\n", "", 2)),
    (manners.lazy_relationships, "posts = relationship(lazy='raise')"),
    (manners.wrong_doors, "from app.core import clock\nx = clock.now()"),
    (manners.async_handlers, "async def answer(request): ..."),
]


@pytest.mark.parametrize(("rule", "snippet"), KEPT)
def test_a_rule_leaves_the_rest_alone(rule, snippet):
    assert not list(rule("app/web/somewhere.py", snippet))


@pytest.mark.parametrize(
    "html",
    [
        "<style>p {}</style>",
        '<p style="color:red">',
        "<script>1</script>",
        '<script type="module">1</script>',
        '<a onclick="x()">',
        '<a href="javascript:x()">',
        '<p hx-on:click="x">',
    ],
)
def test_inline_things_are_noticed(html):
    assert list(manners.inline("a.html", html))


def test_data_for_search_engines_is_no_script():
    assert not list(manners.inline("a.html", '<script type="application/ld+json">{}</script>'))


@pytest.mark.parametrize(
    "html",
    [
        '<a hx-target="#here">',
        '<a hx-target="#here"><p id="here">',
        '<a hx-target="#here">{% block here %}',
        '{{ pager(a, b, target="here") }}',
    ],
)
def test_a_lost_target_is_noticed(html):
    assert list(manners.lost_targets({"a.html": html}))


def test_a_target_that_is_there_is_fine():
    html = '<a hx-target="#here">{% block here %}<p id="here">{% endblock %}'

    assert not list(manners.lost_targets({"a.html": html}))


def test_the_places_of_the_rules_exist():
    for path in {*manners.COMMITTERS, *(p for doors in manners.DOORS.values() for p in doors)}:
        assert Path(ROOT / path).is_file()


@pytest.mark.parametrize(
    "html",
    [
        '<input requiredautocomplete="off">',
        '<p id="a"class="b">',
        '<p id="a" id="b">',
        '<li id="m1" {% if a %}>',
    ],
)
def test_a_slip_in_a_tag_is_noticed(html):
    assert list(markup.slips(html))


def test_tags_as_they_should_be_have_no_slip():
    html = '<p id="a" hidden data-n=1><path d="M0" /><input aria-describedby="x > y" required>'

    assert not list(markup.slips(html))
