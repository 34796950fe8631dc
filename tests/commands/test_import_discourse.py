"""Taking in a backup of Discourse: what was said in the open comes, and nobody is unmasked."""

import gzip
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.commands.moving import discourse, discourse_dump, discourse_words, importing
from app.commands.moving.reports import Unfit
from app.community.threads.models import Post, ReactionKind
from app.core import text
from app.people.circles.models import Circle, Membership, Visibility
from app.people.members import handles
from app.people.members.models import Member
from tests.commands.discourse import COMMUNITY, backup, cell, dump
from tests.commands.moving import kind_words, numbers, said
from tests.visible import missing, seen


def take_in(house, path):
    """As `import-discourse FILE` does."""

    def read(passing, reader, report):
        discourse.read(Path(path), passing, reader, report)

    return importing.take_in(house, read, discourse.FILES, "discourse")


@pytest.fixture
def taken(house, tmp_path):
    return take_in(house, backup(tmp_path / "b.tar.gz", dump(**COMMUNITY)))


def test_what_was_said_in_the_open_comes(taken, house, session):
    assert taken.bad == 0
    threads = {post.title: post for post in said(session)}
    assert set(threads) == {"How do you ask?", "For staff alone"}
    posts = [post for post in said(session) if post.title == "How do you ask?"]
    assert (posts[0].pinned, posts[0].locked) == (True, True)
    assert [post.handle for post in posts] == [
        *("ana-maria", "bea", None, None, None, handles.FORMER, handles.FORMER, "cleo")
    ]
    assert posts[0].body == "I never *asked*.\n\tEver \\ 😄"
    assert posts[0].at == datetime(2023, 3, 4, 5, 6, tzinfo=UTC)
    assert posts[1].body == "@ana-maria once."
    assert posts[7].body == "HTML"
    assert kind_words(session) == [("How do you ask?", 1, ReactionKind.THANKS, 2)]
    told = " ".join(post.body for post in said(session))
    for words in ("Whispered", "Hidden", "Taken back", "secret letter", "deleted one", "unlisted"):
        assert words not in told


def test_what_is_left_out_is_counted(taken):
    assert taken.left == {
        "private messages": 1,
        "deleted topics": 1,
        "unlisted topics": 1,
        "deleted posts": 1,
        "hidden posts": 1,
        "whispers among staff": 1,
        "accounts of the anonymous mode": 2,
        "accounts of the system": 1,
    }


def test_the_anonymous_mode_becomes_voices_that_nobody_owns(taken, house, session):
    posts = session.scalars(select(Post).where(Post.voice.is_not(None)).order_by(Post.seq)).all()

    assert [post.body.split("\n")[-1] for post in posts] == [
        "Not by my name.",
        "Nor by mine.",
        "Again.",
    ]
    assert posts[0].voice == posts[2].voice != posts[1].voice
    assert {post.at for post in posts} == {None}
    names = set(session.scalars(select(Member.handle)))
    assert names == {"ana-maria", "bea", "cleo", "stage", "never", handles.FORMER}


def test_members_come_with_addresses_that_were_proved_and_circles_as_closed_as_they_were(
    taken, session, web
):
    addresses = dict(session.execute(select(Member.handle, Member.email)).all())
    assert addresses["ana-maria"] == "u1@example.org"
    assert addresses["bea"] == "u2@example.org"
    assert all(addresses[name].startswith("~") for name in ("cleo", "stage", "never"))
    seen_by = dict(session.execute(select(Circle.slug, Circle.visibility)).all())
    assert seen_by == {
        "money": Visibility.PUBLIC,
        "staff": Visibility.PRIVATE,
        "members-lounge": Visibility.MEMBERS,
    }
    placed = select(Member.handle, Circle.slug).join(Membership, Membership.member_id == Member.id)
    inside = session.execute(placed.join(Circle, Circle.id == Membership.circle_id)).all()
    assert inside == [("ana-maria", "staff")]
    assert session.scalars(select(Circle.about).filter_by(slug="money")).one() == "About **it**."
    assert "Among us" not in web.visitor().get("/search?q=among").text


def test_run_again_nothing_comes_twice_and_a_closed_site_stays_closed(
    taken, house, session, tmp_path
):
    before = numbers(session)
    again = take_in(house, backup(tmp_path / "c.tar.gz", dump(**COMMUNITY)))

    assert numbers(session) == before
    assert not again.new


def test_where_one_had_to_sign_in_nothing_is_open_to_all(house, session, tmp_path):
    closed = COMMUNITY | {"site_settings": [{"id": "1", "name": "login_required", "value": "t"}]}
    take_in(house, backup(tmp_path / "b.tar.gz", dump(**closed)))

    assert Visibility.PUBLIC not in set(session.scalars(select(Circle.visibility)))


def test_a_dump_alone_will_do_packed_or_not(house, session, tmp_path):
    (tmp_path / "d.sql.gz").write_bytes(gzip.compress(dump(**COMMUNITY)))
    (tmp_path / "d.sql").write_bytes(dump(**COMMUNITY))

    first = take_in(house, tmp_path / "d.sql.gz")
    second = take_in(house, tmp_path / "d.sql")

    assert first.new["posts"] == second.present["posts"] == 9


def leading_elsewhere(kind):
    entry = tarfile.TarInfo("dump.sql.gz")
    entry.type, entry.linkname = kind, "/etc/passwd"
    return entry


@pytest.mark.parametrize(
    ("make_it", "why"),
    [
        (lambda p: backup(p, dump(**COMMUNITY), name="else.sql.gz"), "holds no dump.sql.gz"),
        (lambda p: backup(p, dump(**COMMUNITY), name="../dump.sql.gz"), "holds no dump.sql.gz"),
        (lambda p: backup(p, b"", before=[leading_elsewhere(tarfile.SYMTYPE)]), "leads elsewhere"),
        (lambda p: backup(p, b"", before=[leading_elsewhere(tarfile.LNKTYPE)]), "leads elsewhere"),
        (lambda p: backup(p, b"", before=[leading_elsewhere(tarfile.FIFOTYPE)]), "leads elsewhere"),
        (lambda p: backup(p, dump(**COMMUNITY), packed=False), "damaged, or not whole"),
        (lambda p: backup(p, dump(**COMMUNITY)[:4000]), "damaged, or not whole"),
        (lambda p: backup(p, b"SELECT 1;\n"), "no backup of Discourse"),
        (lambda p: backup(p, b"0" * 5_000_000), "more than 300 times its size"),
        (lambda p: p.write_bytes(b"not a tar at all" * 100), "damaged, or not whole"),
        (lambda p: p.write_bytes(backup(p, dump(**COMMUNITY)).read_bytes()[:900]), "damaged"),
    ],
)
def test_what_is_no_backup_is_refused_in_words_and_leaves_nothing(
    house, session, tmp_path, monkeypatch, make_it, why
):
    monkeypatch.setattr(discourse_dump, "ALWAYS", 1_000_000)
    path = tmp_path / "b.tar.gz"
    make_it(path)

    with pytest.raises(Unfit, match=why):
        take_in(house, path)

    assert numbers(session)["posts"] == 0
    assert {p.name for p in tmp_path.iterdir()} == {"b.tar.gz"}


def test_a_row_that_cannot_be_read_is_said_and_the_next_is_read(house, session, tmp_path, capsys):
    whole = dump(**COMMUNITY).replace(b"Again.", b"\xff\xfe").replace(b"@Ana_Maria once.", b"a\tb")
    report = take_in(house, backup(tmp_path / "b.tar.gz", whole))

    told = capsys.readouterr().err
    assert "posts, row 2: it is not in UTF-8, too long, or not whole" in told
    assert "posts, row 5: " in told
    assert report.bad == 2
    assert numbers(session)["posts"] == 7


@settings(max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_every_value_is_read_as_postgresql_wrote_it(value):
    assert discourse_dump._value(cell(value)) == value


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (
            '[quote="bea, post:3, topic:5"]\nOne\n\nTwo\n[/quote]\n\nYes',
            "> **Bea:**\n>\n> One\n>\n> Two\n\nYes",
        ),
        ('[quote="anonymous1, post:3"]One[/quote]Yes', "> One\n\nYes"),
        (
            '[quote]\nA\n[quote="bea"]\nB\n[/quote]\nC\n[/quote]',
            "> A\n>\n> > **Bea:**\n> >\n> > B\n>\n> C",
        ),
        ("![a dog|690x388](upload://x.png)", "(A picture was left out: a dog)"),
        ("![](upload://x.png)", "(A picture was left out.)"),
        ("![cat](https://e.org/c.png)", "[cat](https://e.org/c.png)"),
        ("[plan.pdf|attachment](upload://x.pdf) (1 MB)", "(A file was left out: plan.pdf) (1 MB)"),
        ('<img src="/uploads/a.png" alt="a hat">', "(A picture was left out: a hat)"),
        ('[details="More"]\nInside\n[/details]', "**More**\n\nInside"),
        ("<details><summary>More</summary>Inside</details>", "**More**\n\nInside"),
        ("[poll type=regular]\n* Yes\n* No\n[/poll]", "**Poll**\n\n* Yes\n* No"),
        (
            '[date=2026-03-04 time=10:00:00 timezone="Europe/Madrid"]',
            "2026-03-04 10:00 (Europe/Madrid)",
        ),
        (":tada: :not_one: 10:30:15", "🎉 :not_one: 10:30:15"),
        ("[b]bold[/b] [i]it[/i] <u>un</u> <b>x</b>", "**bold** *it* un **x**"),
        ("[url=https://e.org]here[/url]", "[here](https://e.org)"),
        ("```\n[b]:smile: ![a](upload://b)\n```", "```\n[b]:smile: ![a](upload://b)\n```"),
        ("`[quote]` stays", "`[quote]` stays"),
        ("[quote]never closed", "[quote]never closed"),
        ("<script>x</script> 1 < 2", "<script>x</script> 1 < 2"),
    ],
)
def test_its_marks_become_ours(raw, words):
    assert discourse_words.converted(raw, {"bea": "Bea"}) == words


parts = st.sampled_from(
    [
        '[quote="bea"]',
        "[/quote]",
        "[details=a]",
        "[/details]",
        "[poll]",
        "[/poll]",
        "```\n",
        "`",
        "\n",
        "![alt](upload://x)",
        "<b>",
        "</b>",
        ":smile",
        "[date=2026-01-01]",
        "words",
        "*",
        "> ",
        "[b]",
    ]
)


@settings(max_examples=200)
@given(st.lists(parts | st.text("abc xyz", max_size=6), max_size=25).map("".join))
def test_no_word_is_lost_whatever_the_marks(raw):
    shown = seen(text.rendered(discourse_words.converted(raw, {"bea": "Bea"})))

    plain = " ".join(w for w in raw.split() if w.isalpha() and set(w) <= set("abcxyz"))
    assert not missing(plain, shown)


def test_what_is_made_to_take_long_stays_as_it_is():
    many = ("[quote]", "[details]", "<a href='", "`x``", "[poll", "<details>", "![a](", "<!--")

    for raw in (mark * 9000 for mark in many):
        assert discourse_words.converted(raw, {}) == raw
