"""A copy of her data: all of it, in a form that can be relied on, made without leaving anything."""

import json
import os
import re
import sys
import tracemalloc
from datetime import date, datetime
from html.parser import HTMLParser

import pytest
import time_machine
from sqlalchemy import func, select

from app import tables
from app.community.threads.models import Post
from app.core import clock
from app.core.settings import Settings
from app.oversight.moderation.models import Action
from app.people.members.models import Role
from app.web.kit.addresses import url
from app.web.kit.templating import Templates
from tests.make import PASSWORD
from tests.people.members import everything
from tests.people.members.test_exporting import ask, crowded, opened

__all__ = ["crowded"]

SECRET = "Nobody here knows me"
DOCUMENTED = Templates(Settings()).env.get_template("people/members/export_keys.html").module
KEYS = DOCUMENTED.keys
WHEN_TICKED = set(DOCUMENTED.when_ticked)
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@pytest.fixture
def hidden(web, make, crowded, amina, bea):
    """A thread in which Amina has written under a pseudonym alone."""
    thread = make.thread(crowded, bea, title="At home")
    web.as_(amina).post(url("reply", thread_id=thread.id), body=SECRET, anonymous="on")
    return thread


# What is in it


def test_every_name_in_it_is_explained_in_it(web, amina, hidden):
    for ticked in ("", "on"):
        copy = opened(ask(web, amina, anonymous=ticked))

        wanted = set(KEYS) if ticked else set(KEYS) - WHEN_TICKED
        assert set(copy["data.json"]) == wanted
        for key in KEYS:
            assert (f"<code>{key}</code>" in copy["index.html"]) is (key in wanted)
    assert all(words.endswith(".") for words in KEYS.values())


def test_it_says_of_which_form_it_is_and_when_it_was_made(web, amina):
    said = opened(ask(web, amina))["data.json"]

    assert (said["format"], said["site"]) == (1, "Common Thread")
    assert said["made"] == clock.today().isoformat()


def referring(session, member_id):
    """The tables in which a row names her."""
    columns = [
        (table, key.parent)
        for table in tables.metadata().sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "members"
    ]
    many = select(func.count())
    found = {t.name for t, c in columns if session.scalar(many.where(c == member_id))}
    session.rollback()
    return found


def test_whatever_names_her_is_in_it_where_the_page_of_what_is_stored_says_so(
    web, house, session, make, grace, stella, thread
):
    """Also of tables that do not exist yet: what they say of themselves is held against a copy."""
    everything.of(web, house, session, make, (grace, stella), thread)
    named = referring(session, grace.id)
    assert len(named) > 25

    said = opened(ask(web, grace))["data.json"]

    for name in named:
        stored = tables.metadata().tables[name].info["stored"]
        keys = [key for key in stored.copy if key not in WHEN_TICKED]
        assert keys or stored.apart, name
        assert not keys or any(said[key] for key in keys), f"{name} is in none of {keys}"


def days(value):
    if isinstance(value, dict):
        for one in value.values():
            yield from days(one)
    elif isinstance(value, list):
        for one in value:
            yield from days(one)
    elif isinstance(value, str) and DAY.match(value):
        yield value


def test_days_and_moments_are_written_as_iso_8601_has_them(
    web, house, session, make, grace, stella, thread
):
    everything.of(web, house, session, make, (grace, stella), thread)

    found = list(days(opened(ask(web, grace, anonymous="on"))["data.json"]))

    assert len(found) > 20
    for one in found:
        if len(one) > len("2026-03-09"):
            assert datetime.fromisoformat(one).tzinfo is not None, one
        else:
            date.fromisoformat(one)


def test_kind_words_are_in_it_when_she_asks(web, make, crowded, amina, bea, hidden):
    for who in (amina, bea):
        way = url("react", post_id=make.post(make.thread(crowded, None, title=who.name)).id)
        for one in (amina, bea):
            web.as_(one).post(way, kind="with-you" if one is who else "thanks")

    without, ticked = (opened(ask(web, amina, anonymous=a)) for a in ("", "on"))

    assert "reactions" not in without["data.json"]
    said = {(one["thread"], one["number"], one["said"]) for one in ticked["data.json"]["reactions"]}
    assert said == {("Amina", 1, "with-you"), ("Bea", 1, "thanks")}
    assert "With you: <bdi>Amina</bdi>" in ticked["index.html"]


def test_what_moderators_told_her_pseudonym_is_in_it_when_she_asks(web, make, amina, bea, hidden):
    mona = make.member("Mona", role=Role.MODERATOR)
    make.decided(make.post(hidden, 2), bea, mona, action=Action.WARN, words="This named somebody.")

    without, ticked = (opened(ask(web, amina, anonymous=a)) for a in ("", "on"))

    assert "This named somebody." not in str(without)
    [case] = ticked["data.json"]["anonymous_cases"]
    assert [one["words"] for one in case["messages"]] == ["This named somebody."]
    assert "This named somebody." in ticked["index.html"]
    assert "This named somebody." not in str(opened(ask(web, bea, anonymous="on")))


class Page(HTMLParser):
    """What a page asks for, and what it is made of."""

    def __init__(self):
        super().__init__()
        self.tags, self.wants = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        wants = [n for n, _ in attrs if n in {"src", "srcset", "style"} or n.startswith("on")]
        self.wants += [(tag, name) for name in wants]


def test_the_page_stands_alone_and_runs_nothing(web, house, session, make, grace, stella, thread):
    everything.of(web, house, session, make, (grace, stella), thread)
    page = Page()

    html = opened(ask(web, grace, anonymous="on"))["index.html"]
    page.feed(html)

    assert not {"script", "link", "img", "iframe", "form", "object"} & set(page.tags)
    assert page.wants == []
    assert "@import" not in html
    assert "url(" not in html.partition("</style>")[0]
    assert (page.tags.count("h1"), page.tags.count("main")) == (1, 1)
    assert 'lang="en"' in html


# How it is made


@pytest.fixture
def opened_to_write():
    """The files that this process opens to write, or makes, moves or takes away."""
    # A hook stays as long as the process: it is asked to be silent.
    seen, listening = [], [True]

    def hook(event, args):
        if not listening[0]:
            return
        if event == "open" and isinstance(args[2], int):
            if args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                seen.append(str(args[0]))
        elif event in {"os.rename", "os.mkdir", "tempfile.mkstemp", "shutil.copyfile"}:
            seen.append(f"{event} {args[0]}")

    sys.addaudithook(hook)
    yield seen
    listening[0] = False


def test_nothing_of_it_is_written_anywhere(web, make, crowded, amina, opened_to_write, tmp_path):
    """It waits nowhere, so that nothing has to be encrypted while it waits."""
    words = "".join(f"word{n} " for n in range(2000))
    make.thread(crowded, amina, title="Long", body=words, replies=[(amina, words)] * 20)
    page = web.as_(amina).get("/settings/export")
    (tmp_path / "seen").write_text("that the hook sees what is written")
    assert str(tmp_path / "seen") in opened_to_write
    opened_to_write.clear()

    answer = web.send(page, "/settings/export", password=PASSWORD, anonymous="on")

    assert len(opened(answer)["data.json"]["posts"]) == 21
    # SQLite's own files lie beside it, and its pages are read through Python's back.
    assert [name for name in opened_to_write if not name.startswith("/dev/")] == []


def test_much_is_never_held_as_a_whole(web, make, session, crowded, amina, monkeypatch):
    """Of forty megabytes of her words a tenth at most is in memory at any time."""
    thread = make.thread(crowded, amina, title="Long")
    body = "".join(chr(97 + n * n % 26) for n in range(20_000))
    session.add_all(
        Post(
            thread_id=thread.id,
            seq=n,
            author_id=amina.id,
            body=f"{n} {body}",
            html=f"<p>{n} {body}</p>",
        )
        for n in range(2, 1002)
    )
    session.commit()
    session.expunge_all()
    copy = _copy_of(web, make, amina)

    tracemalloc.start()
    sent = sum(len(text) for _name, pieces in copy for text in pieces)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert sent > 60_000_000
    assert most < 25_000_000


def _copy_of(web, make, who):
    from app.web.people.export import Copy, _short

    with make._as(who) as (session, viewer):
        short = _short(session, make.house, viewer)
    copy = Copy(make.house, viewer, with_anonymous=True, short=short)
    return copy.files(web.client.app.state.templates)


def test_it_is_made_for_the_moment_of_asking_alone(web, amina):
    with time_machine.travel("2026-03-09T20:15:33Z", tick=False):
        answer = ask(web, amina)

    assert "20:15" not in json.dumps(opened(answer)["data.json"])
