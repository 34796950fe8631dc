"""A letter is wholly in the language of whoever gets it."""

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from app.core.settings import TEMPLATES
from app.languages import marked
from app.languages.__main__ import of_template
from app.oversight.notifications import mail_words
from app.oversight.notifications.choices import Rhythm
from app.oversight.notifications.mail_words import Place
from app.people.members.models import Discretion
from app.people.noted.events import Kind
from app.web.kit.letters import DISCREET_SUBJECT, SUBJECT
from tests.bracketed import bracketed
from tests.oversight.mail.writing import reply

MONDAY = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def spanish(tmp_path):
    found = {SUBJECT, DISCREET_SUBJECT}
    for path in (TEMPLATES / "mail").iterdir():
        found |= set(of_template(path))
    found |= set(marked.messages(ast.parse(Path(mail_words.__file__).read_text())))
    with bracketed(tmp_path, found):
        yield


def left_over(letter):
    """The words of both forms that are in no sentence that was translated."""
    html = re.sub(r"<style.*?</style>|<[^>]*>", " ", letter.html, flags=re.DOTALL)
    plain = re.sub(r"http[^\s⟧]+", " ", f"{letter.subject}\n{letter.text}\n{html}")
    return re.findall(r"[^\W\d_]+", re.sub(r"⟦[^⟦⟧]*⟧", " ", plain))


def digest(web, post, by, thread, **more):
    """Of a day on which she was answered and mentioned."""
    with time_machine.travel(MONDAY, tick=False) as clocks:
        for words in ("You are right.", "Thank you.", "A word to @amina"):
            reply(web, by, thread, words, **more)
        clocks.move_to(MONDAY + timedelta(days=1))
        [letter] = post.write()
    return letter


def speaks(session, member, language, **more):
    member.language = language
    for name, value in more.items():
        setattr(member, name, value)
    session.commit()


def test_a_digest_is_wholly_in_it(web, post, session, amina, bea, thread):
    speaks(session, amina, "es")
    post.choose(amina, Rhythm.DAILY, hour=8)

    letter = digest(web, post, bea, thread)

    assert letter.subject == f"⟦{SUBJECT}⟧"
    assert "⟦2 replies in threads of yours.⟧" in letter.text
    assert "⟦1 mention of you.⟧" in letter.text
    assert '<html lang="es"' in letter.html
    assert left_over(letter) == []


def test_so_is_a_discreet_one(web, post, session, amina, bea, thread):
    speaks(session, amina, "es", discretion=Discretion.DISCREET)
    post.choose(amina, Rhythm.DAILY, hour=8)

    letter = digest(web, post, bea, thread)

    assert letter.subject == f"⟦{DISCREET_SUBJECT}⟧"
    assert left_over(letter) == []


def test_one_thing_alone_is_told_in_it_with_its_names(web, post, session, amina, bea, thread):
    speaks(session, amina, "es")
    post.choose(amina)
    reply(web, bea, thread, "A word to @amina")

    [letter] = post.write()

    assert "⟦\u2068Bea\u2069 mentioned you in \u2068New mothers\u2069.⟧" in letter.text
    assert left_over(letter) == []


def test_whoever_has_chosen_none_gets_the_sites(web, post, session, amina, bea, thread):
    speaks(session, amina, "")
    post.choose(amina, Rhythm.DAILY, hour=8)

    letter = digest(web, post, bea, thread)

    assert letter.subject == SUBJECT
    assert "⟦" not in letter.text + letter.html


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind in mail_words._COUNTED])
@pytest.mark.parametrize("n", [1, 2, 1000])
def test_each_kind_is_one_sentence_however_often(kind, n):
    [line] = mail_words.many([kind] * n)

    assert line.endswith(".")
    assert (f"{n:,}" in line) or n == 1


@pytest.mark.parametrize(
    ("private", "named", "said"),
    [
        (1, 0, "There are new posts in: a circle that only its members see."),
        (2, 0, "There are new posts in: 2 circles that only their members see."),
        (0, 1, "There are new posts in: \u2068A\u2069."),
        (1, 1, "There are new posts in: \u2068A\u2069, a circle that only its members see."),
        (3, 1, "There are new posts in: \u2068A\u2069, 3 circles that only their members see."),
    ],
)
def test_where_something_is_new_is_one_sentence(private, named, said):
    hidden = [Place("Safe room", is_public=False, is_private=True)] * private
    places = [Place("A", is_public=True, is_private=False)] * named

    assert mail_words.new_in(hidden + places) == [said]


def test_where_nothing_is_new_nothing_is_said():
    assert mail_words.new_in([]) == []
