"""Tables in which not everything fits: what does comes, and of the rest each line is said."""

from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.commands.moving import bodies
from app.commands.moving.reports import Unfit
from app.community.threads.models import ReactionKind
from app.core import text
from tests.commands.moving import kind_words, numbers, one_thread, said, take_in, written

BAD = {
    "threads": (
        {"id": "", "circle": "money", "title": "No id"},
        {"id": "x", "circle": "nowhere", "title": "No such circle"},
        {"id": "t", "circle": "money", "title": "Twice"},
        {"id": "y", "circle": "money", "title": "Without a post"},
        {"id": "z", "circle": "money", "title": "Other", "intent": "rant"},
    ),
    "posts": (
        {"id": "b1", "thread": "nowhere", "body": "Of no thread"},
        {"id": "b2", "thread": "t", "body": "  "},
        {"id": "b3", "thread": "t", "body": "Words", "created_at": "yesterday"},
        {"id": "b4", "thread": "t", "body": "Words", "created_at": "2999-01-01"},
        {"id": "b5", "thread": "t", "body": "Words", "format": "bbcode"},
        {"id": "p1", "thread": "t", "body": "Twice"},
        {"id": "b6", "thread": "t", "body": "Words", "anonymous": "perhaps"},
        {"id": "b7", "thread": "x", "body": "Of a thread that was left out"},
        {"id": "b8", "thread": "t", "body": "w" * 400_001},
        {"id": "b9", "thread": "t", "body": "Words", "number": "-1"},
    ),
    "reactions": ({"post": "nowhere", "kind": "like"}, {"post": "p1", "count": "-1"}),
    "members": (
        {"handle": "", "name": "Nobody"},
        {"handle": "ana"},
        {"handle": "eve", "joined": "once"},
    ),
    "circles": ({"id": "secret", "visibility": "hidden"}, {"id": "money"}),
}


@pytest.mark.parametrize("table", list(BAD))
def test_a_line_that_does_not_fit_is_said_by_its_number_and_the_rest_comes(
    house, session, tmp_path, capsys, table
):
    good = {
        "members": [{"handle": "ana"}],
        "circles": [{"id": "money"}],
        "threads": [{"id": "t", "circle": "money", "title": "How much?"}],
        "posts": [{"id": "p1", "thread": "t", "author": "ana", "body": "One"}],
        "reactions": [{"post": "p1", "kind": "like"}],
    }
    if table == "posts":
        good["threads"].append({"id": "x", "circle": "nowhere", "title": "Left out"})
    lines = [*good[table], *BAD[table]]
    good[table] = lines
    first = len(lines) - len(BAD[table]) + 2

    report = take_in(house, written(tmp_path, **good))

    told = capsys.readouterr().err
    for number in range(first, first + len(BAD[table])):
        assert f"{table}.csv, line {number}: " in told, number
    assert "Traceback" not in told
    assert report.bad >= len(BAD[table])
    assert numbers(session)["posts"] == 1
    assert kind_words(session) == [("How much?", 1, ReactionKind.THANKS, 1)]


def test_files_as_they_are_written_elsewhere_are_read(house, session, tmp_path, capsys):
    take = one_thread(tmp_path)
    (take / "threads.csv").write_bytes(
        b"\xef\xbb\xbfID;Circle;Title;Views\r\nt;money;How much?;7\r\n"
    )
    (take / "posts.csv").write_bytes(
        b'id\tthread\tbody\r\np1\tt\t"One\r\n\r\nmore ""words"""\r\n'
        b"p2\tt\t\xff\xfe broken\r\n"
        b"p3\tt\r\n\r\n"
        b"p4\tt\tFour\xc3\xa9\rp5\tt\tFive\x00\r\n"
        b'p6\tt\t"never closed\r\n'
    )

    report = take_in(house, take)

    told = capsys.readouterr().err
    assert [post.body for post in said(session)] == ['One\n\nmore "words"']
    assert "posts.csv, line 5: it is not in UTF-8" in told
    assert "posts.csv, line 6: it has 2 cells, and the first line has 3" in told
    assert "threads.csv, line 1: these columns are not known and left out: “views”" in told
    assert report.bad >= 2


@pytest.mark.parametrize(
    ("table", "content", "why"),
    [
        ("posts", "id,thread\n1,2\n", "no column named “body”"),
        ("threads", "", "no column named “id”, “circle”, “title”"),
        ("posts", "id,thread,body,body\n", "two columns named “body”"),
    ],
)
def test_a_table_without_its_columns_is_refused_before_anything_comes(
    house, session, tmp_path, table, content, why
):
    folder = one_thread(tmp_path, {"body": "One"})
    (folder / f"{table}.csv").write_text(content)

    with pytest.raises(Unfit, match=why):
        take_in(house, folder)
    assert numbers(session)["threads"] == 0


def test_a_file_in_utf_16_or_a_missing_one_is_said_so(house, tmp_path):
    folder = one_thread(tmp_path, {"body": "One"})
    (folder / "posts.csv").write_text("id,thread,body\n", encoding="utf-16")
    with pytest.raises(Unfit, match="Save it anew as “CSV UTF-8”"):
        take_in(house, folder)
    (folder / "posts.csv").unlink()
    with pytest.raises(Unfit, match=r"no posts.csv"):
        take_in(house, folder)


def test_answers_in_a_circle_or_to_nothing_stand_by_themselves(house, session, tmp_path, capsys):
    folder = one_thread(
        tmp_path,
        {"body": "One", "reply_to": "p2"},
        {"body": "Two", "reply_to": "p1"},
        {"body": "Three", "reply_to": "p3"},
        {"body": "Four", "reply_to": "p99"},
        {"body": "Five", "reply_to": "p1"},
        {"body": "> One\n\nSix", "reply_to": "p1"},
    )
    report = take_in(house, folder)

    told = capsys.readouterr().err
    assert report.bad == 0
    for line in (2, 4):
        assert f"line {line}: it answers itself or what comes after it" in told
    assert "line 5: what it answers is not in its thread" in told
    bodies_ = [post.body for post in said(session)]
    assert bodies_ == ["One", "Two", "Three", "Four", "> One\n\nFive", "> One\n\nSix"]


def test_too_long_words_lose_nothing(house, session, tmp_path, capsys):
    words = "\n\n".join(f"Paragraph {n} " + "w" * 700 for n in range(30))
    title = "Why " * 60 + "end"
    folder = one_thread(
        tmp_path,
        {"author": "ana", "body": words},
        {"author": "bea", "body": "Yes"},
        threads=[{"id": "t", "circle": "money", "title": title}],
        reactions=[{"post": "p1", "kind": "like", "count": 3}],
    )
    take_in(house, folder)

    told = capsys.readouterr().err
    assert "posts.csv, line 2: longer than a post here: it comes as 3" in told
    *parts, last = said(session)
    assert len(parts) == 4
    assert {part.handle for part in parts} == {"ana"}
    assert max(len(part.body) for part in parts) <= text.BODY_LENGTH
    whole = "\n\n".join(part.body for part in parts)
    assert whole == f"**{title}**\n\n{words}"
    assert last.body == "Yes"
    assert len(parts[0].title) <= 150
    assert [word[1:] for word in kind_words(session)] == [(2, ReactionKind.THANKS, 3)]


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
@example("1. a\n- b\n# c\n> d\n***\n```\nx\n[a](b) ![c](d) <b> &amp; `e` \\f\n\tg")
@example("+ x\n=\n12) y\n___\n~~~\n|a|\n:-:\n[x]: http://a.b/c_d")
def test_plain_words_are_shown_as_they_are(words):
    cleaned = text.cleaned(words).strip()

    html = text.rendered(bodies.from_text(cleaned))

    assert "".join(shown_text(html).split()) == "".join(cleaned.split())


def shown_text(html):
    """All that stands between the tags."""
    parser = HTMLParser()
    said_in = []
    parser.handle_data = said_in.append
    parser.feed(html)
    return "".join(said_in)
