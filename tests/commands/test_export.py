"""Writing the community out, and in again: the same words, and never who wrote without her name."""

import json
import os
import stat
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from app.commands.moving import going
from app.commands.moving.reports import Unfit
from app.community.threads.models import Post, PostState, Reaction, Thread
from app.core import clock, keys, text
from app.people.circles.models import Circle, Visibility
from app.people.members.models import Discretion, Member, MemberSecret, Standing
from tests.commands.moving import COMMUNITY, export, kind_words, rows, said, take_in
from tests.people.members.conftest import postbox as postbox  # noqa: PLC0414
from tests.unguarded import empty

ALL = {"addresses": True, "private": True}


def crowded(session, circle):
    """So that a pseudonym hides somebody."""
    session.execute(update(Circle).where(Circle.id == circle.id).values(crowd=30))
    session.commit()


def in_another_house(house):
    """As if the same had been installed anew: nothing is there, and the keys are others."""
    with house.database.changing() as session:
        empty(session)


def without_numbers(folder):
    """What stands in the tables, however things are numbered."""
    posts = {row["id"]: row for row in rows(folder, "posts")}
    threads = {row["id"]: row for row in rows(folder, "threads")}
    place = {
        number: (threads[row["thread"]]["title"], row["number"]) for number, row in posts.items()
    }
    masks = {}
    for row in sorted(posts.values(), key=lambda row: (row["thread"], int(row["number"]))):
        if row["pseudonym"]:
            first = masks.setdefault((row["thread"], row["pseudonym"]), row["number"])
            row["pseudonym"] = f"that of {first}"
    plain = [
        tuple(v for k, v in row.items() if k not in {"id", "thread"}) + place[number]
        for number, row in posts.items()
    ]
    return {
        "members": sorted(tuple(row.values()) for row in rows(folder, "members")),
        "circles": sorted(tuple(row.values()) for row in rows(folder, "circles")),
        "threads": sorted(tuple(v for k, v in r.items() if k != "id") for r in threads.values()),
        "posts": sorted(plain),
        "reactions": sorted(
            (*place[row["post"]], row["kind"], row["count"]) for row in rows(folder, "reactions")
        ),
    }


def test_written_out_taken_in_elsewhere_and_written_out_again_it_is_the_same(
    house, session, tmp_path, make
):
    take_in(house, COMMUNITY)
    circle = session.scalars(select(Circle).filter_by(slug="money")).one()
    crowded(session, circle)
    amina = make.member("Amina", circle)
    make.voiced(
        make.thread(circle, amina, title="Live", replies=[(None, "Yes")]), amina, '= 1; "x"\n\n- a'
    )
    first = export(house, tmp_path / "first", **ALL)
    before, words = said(session), kind_words(session)
    in_another_house(house)

    report = take_in(house, tmp_path / "first")
    second = export(house, tmp_path / "second", **ALL)

    assert (report.bad, report.notes) == (0, 0)
    assert without_numbers(tmp_path / "first") == without_numbers(tmp_path / "second")
    assert said(session) == before
    assert kind_words(session) == words
    assert {n: one["rows"] for n, one in first["tables"].items()} == {
        n: one["rows"] for n, one in second["tables"].items()
    }


words = st.text(min_size=1, max_size=300).map(lambda said: text.cleaned(said).strip())
markdown = st.lists(
    st.sampled_from(
        ["a", "*b*", "> c", "\n", "\n\n", "- d", "1. ", "`", "```\n", "  ", "@ana", '"', ","]
    ),
    max_size=30,
).map(lambda parts: text.cleaned("".join(parts)).strip())


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples((words | markdown).filter(lambda w: any(c.isalnum() for c in w)), st.booleans()),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_is_written_comes_back_as_it_was_shown(
    house, make, session, tmp_path_factory, posts
):
    in_another_house(house)
    place = tmp_path_factory.mktemp("out")
    circle = make.circle("Money")
    ana = make.member("Ana", circle)
    thread_posts = [
        (None if hidden else ana, text.evened(body) if hidden else body) for body, hidden in posts
    ]
    (by, body), *replies = thread_posts
    make.thread(circle, by, body=body, replies=replies)
    with house.database.changing() as changing:
        for post in changing.scalars(select(Post)):
            post.html = text.rendered(post.body, {"ana"} & text.mentioned(post.body))
    before = said(session)
    export(house, place / "out")
    in_another_house(house)

    take_in(house, place / "out")

    assert [(p.seq, p.handle, p.html, p.day) for p in said(session)] == [
        (p.seq, p.handle, p.html, p.day) for p in before
    ]


@pytest.fixture
def full(make, house, session, amina, bea, circle):
    """Something of everything that must not go."""
    crowded(session, circle)
    secret = make.circle("Secret", visibility=Visibility.PRIVATE)
    make.circle("Group", visibility=Visibility.PRIVATE, bound=True)
    from app.people.circles import actions as circles

    with house.database.changing() as changing:
        circles.add(changing, changing.get(Circle, secret.id), amina.id)
    make.thread(secret, amina, title="Within", body="private words")
    thread = make.thread(circle, amina, title="Open", body="open words")
    make.voiced(thread, bea, "nameless words")
    make.thread(circle, amina, title="Going soon", body="ending words", replies=[(bea, "it stays")])
    taken = make.thread(
        circle, bea, title="Bad", body="bad words", replies=[(amina, "worse words")]
    )
    unseen = make.thread(circle, bea, title="Unseen", body="unseen words")
    make.member("Una", standing=Standing.UNVERIFIED)
    make.member("Wanda", standing=Standing.WAITING)
    leaver = make.member("Lena", circle)
    make.thread(circle, leaver, title="Left", body="left words")
    make.leaving(leaver)
    with house.database.changing() as changing:
        soon = clock.today() + timedelta(days=2)
        ending = changing.scalars(select(Post).filter_by(body="ending words")).one()
        ending.ends_on = soon
        changing.get(Thread, unseen.id).hidden = True
        changing.scalars(
            select(Post).filter_by(thread_id=taken.id, seq=2)
        ).one().state = PostState.REMOVED
    return thread


def everything(folder):
    return "".join(path.read_text() for path in sorted(folder.iterdir()))


def test_what_must_not_go_does_not(full, house, session, amina, bea, tmp_path):
    manifest = export(house, tmp_path / "out")

    told = everything(tmp_path / "out")
    for words_ in (
        "private words",
        "Within",
        "secret",
        "Secret",
        "Group",
        "ending words",
        "Going soon",
    ):
        assert words_ not in told, words_
    for words_ in ("worse words", "unseen words", "example.org", "Una", "Wanda", "Lena", "lena"):
        assert words_ not in told, words_
    for words_ in ("open words", "nameless words", "it stays", "left words", "bad words"):
        assert words_ in told, words_
    assert manifest["left_out"] == {
        "circles that are not for everybody here": 2,
        "posts that end on a day": 1,
        "posts that moderators took down": 2,
    }
    of = {row["body"]: row for row in rows(tmp_path / "out", "posts")}
    assert (of["left words"]["author"], of["left words"]["anonymous"]) == ("", "no")
    # The one without its first post has a place for it, and no title of it.
    stays = of["it stays"]
    opening = next(r for r in of.values() if r["thread"] == stays["thread"] and r["number"] == "1")
    assert (opening["body"], opening["state"], opening["author"]) == ("", "deleted", "")
    titles = {row["id"]: row["title"] for row in rows(tmp_path / "out", "threads")}
    assert titles[stays["thread"]] == "A deleted thread"


def test_who_wrote_without_her_name_is_in_no_line(full, house, session, bea, tmp_path):
    export(house, tmp_path / "out", **ALL)

    row = next(r for r in rows(tmp_path / "out", "posts") if r["body"] == "nameless words")
    assert row["author"] == ""
    assert row["anonymous"] == "yes"
    assert row["created_at"] == clock.today().isoformat()
    told = everything(tmp_path / "out").lower()
    seed = session.get(MemberSecret, bea.id).seed
    voices = session.scalars(select(Post.voice).where(Post.voice.is_not(None))).all()
    reactors = session.scalars(select(Reaction.reactor)).all()
    for blind in (seed, bea.id.bytes, *voices, *reactors):
        assert blind.hex() not in told
        assert keys.base32(int.from_bytes(blind[:8], "big")) not in told


def test_another_author_makes_no_other_file(house, make, session, circle, amina, bea, tmp_path):
    """Two communities that differ in who wrote without her name alone."""
    files = []
    crowded(session, circle)
    for place, author in (("one", amina), ("two", bea)):
        thread = make.thread(circle, amina, title="Open", body="open words")
        make.voiced(thread, author, "nameless words")
        export(house, tmp_path / place, **ALL)
        files.append(without_numbers(tmp_path / place))
        with house.database.changing() as changing:
            changing.delete(changing.get(Thread, thread.id))
            changing.get(Circle, circle.id).bump = 0

    assert files[0] == files[1]


def test_lines_are_in_an_order_of_chance(house, make, session, circle, amina, tmp_path):
    for n in range(12):
        make.thread(circle, amina, title=f"Thread {n:02}", body=f"Words {n}")
    export(house, tmp_path / "out")

    titles = [row["title"] for row in rows(tmp_path / "out", "threads")]
    ids = [keys.from_base32(row["id"]) for row in rows(tmp_path / "out", "threads")]
    assert ids == sorted(ids)
    by_number = session.scalars(select(Thread.title).order_by(Thread.id)).all()
    assert titles == by_number


def test_addresses_and_private_circles_go_when_they_are_asked_for(full, house, amina, tmp_path):
    export(house, tmp_path / "out", **ALL)

    told = everything(tmp_path / "out")
    assert "amina@example.org" in told
    assert "private words" in told
    assert "Group" not in told
    amina_row = next(r for r in rows(tmp_path / "out", "members") if r["handle"] == "amina")
    assert amina_row["circles"] == "new-mothers secret"


def test_it_is_its_owners_alone(full, house, tmp_path):
    umask = os.umask(0)
    try:
        manifest = export(house, tmp_path / "out")
        export(house, tmp_path / "out.zip")
    finally:
        os.umask(umask)

    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    files = [*(tmp_path / "out").iterdir(), tmp_path / "out.zip"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    for name, one in manifest["tables"].items():
        written_ = (tmp_path / "out" / one["file"]).read_bytes()
        assert sha256(written_).hexdigest() == one["sha256"]
        assert len(rows(tmp_path / "out", name)) == one["rows"]
    assert json.loads((tmp_path / "out" / "manifest.json").read_text()) == manifest
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {path.name for path in (tmp_path / "out").iterdir()}
        assert archive.read("posts.csv") == (tmp_path / "out" / "posts.csv").read_bytes()


def test_where_it_cannot_be_written_whole_nothing_is_there(full, house, tmp_path, monkeypatch):
    export(house, tmp_path / "out")
    export(house, tmp_path / "out.zip")

    for place in ("out", "out.zip"):
        with pytest.raises(Unfit, match="is there already"):
            export(house, tmp_path / place)

    def full_disk(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(going, "left_out", full_disk)
    for place in ("more", "more.zip"):
        with pytest.raises(OSError, match="No space"):
            export(house, tmp_path / place)
    assert {path.name for path in tmp_path.iterdir()} == {"out", "out.zip"}


def test_the_command_says_what_is_inside_and_what_is_not(terminal, tmp_path):
    assert terminal("demo").returncode == 0

    done = terminal("export", tmp_path / "out")

    assert done.returncode == 0, done.stderr
    assert "E-mail addresses are not inside." in done.stdout
    assert "Private circles are not inside." in done.stdout
    assert "Nothing in it says who wrote without her name." in done.stdout
    readme = (tmp_path / "out" / "README.txt").read_text()
    assert "messages, evidence files, bookmarks, mentoring" in readme
    again = terminal("export", tmp_path / "out")
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert terminal("import-csv", tmp_path / "nothing").returncode == 1


def test_suspended_ones_are_marked_and_who_is_discreet_is_not(house, make, session, tmp_path):
    sue = make.member("Sue", standing=Standing.SUSPENDED)
    dee = make.member("Dee")
    with house.database.changing() as changing:
        changing.get(Member, dee.id).discretion = Discretion.DISCREET
    export(house, tmp_path / "out", **ALL)

    listed = {row.pop("handle"): row for row in rows(tmp_path / "out", "members")}
    assert listed["sue"]["suspended"] == "yes"
    assert listed["dee"]["suspended"] == "no"
    assert "discreet" not in everything(tmp_path / "out")
    assert sue.handle in listed
