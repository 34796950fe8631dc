"""Bookmarks are hers alone: what lies in the table, what others see, and what becomes of them."""

import io
import json
import re
import zipfile

import pytest
from sqlalchemy import select, update

from app.community.threads import bookmarks
from app.community.threads.models import Post, PostState
from app.core import keys
from app.core.keys import Broken
from app.people.evidence.drawers import drawer
from app.people.members.models import Standing
from app.people.sheets.models import Sheet
from app.web.kit.addresses import url
from tests import dump
from tests.community.threads import marking
from tests.community.threads.marking import keep, take_off, way
from tests.conftest import counted
from tests.make import PASSWORD
from tests.people.members.leaving import after, close, sign_in

CANARY = "a canary in a note"


@pytest.fixture
def thread(make, circle, bea, grace):
    said = [(grace, "I kept *a lamp* on."), (None, "So did I.")]
    return make.thread(circle, bea, title="The nights", body="They are long.", replies=said)


@pytest.fixture
def kept_by(make):
    """What a member has bookmarked now, the newest first."""
    return lambda member: marking.kept_by(make, member)


# For her alone


def test_nobody_else_finds_anything_of_it(web, make, amina, bea, thread):
    keep(web, amina, make.post(thread), CANARY)

    assert CANARY not in web.as_(bea).get("/bookmarks").text
    assert CANARY not in web.get(way(make.post(thread))).text
    assert CANARY not in web.post("/bookmarks/search", q="canary").text
    assert web.visitor().get("/bookmarks").headers["location"].startswith("/sign-in")
    assert web.get(way(make.post(thread))).headers["location"].startswith("/sign-in")


def test_no_page_of_anybody_else_moves(web, make, amina, bea, thread):
    paths = [url("thread", thread_id=thread.id), "/", "/notices", "/m/amina"]

    def pages():
        web.as_(bea)
        return [re.sub(r'value="[^"]{30,}"', "", web.get(path).text) for path in paths]

    pages()
    before = pages()
    keep(web, amina, make.post(thread), CANARY)

    assert pages() == before


def test_no_table_holds_a_word_of_it_and_one_sheet_moves(web, make, session, amina, thread):
    post = make.post(thread)
    page = web.as_(amina).get(way(post))
    before = dump.of(session)

    web.send(page, way(post), on="yes", note=CANARY)
    web.get("/bookmarks")

    changed = {table for table, found in dump.of(session).items() if found != before[table]}
    assert changed == {"sheets"}
    assert dump.holding(session, CANARY) == []
    [sheet] = session.scalars(select(Sheet))
    assert post.id.to_bytes(8, "big") not in sheet.sealed
    assert keys.base32(post.id).encode() not in sheet.sealed


def test_a_sheet_says_not_of_which_kind_it_is(web, make, session, house, amina, thread):
    entry = make.evidence(amina)
    keep(web, amina, make.post(thread), CANARY)

    [one, other] = session.scalars(select(Sheet))
    assert len(one.sealed) == len(other.sealed)
    with make._as(amina) as (_session, viewer):
        file = drawer(viewer, house.ring)
    [mark] = [sheet for sheet in (one, other) if sheet.id != entry.id]
    with pytest.raises(Broken):
        file.opened(mark.id, mark.sealed)
    assert "canary" not in web.as_(amina).get("/evidence").text


def test_taking_off_does_not_show_in_length_or_number(web, make, session, amina, thread):
    keep(web, amina, make.post(thread), "x" * 1000)
    [before] = session.execute(select(Sheet.id, Sheet.sealed)).all()
    take_off(web, amina, make.post(thread))
    session.rollback()

    [now] = session.execute(select(Sheet.id, Sheet.sealed)).all()
    assert (now.id, len(now.sealed)) == (before.id, len(before.sealed))
    assert now.sealed != before.sealed


# The rest of her life here


def test_who_is_paused_or_blocked_keeps_bookmarks(web, make, session, amina, bea, thread, kept_by):
    web.as_(bea).post("/m/amina/block", change="block")
    amina.standing = Standing.PAUSED
    session.merge(amina)
    session.commit()

    assert keep(web, amina, make.post(thread)).status_code == 303
    assert len(kept_by(amina)) == 1


def test_it_cannot_be_done_without_end(web, make, amina, thread):
    web.as_(amina)

    codes = [web.post(way(make.post(thread)), on="yes").status_code for _ in range(121)]

    assert codes == [303] * 120 + [429]


def test_reading_asks_little_however_many_there_are(web, house, make, circle, amina, bea):
    long = make.thread(circle, bea, replies=[(bea, "Yes.")] * 69)
    web.as_(amina)
    for seq in range(1, 71):
        web.post(way(make.post(long, seq)), on="yes")

    with counted(house) as asked:
        assert web.get("/bookmarks").status_code == 200
    # Who she is, her sheets in two steps, the posts of one page.
    assert len(asked) <= 5, "\n".join(asked)


def test_the_copy_of_her_data_has_them(web, make, session, amina, thread):
    keep(web, amina, make.post(thread, 2), "Mine")
    gone = make.post(thread, 3)
    keep(web, amina, gone)
    session.execute(update(Post).filter_by(id=gone.id).values(state=PostState.HIDDEN))
    session.commit()

    page = web.as_(amina).get("/settings/export")
    answer = web.send(page, "/settings/export", password=PASSWORD)

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        account = json.loads(archive.read("data.json"))
        html = archive.read("index.html").decode()
    assert [(one["thread"], one["note"]) for one in account["bookmarks"]] == [
        ("", ""),
        ("The nights", "Mine"),
    ]
    for words in ("Your bookmarks", "Mine", url("post", post_id=make.post(thread, 2).id)):
        assert words in html
    assert "Your bookmarks" in web.get("/privacy").text


def test_when_she_has_left_they_are_noise_among_all_others(web, house, make, session, amina, bea):
    circle = make.circle("Another room")
    post = make.post(make.thread(circle, bea, title="Lamps"))
    for who in (amina, bea):
        keep(web, who, post, f"Of {who.name}")
    before = dict(session.execute(select(Sheet.id, Sheet.sealed)).all())
    with make._as(amina) as (_session, viewer):
        own = bookmarks._drawer(viewer, house.ring)
    close(web, amina)

    after(house)

    session.rollback()
    now = dict(session.execute(select(Sheet.id, Sheet.sealed)).all())
    assert now.keys() == before.keys()
    assert all(now[number] != before[number] for number in now)
    assert own.opened(own.numbers(0, 1)[0], before[own.numbers(0, 1)[0]])[0]
    with pytest.raises(Broken):
        own.opened(own.numbers(0, 1)[0], now[own.numbers(0, 1)[0]])
    assert "Of Bea" in web.as_(bea).get("/bookmarks").text


def test_who_comes_back_has_them(web, make, session, amina, thread, kept_by):
    keep(web, amina, make.post(thread), "Mine")
    close(web, amina)

    web.post(sign_in(web).headers["location"])
    session.refresh(amina)

    assert kept_by(amina) == [(make.post(thread).id, "Mine")]
