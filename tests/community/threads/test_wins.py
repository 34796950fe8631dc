"""Wins: what people want to celebrate, wherever the reader may read it, the newest first."""

import re

from sqlalchemy import func, select, update

from app.community.threads.models import Intent, Post, Thread
from app.core import clock
from app.web.kit.addresses import url
from tests.conftest import counted

TITLE = re.compile(r'<h3 dir="auto">\s*<a href="[^"]*">(.*?)</a>')


def win(make, circle, title, by=None, **values):
    return make.thread(circle, by, title=title, intent=Intent.CELEBRATE, **values)


def titles(page):
    assert page.status_code == 200
    return TITLE.findall(page.text)


def older(page):
    found = re.search(r'rel="next"\s+href="([^"]+)"', page.text)
    return found and found[1].replace("&amp;", "&")


def opened_on(session, thread, day):
    session.execute(update(Thread).where(Thread.id == thread.id).values(opened_day=day))
    session.commit()


def test_only_what_celebrates_is_there_with_its_circle(web, make, circle, amina):
    win(make, circle, "I asked for it", amina)
    make.thread(circle, amina, title="I did not")

    page = web.as_(amina).get("/wins")

    assert titles(page) == ["I asked for it"]
    assert circle.name in page.text


def test_everybody_reads_what_she_may_read(web, make, session, circle, amina, bea, stella):
    rooms = {v: make.circle(v.capitalize(), visibility=v) for v in ("public", "private")}
    for room in (circle, *rooms.values()):
        win(make, room, f"In {room.slug}", bea)
    web.as_(stella)
    assert set(titles(web.get("/wins"))) == {"In new-mothers", "In public"}
    assert titles(web.visitor().get("/wins")) == ["In public"]
    nora = make.member("Nora", rooms["private"])
    assert len(titles(web.as_(nora).get("/wins"))) == 3


def test_the_newest_are_first_whatever_was_said_last(web, make, session, circle, amina, bea):
    days = ("2026-01-05", "2026-03-01", "2026-02-01")
    for day in days:
        opened_on(session, win(make, circle, f"On {day}", bea), clock.today().fromisoformat(day))
    first = session.scalars(select(Thread).filter_by(title="On 2026-01-05")).one()
    web.as_(amina).post(url("reply", thread_id=first.id), body="Well done.")

    assert titles(web.get("/wins")) == ["On 2026-03-01", "On 2026-02-01", "On 2026-01-05"]


def test_a_thread_knows_the_day_on_which_it_was_opened(web, make, session, circle, amina):
    form = web.as_(amina).get(url("new_thread", circle=circle.slug))
    action = url("start_thread", circle=circle.slug)
    web.send(form, action, title="I did it", body="Yes", intent="celebrate")

    pairs = session.execute(
        select(Thread.opened_day, Post.day).join(Post, Post.thread_id == Thread.id)
    ).all()

    assert pairs == [(clock.today(), clock.today())]


def test_pages_have_addresses_and_miss_nothing(web, make, session, circle, amina):
    for n in range(60):
        win(make, circle, f"Win {n}")
    session.execute(update(Thread).values(opened_day=clock.today()))
    session.commit()

    page, found, sizes = web.as_(amina).get("/wins"), [], []
    while True:
        found += titles(page)
        sizes.append(len(titles(page)))
        if not (way := older(page)):
            break
        page = web.get(way)

    assert sizes == [25, 25, 10]
    assert sorted(found) == sorted(f"Win {n}" for n in range(60))
    assert "Newest wins" in page.text


def test_what_a_moderator_has_hidden_is_not_there(web, make, session, circle, amina):
    thread = win(make, circle, "Hidden")
    session.execute(update(Thread).where(Thread.id == thread.id).values(hidden=True))
    session.commit()

    assert titles(web.as_(amina).get("/wins")) == []


def test_an_address_that_is_none_is_the_beginning(web, make, circle, amina):
    win(make, circle, "I did it")

    for after in ("x", "2026-01", ".", "9999-99-99.1", "%00.1"):
        assert titles(web.as_(amina).get(f"/wins?after={after}")) == ["I did it"]
    assert titles(web.get("/wins?after=2000-01-01.1")) == []
    assert "Nothing older." in web.get("/wins?after=2000-01-01.1").text


def test_a_page_asks_little(web, house, make, circle, amina):
    for n in range(3):
        room = make.circle(f"Room {n}", visibility="public")
        for m in range(10):
            win(make, room, f"Win {n} {m}", amina)

    for browser in (web.as_(amina), web.visitor()):
        with counted(house) as asked:
            assert len(titles(browser.get("/wins"))) == 25
        assert len(asked) <= 5, "\n".join(asked)


def test_they_are_found_by_their_index(house, session, make, circle):
    """However many threads there are that celebrate nothing."""
    if not house.database.is_sqlite:
        return
    win(make, circle, "One")
    session.rollback()
    with counted(house) as asked, house.database.reading() as reading:
        from app.community.threads import wins
        from app.people.viewer import VISITOR

        wins.newest(reading, VISITOR, None)
    plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0]}", ("public", 26, 0))
    steps = [row[3] for row in plan]

    assert any("threads_wins_idx" in step for step in steps), steps
    assert not any("TEMP B-TREE" in step for step in steps), steps


def test_an_empty_page_invites_gently(web, amina):
    page = web.as_(amina).get("/wins").text

    assert "A win may be small" in page
    assert "Take one from" in page
    assert 'href="/evidence"' in page
    visitor = web.visitor().get("/wins").text
    assert 'href="/join"' in visitor
    assert 'href="/evidence"' not in visitor


def test_nobody_is_counted(web, make, session, circle, amina, bea):
    win(make, circle, "I did it", bea)

    page = web.as_(amina).get("/wins").text

    assert session.scalar(select(func.count()).select_from(Thread)) == 1
    for word in ("streak", "points", "rank", "1 win"):
        assert word not in page.lower()
