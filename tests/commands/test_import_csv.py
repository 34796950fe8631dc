"""Taking in a folder of tables: all that fits, once, and each line that does not by its number."""

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.commands.moving import settling_threads
from app.community.threads.models import Post, PostState, ReactionKind, Thread
from app.core.outbox import Job
from app.core.settings import ROOT
from app.people.anonymity.vault import Me
from app.people.circles.models import Circle, CircleRole, Membership, Visibility
from app.people.members import handles, passwords
from app.people.members.models import Member, MemberSecret, Standing
from app.web.kit.addresses import url
from tests.commands.moving import (
    COMMUNITY,
    kind_words,
    numbers,
    one_thread,
    said,
    take_in,
    written,
)
from tests.people.members.conftest import postbox as postbox  # noqa: PLC0414

DAY = date(2024, 5, 14)


def by(session, handle):
    session.expire_all()
    return session.scalars(select(Member).filter_by(handle=handle)).one()


def test_the_example_comes_whole(web, make, house, session, capsys):
    report = take_in(house, COMMUNITY)

    assert (report.bad, report.notes) == (0, 1)
    assert "members.csv, line 3: her handle is bo-li here" in capsys.readouterr().err
    first, second, *hidden, note = said(session)
    assert first[:7] == (
        "money",
        "How do you ask for more?",
        "advice-welcome",
        True,
        False,
        1,
        "ana",
    )
    assert first.at == datetime(2024, 5, 14, 18, 30, tzinfo=UTC)
    assert first.html.endswith(
        'Have you, <a href="/m/bo-li" rel="nofollow ugc noopener noreferrer">@bo-li</a>?</p>'
    )
    assert (second.handle, second.at.hour, second.advice) == ("bo-li", 18, True)
    assert second.html == "<p>Once. It <em>went</em> well.</p>"
    assert [(post.handle, post.at, post.day.day) for post in hidden] == [
        (None, None, d) for d in (15, 16, 16)
    ]
    assert hidden[0].label == hidden[2].label != hidden[1].label
    assert "Heron" not in {post.label for post in hidden}
    assert "<blockquote>\n<p>I have never asked. Have you, <a" in hidden[0].html
    assert (note.content_note, note.locked, note.edited_day) == ("sleep", True, date(2024, 6, 2))
    assert note.html == "<p>1. curtains<br>\n2. *no* phone</p>"
    title = "How do you ask for more?"
    assert kind_words(session) == [
        (title, 1, ReactionKind.THANKS, 2),
        (title, 3, ReactionKind.WITH_YOU, 4),
    ]
    _looks_right(web, make, session)


def _looks_right(web, make, session):
    circles = {c.slug: c for c in session.scalars(select(Circle))}
    assert circles["night-shifts"].visibility is Visibility.PRIVATE
    assert circles["money"].members == 2
    hosts = select(Member.handle).join(Membership).where(Membership.role == CircleRole.HOST)
    assert session.scalars(hosts).all() == ["ana"]
    thread = session.scalars(select(Thread).filter_by(circle_id=circles["money"].id)).one()
    page = web.as_(make.member("Rosa")).get(url("thread", thread_id=thread.id)).text
    assert "Ana Morales" in page
    assert web.visitor().get("/c/night-shifts").status_code == 404
    assert "How do you ask" in web.visitor().get("/search?q=laughed").text


def test_whoever_comes_is_nobody_until_she_chooses_a_password(web, house, session, postbox):
    take_in(house, COMMUNITY)
    ana = by(session, "ana")

    assert ana.standing is Standing.ARRIVED
    assert (ana.bio, ana.joined) == ("I keep bees.", date(2021, 3, 2))
    assert session.get(MemberSecret, ana.id) is not None
    assert not passwords.matches("", ana.password)[0]
    assert session.scalars(select(Job)).all() == []
    assert by(session, "cleo").email.startswith("~")

    browser = web.visitor()
    browser.send(browser.get("/forgot-password"), "/forgot-password", email="ana@example.org")
    link = postbox.link("/reset-password/")
    browser.get(link)
    assert browser.post(link, password="quiet lantern fjord").status_code == 303

    assert by(session, "ana").standing is Standing.GOOD


def test_with_invite_each_is_written_to_once(house, postbox):
    take_in(house, COMMUNITY, invite=True)
    take_in(house, COMMUNITY, invite=True)

    to_ana = postbox.all("ana@example.org")
    assert len(to_ana) == 1
    assert "/forgot-password" in to_ana[0].text
    assert len(postbox.all()) == 2


def test_run_again_it_adds_only_what_is_new(house, session, tmp_path):
    posts = [{"author": "ana", "body": "One", "created_at": "2024-05-14"}]
    take_in(house, one_thread(tmp_path, *posts))
    before = numbers(session)
    posts += [{"author": "bea", "body": "Two", "created_at": "2024-05-15 10:00"}]

    again = take_in(house, one_thread(tmp_path, *posts))
    third = take_in(house, one_thread(tmp_path, *posts))

    assert (again.new["posts"], again.present["posts"]) == (1, 1)
    assert not third.new
    after = numbers(session)
    assert after == before | {"posts": 2}
    thread = session.scalars(select(Thread)).one()
    assert (thread.nseq, thread.replies, thread.active_day) == (2, 1, date(2024, 5, 15))
    assert session.scalars(select(Circle)).one().bump >= thread.bump > thread.opened


def test_the_same_numbers_from_two_places_are_two_things(house, session, tmp_path):
    folder = one_thread(tmp_path, {"author": "ana", "body": "One"})

    take_in(house, folder, "here")
    take_in(house, folder, "there")

    assert numbers(session)["posts"] == 2


def test_interrupted_within_a_batch_it_goes_on_without_doubles(
    house, session, monkeypatch, tmp_path
):
    folder = many(tmp_path, threads=30, posts=40)
    taken, extend = [], settling_threads.moving_in.extend

    def interrupted(*arguments):
        taken.append(1)
        if len(taken) == 20:
            raise KeyboardInterrupt
        extend(*arguments)

    monkeypatch.setattr(settling_threads.moving_in, "extend", interrupted)
    with pytest.raises(KeyboardInterrupt):
        take_in(house, folder)
    half = numbers(session)["posts"]
    monkeypatch.undo()
    take_in(house, folder)

    assert 0 < half < 1200
    assert_whole(session, threads=30, posts=40)


@pytest.mark.timeout(400)
def test_killed_at_any_moment_it_goes_on_without_doubles(house, session, tmp_path, database_url):
    folder = many(tmp_path / "in", threads=90, posts=20)
    place = {
        "DATA_DIR": str(house.settings.data_dir),
        "KEYRING": str(house.settings.keyring),
        "DATABASE_URL": database_url,
        "PATH": os.environ["PATH"],
    }
    asked = [sys.executable, "-m", "app", "import-csv", str(folder)]
    kills = 0
    # When it has said so much: before anything is written, and between batches.
    for length in (12, 45):
        running = subprocess.Popen(
            asked, cwd=ROOT, env=place, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        running.stderr.read(length)
        running.send_signal(signal.SIGKILL)
        kills += running.wait() == -signal.SIGKILL
        running.stderr.close()
    assert kills

    done = subprocess.run(asked, cwd=ROOT, env=place, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert_whole(session, threads=90, posts=20)


def many(folder, *, threads, posts):
    said_in = [
        {
            "id": f"{t}-{n}",
            "thread": t,
            "author": f"m{n % 7}",
            "number": n + 1,
            "body": f"Words {n}",
        }
        | ({"anonymous": "yes"} if n % 3 == 2 else {})
        for t in range(threads)
        for n in range(posts)
    ]
    return written(
        folder,
        members=[
            {"handle": f"m{n}", "email": f"m{n}@example.org", "circles": "c0"} for n in range(7)
        ],
        circles=[{"id": f"c{n}"} for n in range(3)],
        threads=[{"id": t, "circle": f"c{t % 3}", "title": f"Thread {t}"} for t in range(threads)],
        posts=said_in,
        reactions=[{"post": f"{t}-0", "kind": "like", "count": 2} for t in range(threads)],
    )


def assert_whole(session, *, threads, posts):
    found = numbers(session)
    assert (found["threads"], found["posts"]) == (threads, threads * posts)
    assert (found["reactions"], found["memberships"]) == (threads * 2, 7)
    for thread in session.scalars(select(Thread)):
        assert (thread.nseq, thread.replies) == (posts, posts - 1)
    seqs = session.execute(select(Post.thread_id, Post.seq)).all()
    assert len(set(seqs)) == len(seqs)
    bodies_ = session.execute(select(Post.seq, Post.body)).all()
    assert {(seq, f"Words {seq - 1}") for seq, _ in bodies_} == set(map(tuple, bodies_))
    bumps = session.scalars(select(Thread.bump)).all()
    circles = session.execute(select(Thread.circle_id, Thread.bump)).all()
    assert len(set(circles)) == len(bumps)


def test_an_author_named_beside_anonymous_words_is_nowhere(house, session, tmp_path, beside):
    folder = one_thread(
        tmp_path,
        {"author": "ana", "body": "By name", "created_at": "2024-05-14 10:00"},
        {
            "author": "bea",
            "anonymous": "yes",
            "body": "Not by name",
            "created_at": "2024-05-14 11:37",
        },
        {"author": "bea", "anonymous": "yes", "body": "Again", "created_at": "2024-05-14 12:01"},
        {"author": "ana", "anonymous": "yes", "body": "I, too", "created_at": "2024-05-15"},
    )
    take_in(house, folder)

    named, *others = session.scalars(select(Post).order_by(Post.seq)).all()
    assert (named.author_id, named.voice) == (by(session, "ana").id, None)
    assert {(post.author_id, post.at, post.submit_key) for post in others} == {(None, None, None)}
    assert others[0].voice == others[1].voice != others[2].voice
    # Nobody's seed leads to it: it is no voice of hers in the thread.
    for handle in ("ana", "bea"):
        her = by(session, handle)
        with house.database.reading() as looking:
            seed = looking.get(MemberSecret, her.id).seed
            voice = Me(house.ring, seed).voice(named.thread_id, house.ring.current)
        assert voice not in {post.voice for post in others}


def test_what_a_member_is_here_already_holds(house, session, make, tmp_path, capsys):
    amina = make.member("Amina")
    unproved = make.member("Ben", standing=Standing.UNVERIFIED)
    gone = make.member("Gone")
    amina_id, unproved_id, gone_id = amina.id, unproved.id, gone.id
    with house.database.changing() as changing:
        handles.retire(changing, house.ring, "left")
    folder = written(
        tmp_path,
        members=[
            {"id": "1", "handle": "mina", "email": "AMINA@example.org"},
            {"id": "2", "handle": "benny", "email": "ben@example.org"},
            {"id": "3", "handle": "gone", "email": "other@example.org"},
            {"id": "4", "handle": "left", "email": "left@example.org"},
            {"id": "5", "handle": "Ädmin", "email": "other@example.org"},
            {"id": "6", "handle": "1", "suspended": "yes", "email": "six@example.org"},
        ],
        circles=[{"id": "c"}],
        threads=[{"id": "t", "circle": "c", "title": "Who is here?"}],
        posts=[{"id": n, "thread": "t", "author": n, "body": f"I am {n}"} for n in range(1, 8)],
    )
    take_in(house, folder)

    told = capsys.readouterr().err
    assert "members.csv, line 2: somebody here has this address" in told
    assert "members.csv, line 6: an earlier line has this address" in told
    assert "members.csv, line 7: suspended there" in told
    assert "line 8: its author is in no list" in told
    assert [post.handle for post in said(session)] == [
        *("amina", "benny", "gone-2", handles.FORMER, "admin-2", "member-1", handles.FORMER)
    ]
    assert session.get(Member, unproved_id) is None
    assert session.get(Member, gone_id).name == "Gone"
    assert session.get(Member, amina_id).standing is Standing.GOOD
    assert by(session, "member-1").email.startswith("~")
    _nothing_brings_back(house, session, folder, amina_id)


def _nothing_brings_back(house, session, folder, heir):
    """Who leaves later."""
    benny_id = by(session, "benny").id
    session.rollback()
    with house.database.changing() as changing:
        handles.retire(changing, house.ring, "benny")
        changing.query(Post).filter_by(author_id=benny_id).update({"author_id": heir})
        changing.delete(changing.get(Member, benny_id))
    report = take_in(house, folder)
    assert report.left["members who have left here"] == 2
    assert report.new["members"] == 0


def test_a_private_circle_never_comes_into_one_that_more_may_read(
    house, session, make, tmp_path, capsys
):
    make.circle("Money", visibility=Visibility.PUBLIC)
    folder = one_thread(
        tmp_path,
        {"body": "Secret"},
        circles=[{"id": "x", "slug": "money", "visibility": "private"}],
        threads=[{"id": "t", "circle": "x", "title": "Ours alone"}],
    )
    report = take_in(house, folder)

    told = capsys.readouterr().err
    assert "circles.csv, line 2: the circle money is here already, for others" in told
    assert "posts.csv, line 2: its thread was left out" in told
    assert report.bad == 2
    assert numbers(session)["posts"] == 0


def test_who_writes_here_meanwhile_is_in_nobodys_way(house, session, make, tmp_path):
    folder = one_thread(
        tmp_path, {"author": "ana", "body": "One"}, {"anonymous": "yes", "body": "Two"}
    )
    take_in(house, folder)
    circle = session.scalars(select(Circle)).one()
    here = make.thread(circle, make.member("Amina", circle), title="Written here")
    folder = one_thread(
        tmp_path,
        {"author": "ana", "body": "One"},
        {"anonymous": "yes", "body": "Two"},
        {"author": "bea", "body": "Three"},
    )
    take_in(house, folder)

    session.expire_all()
    threads = session.scalars(select(Thread)).all()
    assert len({thread.bump for thread in threads}) == 2
    assert session.get(Thread, here.id).nseq == 1
    assert [post.seq for post in said(session)] == [1, 2, 3, 1]


def test_a_post_whose_words_are_gone_keeps_its_place(house, session, tmp_path):
    folder = one_thread(
        tmp_path, {"author": "ana", "state": "deleted"}, {"author": "bea", "body": "Still here"}
    )
    take_in(house, folder)

    opening, reply = said(session)
    assert (opening.state, opening.html, opening.handle) == (PostState.DELETED, "", None)
    assert reply.seq == 2
