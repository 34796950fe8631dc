"""What a member who leaves wrote anonymously: it stays, or goes on days of chance, and neither
the tables nor the pages of others tell which was hers."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app import chores
from app.community.threads import removals
from app.community.threads.models import Post, RemovalQueue, WaitingPost
from app.core import clock, keys
from app.people.members.models import Closure
from app.web.kit.addresses import url
from tests import dump
from tests.browser import forms_of
from tests.make import PASSWORD


@pytest.fixture
def crowded(session, circle):
    """A circle in which enough people have been for a month."""
    circle.crowd = 30
    session.commit()
    return circle


@pytest.fixture
def threads(make, crowded, bea):
    return [make.thread(crowded, bea, title=f"Thread {n}") for n in range(8)]


def speak(web, thread, who, body):
    way = url("reply", thread_id=thread.id)
    assert web.as_(who).post(way, body=body, anonymous="on").status_code == 303


def close(web, who, anonymous=""):
    web.as_(who).get("/settings/close")
    fields = {"words": "keep", "anonymous": anonymous, "password": PASSWORD}
    assert web.post("/settings/close", **fields).status_code == 303


def keep(web, login):
    page = web.visitor().get("/sign-in")
    way = web.send(page, "/sign-in", login=login, password=PASSWORD).headers["location"]
    assert web.post(way).headers["location"] == "/?said=kept"


def on_day(house, days):
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        chores.sweep(house)


def standing(session, like="Small%"):
    """What is still there of what begins so."""
    found = set(session.scalars(select(Post.body).where(Post.body.like(like))))
    session.rollback()
    return found


def pages(web, who, threads):
    """A thread as somebody sees it, byte for byte but for the values of her own forms."""
    found = []
    for thread in threads:
        answer = web.as_(who).get(url("thread_slugged", thread_id=thread.id, slug=thread.slug))
        text = answer.text
        for form in forms_of(answer):
            for name in ("csrf_token", "form_nonce"):
                text = text.replace(form.values.get(name, "-"), "")
        found.append(text)
    return found


# It stays


def test_without_a_wish_nothing_of_it_changes(web, house, session, threads, amina, grace):
    for thread in threads:
        speak(web, thread, amina, f"Small words in {thread.title}")
    on_day(house, 0)
    pages(web, grace, threads)
    tables = ("posts", "voices", "threads", "reactions", "revisions")
    before, seen = dump.of(session), pages(web, grace, threads)

    close(web, amina)
    closed = dump.of(session)
    on_day(house, 15)

    gone = dump.of(session)
    for table in tables:
        assert sorted(map(str, closed[table])) == sorted(map(str, before[table])), table
        assert sorted(map(str, gone[table])) == sorted(map(str, before[table])), table
    assert pages(web, grace, threads) == seen


# It goes


def test_each_goes_on_a_day_of_its_own_before_the_account_does(web, house, session, threads, amina):
    for thread in threads:
        for n in range(2):
            speak(web, thread, amina, f"Small words {n} in {thread.title}")
    close(web, amina, "on")
    assert len(standing(session)) == 16

    left = []
    for day in range(1, 14):
        on_day(house, day)
        left.append(len(standing(session)))

    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
    assert len(set(left)) > 4
    assert session.scalar(select(func.count()).select_from(Closure)) == 1


def test_what_stands_in_its_place_is_what_stands_for_anybody(
    web, house, session, make, threads, amina, grace
):
    speak(web, threads[0], amina, "Small words")
    speak(web, threads[0], grace, "Other words")
    close(web, amina, "on")
    on_day(house, 13)

    html = pages(web, grace, threads[:1])[0]

    assert "A reply here was deleted by the person who wrote it." in html
    assert "Other words" in html
    assert dump.holding(session, "Small words") == []
    session.refresh(threads[0])
    assert threads[0].replies == 1


def test_a_thread_that_nobody_answered_goes_as_a_whole(web, house, session, crowded, amina, bea):
    fields = {"title": "Only mine", "intent": "just-listening", "anonymous": "on"}
    web.as_(amina).post(url("start_thread", circle=crowded.slug), body="Small own", **fields)
    close(web, amina, "on")
    on_day(house, 13)

    assert "Only mine" not in web.as_(bea).get(f"/c/{crowded.slug}").text
    assert dump.holding(session, "Only mine") == []


def test_also_in_a_circle_that_she_has_left(web, house, session, crowded, threads, amina):
    speak(web, threads[0], amina, "Small words")
    crowded.visibility = "private"
    session.commit()
    web.post(url("leave_circle", circle=crowded.slug))
    close(web, amina, "on")

    on_day(house, 13)

    assert standing(session) == set()


def test_nobody_elses_words_go(web, house, session, threads, amina, grace):
    for thread in threads:
        speak(web, thread, grace, f"Other words in {thread.title}")
        speak(web, thread, amina, f"Small words in {thread.title}")
    close(web, amina, "on")
    on_day(house, 15)

    assert standing(session) == set()
    assert len(standing(session, "Other%")) == len(threads)


def test_who_comes_back_keeps_what_is_left_and_only_hers(
    web, house, session, threads, amina, grace
):
    for thread in threads * 2:
        speak(web, thread, grace, f"Other words in {thread.title}")
        speak(web, thread, amina, f"Small words in {thread.title} {keys.token()}")
    for who in (amina, grace):
        close(web, who, "on")
    on_day(house, 6)
    left = standing(session)
    assert 0 < len(left) < 16

    keep(web, "amina")
    on_day(house, 15)

    assert standing(session) == left
    assert standing(session, "Other%") == set()


# What a copy of the tables tells


def world(house, session):
    """The tables as they are, sealed things by their length alone."""
    found = dump.of(session)
    for rows in found.values():
        for n, row in enumerate(rows):
            rows[n] = tuple(len(v) if isinstance(v, bytes) and len(v) > 99 else v for v in row)
    return found


def test_the_tables_are_the_same_whether_she_wished_it_or_not(
    web, session, threads, amina, grace, bea
):
    """Grace and Amina wrote the same; one of them wishes it, and no copy says which."""
    for who in (amina, grace):
        for thread in threads:
            speak(web, thread, who, f"Small words in {thread.title}")
    sizes, changed, rows = [], [], []
    for who, wish in ((amina, "on"), (grace, ""), (bea, "on")):
        before = session.scalar(select(RemovalQueue.sealed))
        close(web, who, wish)
        session.rollback()
        now = session.scalars(select(RemovalQueue.sealed)).all()
        closure = session.get(Closure, who.id)
        rows.append((len(closure.sealed), closure.fate, closure.ends))
        sizes.append([len(sealed) for sealed in now])
        changed.append(now[0] != before)

    assert sizes[0] == sizes[1] == sizes[2]
    assert len(sizes[0]) == 1
    assert changed == [True, True, True]
    assert len(set(rows)) == 1


def test_no_row_names_a_post_or_a_day_of_it(web, session, threads, amina):
    speak(web, threads[0], amina, "Small words")
    before = world(None, session)
    number = session.scalar(select(Post.id).where(Post.body == "Small words"))

    close(web, amina, "on")

    now = world(None, session)
    for table in before.keys() - {"members", "memberships", "circles", "sessions", "outbox"}:
        new = [row for row in now[table] if row not in before[table]]
        assert str(number) not in str(new), table
        assert table in {"closures", "removal_queue", "threads"} or new == [], table


def test_the_queue_is_sealed_anew_every_day(web, house, session, amina):
    on_day(house, 0)
    seen = set()
    for day in range(3):
        on_day(house, day)
        session.rollback()
        [row] = session.scalars(select(RemovalQueue)).all()
        seen.add(bytes(row.sealed))

    assert len(seen) == 3
    assert len({len(sealed) for sealed in seen}) == 1


def test_the_queue_has_room_for_hundreds_without_showing(house, session):
    sizes = set()
    for number in (0, 1, 500):
        with house.database.changing() as changing:
            removals._close(changing, house.ring, {2**62 + n: 740000 for n in range(number)})
        session.rollback()
        sizes.add(len(session.scalars(select(RemovalQueue.sealed)).one()))

    assert len(sizes) == 1


@pytest.mark.parametrize(("wish", "left"), [("", 2), ("on", 1)])
def test_what_waits_to_be_published_is_not_when_she_wishes_it(
    web, session, make, threads, amina, grace, wish, left
):
    make.waiting(threads[0], amina)
    make.waiting(threads[0], grace)

    close(web, amina, anonymous=wish)

    assert session.scalar(select(func.count()).select_from(WaitingPost)) == left
