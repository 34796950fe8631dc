"""Sentences of templates: found whole, and put back in another order."""

import pytest
from jinja2 import Environment
from markupsafe import Markup

from app.web.kit import wording
from app.web.kit.sentences import Untranslatable

VALUES = {"name": "Bea <3", "n": 3, "org": "", "href": "/o/x", "late": True, "icon": str}


def messages(template, *, html=True):
    found = []
    tree = Environment(autoescape=True).parse(template)
    wording.translated(tree, lambda message: found.append(message) or message, html=html)
    return found


def rendered(template, say, *, html=True, **values):
    env = Environment(autoescape=html)
    env.filters[wording.IN_WORDS] = lambda value: value
    tree = wording.translated(env.parse(template), say, html=html)
    return env.from_string(tree).render(VALUES | values)


def pseudo(message):
    """Every word in brackets, and what stands among the words as it was."""
    return f"[{message}]"


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<meta name="viewport" content="width=device-width">', []),
        ('<meta property="og:description" content="A forum">', ["A forum"]),
        ("<p>\n  Hello\n  there \n</p>", ["Hello there"]),
        ("<p>Posted by <b>{{ name }}</b></p>", ["Posted by <b>{name}</b>"]),
        ("<p><b>{{ name }}</b></p>", []),
        ("<a href='{{ href }}'><span class=x>Back</span></a>", ["Back"]),
        ("<p><a href=x>One</a> and <a href=y>two</a></p>", ["<a>One</a> and <a2>two</a2>"]),
        ("<p>{{ a.name }} met {{ b.name }}</p>", ["{name} met {name2}"]),
        ("<p>{{ name }}, {{ name }}!</p><p>{{ name }} says</p>", ["{name} says"]),
        ("<li>{{ icon('x') }}Open a circle</li>", ["Open a circle"]),
        ("<ul><li>One<li>Two</ul>", ["One", "Two"]),
        ('<img alt="A cup" src="a b">', ["A cup"]),
        ('<p title="See {{ name }}" class="big red">Now</p>', ["See {name}", "Now"]),
        ("<p>Since{% if late %} yesterday{% endif %}</p>", ["Since", "yesterday"]),
        ("<p {% if late %}hidden{% endif %}>Now</p>", ["Now"]),
        ('<p class="{{ "Big red" if late }}">Now</p>', ["Now"]),
        ('<p>{{ "late" if late else "In time" }}</p>', ["late", "In time"]),
        ('<p>{{ "x" if n == "No such" else n }}</p>', ["x"]),
        ('{{ field("name", "Your name", hint="as you do") }}', ["Your name", "as you do"]),
        ('{{ n ~ " of " ~ n }}', ["{n} of {n}"]),
        ('{{ field("a_" ~ n, "What " ~ name ~ " reads", hint="As " ~ ("a b" if late else n)) }}',
         ["What {name} reads", "As {words}", "a b"]),
        ('{% macro m(a) -%} data-a="{{ a }}" hidden {%- endmacro %}', []),
        ('{{ " The link: " ~ name ~ "." if late }}{{ ": " ~ n }}', ["The link: {name}."]),
        ('{{ url("Some route") }}{{ n|map(attribute="A b") }}', []),
        ('<b>{{ n|count("reply", "replies") }}</b>', []),
        ("<script>if (a < b) say('No')</script><style>p > b {}</style>", []),
        ("<svg><title>Not this</title><path d='M 1'/></svg><p>This</p>", ["This"]),
        ("{% set x = 'A title' %}{% macro m(a='Some words') %}<p>In it</p>{% endmacro %}",
         ["A title", "Some words", "In it"]),
        ("<!DOCTYPE html><html lang=en><!-- no words --><p>Yes", ["Yes"]),
    ],
)  # fmt: skip
def test_what_a_template_says_is_found_whole(template, found):
    assert sorted(messages(template)) == sorted(found)


def test_letters_are_read_in_paragraphs():
    text = "Hello {{ name }},\n\nwe wrote\nto you.\n\n{% if late %}Late.{% endif %}\n"

    assert messages(text, html=False) == ["Hello {name},", "we wrote to you.", "Late."]
    assert rendered(text, pseudo, html=False) == (
        "[Hello Bea <3,]\n\n[we wrote to you.]\n\n[Late.]"
    )


def test_what_stands_among_the_words_is_moved():
    template = '<p>From <a href="{{ href }}">{{ name }}</a> for {{ n }} days</p>'

    said = rendered(template, lambda _: "{n} Tage lang für <a>die {name}</a>")

    assert said == '<p>3 Tage lang für <a href="/o/x">die Bea &lt;3</a></p>'


def test_other_words_stand_where_the_first_stood():
    template = '<p title="See {{ name }}">\n Now <b>go</b> </p>{% if late %}<i>Late</i>{% endif %}'

    assert rendered(template, pseudo) == (
        '<p title="[See Bea &lt;3]">\n [Now <b>go</b>] </p><i>[Late]</i>'
    )


def test_a_quotation_mark_ends_no_value():
    assert rendered('<p title="Go">', lambda _: 'say "go"') == '<p title="say &quot;go&quot;">'


def test_words_in_expressions_are_said_too():
    template = "{% macro say(a, b='By the way') %}{{ a }}, {{ b }}{% endmacro %}{{ say('Hello') }}"

    assert rendered(template, pseudo) == Markup("[Hello], [By the way]")


def test_words_that_are_put_together_are_one_sentence():
    template = '{{ field(" By " ~ name ~ ", since " ~ n ~ ". ") }}'

    assert rendered(template, lambda _: "{n}: {name}.", field=str) == " 3: Bea &lt;3. "
    assert rendered(template, pseudo, html=False, field=str) == " [By Bea <3, since 3.] "


@pytest.mark.parametrize("said", ["Von {nom}", "Von", "Von <b>{name}", "Von <i>{name}</i>"])
def test_a_translation_has_all_that_its_message_has(said):
    with pytest.raises(Untranslatable):
        rendered("<p>By <b>{{ name }}</b></p>", lambda _: said)
