"""Importing: every line that fits, once, with each that does not reported by its number."""

import json

import pytest
from sqlalchemy import func, select

from app.commands import importing
from app.community.threads.models import Post, Reaction, ReactionKind, Thread
from app.people.anonymity.models import Voice
from app.people.circles.models import Circle, Visibility
from app.web.kit.addresses import url


def line(title="How did you know?", **values):
    said = {
        "circle": "career-change",
        "title": title,
        "body": "I have been here *eleven* years.",
        "anonymous": True,
        "views": 321,
        "replies": [{"body": "You know.", "helpful": 3}, {"body": "I didn’t.", "helpful": 0}],
    }
    return json.dumps(said | values)


GOOD = [line(), line("Second question", replies=[]), line("Third", circle="money", anonymous=False)]
BAD = {
    "no json": "{not json",
    "no object": "[1, 2]",
    "a number": "7",
    "no title": line(title=""),
    "a title too short": line(title="ab"),
    "no circle": line(circle=""),
    "an empty body": line(body="  "),
    "a body too long": line(body="b" * 8001),
    "an empty reply": line(replies=[{"body": ""}]),
    "a negative count": line(replies=[{"body": "x", "helpful": -1}]),
    "replies that are none": line(replies="none"),
    "too deep": "[" * 100_000,
}


@pytest.fixture
def file(tmp_path):
    def write(*lines):
        path = tmp_path / "community.jsonl"
        path.write_bytes("\n".join(lines).encode())
        return path

    return write


def count(session, what=Thread):
    session.rollback()
    return session.scalar(select(func.count()).select_from(what))


def test_good_lines_become_threads_in_their_circles(house, session, file, capsys):
    counts = importing.run(house, file(*GOOD))

    assert (counts.threads, counts.replies, counts.present, counts.bad) == (3, 4, 0, 0)
    assert (count(session), count(session, Post)) == (3, 7)
    circles = session.execute(select(Circle.slug, Circle.name, Circle.bump)).all()
    assert sorted(circles) == [("career-change", "Career change", 4), ("money", "Money", 3)]
    assert "3 of 3 lines" in capsys.readouterr().err


@pytest.mark.parametrize("what", list(BAD))
def test_a_bad_line_is_reported_by_its_number_and_left_out(house, session, file, capsys, what):
    counts = importing.run(house, file(GOOD[0], BAD[what], GOOD[1]))

    assert (counts.threads, counts.bad) == (2, 1)
    assert count(session) == 2
    told = capsys.readouterr().err
    assert "line 2: " in told
    assert "line 1: " not in told
    assert "Traceback" not in told
    assert "eleven years" not in told


def test_bytes_that_are_no_text_are_a_bad_line(house, session, tmp_path, capsys):
    path = tmp_path / "community.jsonl"
    path.write_bytes(GOOD[0].encode() + b'\n{"circle": "\xff\xfe"}\n' + GOOD[1].encode() + b"\n\n")

    counts = importing.run(house, path)

    assert (counts.threads, counts.bad) == (2, 1)
    assert "line 2: " in capsys.readouterr().err


def test_run_again_it_adds_only_what_is_new(house, session, file):
    importing.run(house, file(*GOOD[:2]))

    again = importing.run(house, file(*GOOD))

    assert (again.threads, again.present) == (1, 2)
    assert (count(session), count(session, Post)) == (3, 7)


def test_interrupted_it_goes_on_without_doubles(house, session, file, monkeypatch):
    lines = [line(f"Question {n}") for n in range(60)]
    path, taken = file(*lines), []
    take_in = importing.arrivals.take_in

    def interrupted(*arguments):
        taken.append(1)
        if len(taken) == 40:
            raise KeyboardInterrupt
        return take_in(*arguments)

    monkeypatch.setattr(importing.arrivals, "take_in", interrupted)
    with pytest.raises(KeyboardInterrupt):
        importing.run(house, path)
    half = count(session)
    monkeypatch.undo()
    counts = importing.run(house, path)

    assert half == importing.BATCH
    assert (counts.threads, counts.present) == (60 - half, half)
    assert (count(session), count(session, Post)) == (60, 180)
    bumps = session.scalars(select(Thread.bump)).all()
    assert len(set(bumps)) == 60
    assert session.scalar(select(Circle.bump)) == 180 == max(bumps)


def test_the_same_line_twice_is_two_threads_and_again_none(house, session, file):
    path = file(GOOD[0], GOOD[0])

    first, second = importing.run(house, path), importing.run(house, path)

    assert (first.threads, second.threads, second.present) == (2, 0, 2)
    assert count(session) == 2


def test_helpful_becomes_kind_words_that_nobody_owns(web, make, house, session, file):
    importing.run(house, file(GOOD[0]))

    rows = session.scalars(select(Reaction)).all()
    assert [row.kind for row in rows] == [ReactionKind.THANKS] * 3
    assert len({row.reactor for row in rows}) == 3
    member = make.member("Rosa")
    page = web.as_(member).get(url("thread", thread_id=session.scalar(select(Thread.id)))).text
    assert "Thank you 3" in page
    assert "aria-pressed=true" not in page


def test_every_post_has_a_voice_that_nobody_owns(house, session, file):
    importing.run(house, file(*GOOD))

    posts = session.execute(select(Post.author_id, Post.voice, Post.at)).all()
    assert {(author, at) for author, _, at in posts} == {(None, None)}
    assert len({voice for _, voice, _ in posts}) == 7 == count(session, Voice)


def test_its_circles_are_open_to_read_and_out_of_search(web, house, session, file):
    importing.run(house, file(*GOOD))

    assert session.scalars(select(Circle.visibility)).all() == [Visibility.PUBLIC] * 2
    for thread_id in session.scalars(select(Thread.id)):
        answer = web.visitor().get(url("thread", thread_id=thread_id))
        assert answer.status_code == 200
        assert "noindex" in answer.headers["x-robots-tag"]


def test_a_reply_can_be_marked_as_advice(house, session, file):
    marked = [{"body": "Ask for it in writing.", "advice": True}, {"body": "I didn’t."}]

    importing.run(house, file(line(replies=marked)))

    said = select(Post.body, Post.advice).order_by(Post.seq).where(Post.seq > 1)
    assert session.execute(said).all() == [("Ask for it in writing.", True), ("I didn’t.", False)]


def test_a_line_without_marks_is_known_by_the_words_that_it_always_had():
    read = importing.Line.model_validate_json(line())

    assert read.model_dump()["replies"][1] == {"body": "I didn’t.", "helpful": 0}
