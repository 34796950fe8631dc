"""Posts with an ending: on its day the words are destroyed everywhere, and a line says so."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from app.community.threads.models import Post, Reaction, Revision, Thread
from app.core import clock
from app.web.kit.addresses import url
from tests import dump
from tests.core.test_database_file import on_disk

CANARY = "Xanthippe"
TAKEN_BACK = "She chose an ending for this. It was taken back."
DAYS = {"day": 1, "week": 7, "month": 30, "three-months": 91}


def reply(web, thread, body=f"{CANARY} for now", **fields):
    page = web.get(url("thread", thread_id=thread.id))
    return web.send(page, url("reply", thread_id=thread.id), body=body, **fields)


def shown(web, thread):
    return web.get(url("thread", thread_id=thread.id)).text


def edit(web, post, **fields):
    path = url("edit_post", post_id=post.id)
    return web.send(web.get(path), path, **fields)


def set_ending(session, post, day):
    session.execute(update(Post).filter_by(id=post.id).values(ends_on=day))
    session.commit()


@pytest.fixture
def thread(make, crowded, bea):
    return make.thread(crowded, bea)


@pytest.mark.parametrize("anonymous", ["", "on"])
@pytest.mark.parametrize("ending", DAYS)
def test_it_stands_until_its_day_and_not_longer(
    web, make, thread, tend, amina, bea, ending, anonymous, later
):
    reply(web.as_(amina), thread, ending=ending, anonymous=anonymous)
    assert make.post(thread, 2).ends_on == clock.today() + timedelta(days=DAYS[ending])

    with later(days=DAYS[ending] - 1):
        tend()
        assert f"{CANARY} for now" in shown(web.as_(bea), thread)
    with later(days=DAYS[ending]):
        tend()
        page = shown(web.as_(bea), thread)

    assert CANARY not in page
    assert TAKEN_BACK in page
    assert "No replies yet" in page


def test_without_one_it_stays(web, thread, tend, amina, later):
    reply(web.as_(amina), thread)

    with later(days=4000):
        tend()
        assert f"{CANARY} for now" in shown(web.as_(amina), thread)


def test_no_word_is_left_in_any_table(web, session, make, crowded, tend, amina, bea, later):
    page = web.as_(amina).get(url("new_thread", circle=crowded.slug))
    words = {"title": f"{CANARY} asks", "content_note": f"{CANARY} note", "ending": "week"}
    way = url("start_thread", circle=crowded.slug)
    web.send(page, way, body=f"{CANARY} one", intent="just-listening", **words)
    thread = session.query(Thread).one()
    opening = make.post(thread)
    edit(web, opening, body=f"{CANARY} two")
    reply(web.as_(bea), thread, body="I hear you.")
    web.post(url("react", post_id=opening.id), kind="thanks")
    assert dump.holding(session, CANARY) == ["posts", "revisions", "threads"]

    with later(days=7):
        tend()
        page = shown(web.as_(bea), thread)
        listed = web.get(url("circle", circle=crowded.slug)).text

    assert dump.holding(session, CANARY) == []
    assert dump.holding(session, CANARY.lower()) == []
    assert session.query(Revision).count() == session.query(Reaction).count() == 0
    assert f"{TAKEN_BACK} The replies stay." in page
    assert "I hear you." in page
    assert "A thread that was taken back" in listed


def test_no_word_is_left_on_the_disk(web, house, make, crowded, tend, amina, bea, later):
    """Neither in SQLite's file nor in its log. PostgreSQL clears up in its own time."""
    thread = make.thread(crowded, bea)
    words = [f"Quetzalcoatl {n} {'and more ' * n}" for n in range(1, 200, 20)]
    for body in words:
        reply(web.as_(amina), thread, body=body, ending="day", content_note="Quetzalcoatl")
    edit(web, make.post(thread, 2), body="Quetzalcoatl changed")
    assert dump.holding(make.session, "Quetzalcoatl") == ["posts", "revisions"]

    with later(days=1):
        tend()

    assert dump.holding(make.session, "Quetzalcoatl") == []
    if house.database.is_sqlite:
        folder = Path(house.database.engine.url.database).parent
        assert b"Quetzalcoatl" not in on_disk(folder)


def test_a_thread_that_nobody_answered_goes_altogether(web, session, make, circle, tend, amina):
    thread = make.thread(circle, amina)
    set_ending(session, make.post(thread), clock.today())

    tend()

    assert session.query(Thread).count() == session.query(Post).count() == 0


@pytest.mark.parametrize("order", [(1, 2), (2, 1), (1, 1)])
def test_so_does_one_in_which_everything_has_ended(
    session, make, circle, tend, amina, bea, order, later
):
    thread = make.thread(circle, amina, replies=[(bea, "I hear you.")])
    for seq, days in enumerate(order, 1):
        set_ending(session, make.post(thread, seq), clock.today() + timedelta(days=days))

    for _ in range(2):
        with later(days=1):
            tend()
    session.expire_all()
    assert session.query(Thread).count() == (order != (1, 1))
    with later(days=2):
        tend()

    assert session.query(Thread).count() == session.query(Post).count() == 0


def test_what_others_quoted_stays_with_them(web, session, make, thread, tend, amina, bea, later):
    reply(web.as_(amina), thread, ending="day")
    reply(web.as_(bea), thread, body=f"> {CANARY} for now\n\nThat stays with me.")

    with later(days=1):
        tend()
        page = shown(web.as_(bea), thread)

    assert page.count(CANARY) == 1
    assert "What others have quoted stays with them." in page


def test_she_alone_sees_when_it_ends(web, thread, amina, bea):
    reply(web.as_(amina), thread, ending="week", anonymous="on")
    day = clock.today() + timedelta(days=7)
    said = f"{day.day} {day:%B %Y}"

    assert f"Ends on <time datetime={day}>{said}</time>" in shown(web.as_(amina), thread)
    assert "Ends on" not in shown(web.as_(bea), thread)
    assert said not in shown(web.as_(bea), thread)


def test_editing_keeps_it(web, make, thread, amina):
    reply(web.as_(amina), thread, ending="week")
    post = make.post(thread, 2)

    edit(web, post, body="Said better")

    assert make.post(thread, 2).body == "Said better"
    assert make.post(thread, 2).ends_on == clock.today() + timedelta(days=7)


def test_a_form_that_does_not_speak_of_it_keeps_it_too(web, make, thread, amina):
    reply(web.as_(amina), thread, ending="week")

    web.post(url("edit_post", post_id=make.post(thread, 2).id), body="Said better")

    assert make.post(thread, 2).ends_on == clock.today() + timedelta(days=7)


@pytest.mark.parametrize("anonymous", ["", "on"])
def test_she_changes_and_lifts_it_without_a_word_to_readers(
    web, session, make, thread, amina, bea, anonymous
):
    reply(web.as_(amina), thread, ending="day", anonymous=anonymous)
    post = make.post(thread, 2)
    shown(web.as_(bea), thread)

    edit(web.as_(amina), post, ending="three-months")
    assert make.post(thread, 2).ends_on == clock.today() + timedelta(days=91)
    assert "Ends on" in shown(web, thread)
    edit(web, post, ending="none")

    assert make.post(thread, 2).ends_on is None
    assert "Ends on" not in shown(web, thread)
    assert "edited" not in shown(web.as_(bea), thread)
    assert session.query(Revision).count() == 0


def test_what_was_taken_back_is_changed_and_thanked_for_by_nobody(
    web, session, make, thread, tend, amina, bea, later
):
    reply(web.as_(amina), thread, ending="day")
    post = make.post(thread, 2)

    with later(days=1):
        tend()
        answers = [
            web.as_(amina).post(url("edit_post", post_id=post.id), body="Again"),
            web.post(url("delete_post", post_id=post.id)),
            web.as_(bea).post(url("react", post_id=post.id), kind="thanks"),
        ]
        past = web.get(url("post_history", post_id=post.id))

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert "taken back" in answers[0].text
    assert past.status_code == 404
    assert dump.holding(session, "Again") == []


def test_deleting_before_its_day_is_deleting(web, make, thread, tend, amina, later):
    reply(web.as_(amina), thread, ending="day")
    web.post(url("delete_post", post_id=make.post(thread, 2).id))

    with later(days=1):
        tend()
        page = shown(web.as_(amina), thread)

    assert TAKEN_BACK not in page
    assert "A reply here was deleted" in page


@pytest.mark.parametrize("ending", ["year", "keep", "DAY", "1"])
def test_another_lifetime_is_refused_and_nothing_lost(web, make, thread, amina, ending):
    answer = reply(web.as_(amina), thread, body="Kept here", ending=ending)

    assert answer.status_code == 422
    assert "An ending: Please choose one of these." in answer.text
    assert "Kept here" in answer.text
    assert '<details class="fold" open>' in answer.text


def test_a_visitors_kept_page_does_not_show_it_again(web, session, make, tend, bea, later):
    room = make.circle("Open room", visibility="public")
    thread = make.thread(room, bea, replies=[(bea, f"{CANARY} in the open")])
    set_ending(session, make.post(thread, 2), clock.today() + timedelta(days=1))
    path = url("thread_slugged", thread_id=thread.id, slug=thread.slug)
    before = web.visitor().get(path)
    assert CANARY in before.text

    with later(days=1):
        tend()
        after = web.get(path, **{"If-None-Match": before.headers["etag"]})

    assert after.status_code == 200
    assert CANARY not in after.text


def test_a_server_that_was_off_for_a_month_catches_up(
    web, session, make, circle, tend, amina, later
):
    for n in range(70):
        make.thread(circle, amina, body=f"{CANARY} {n}", replies=[(amina, f"{CANARY} too")])
    busy = make.thread(circle, amina, replies=[(amina, f"{CANARY} {n}") for n in range(130)])
    session.execute(update(Post).values(ends_on=clock.today() + timedelta(days=2)))
    session.execute(update(Post).filter_by(thread_id=busy.id, seq=1).values(ends_on=None))
    session.commit()

    with later(days=30):
        tend()

    session.expire_all()
    assert dump.holding(session, CANARY) == []
    assert session.query(Thread).one().replies == 0
    assert session.query(Post).count() == 131


def test_done_twice_it_is_done_once(session, make, circle, tend, amina, bea):
    thread = make.thread(circle, amina, replies=[(bea, "One."), (bea, "Two.")])
    set_ending(session, make.post(thread, 2), clock.today())

    tend()
    first = dump.of(session)
    tend()

    assert dump.of(session) == first
    session.refresh(thread)
    assert (thread.nseq, thread.replies) == (3, 1)
