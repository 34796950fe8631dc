"""Following: by a button or by writing, and where followed threads are found again."""

import pytest

from app.community.threads.models import Thread
from app.web.kit.addresses import url
from tests import dump


@pytest.fixture
def thread(make, circle, bea):
    return make.thread(circle, bea, title="How long is a night")


def page(thread):
    return url("thread", thread_id=thread.id)


def follow(thread):
    return url("follow_thread", thread_id=thread.id)


def followed(web, thread):
    """Whether it stands under “Threads you follow” at home."""
    html = web.get("/").text
    section = html[html.index('id="following"') :]
    return thread.title in section[: section.index("</section>")]


def test_a_followed_thread_stands_at_home(web, thread, amina):
    form = web.as_(amina).get(page(thread))
    assert not followed(web, thread)

    answer = web.send(form, follow(thread), on="yes")

    assert "Stop following" in web.follow(answer).text
    assert followed(web, thread)


def test_she_can_stop(web, thread, amina):
    web.as_(amina).post(follow(thread), on="yes")
    form = web.get(page(thread))

    answer = web.send(form, follow(thread), on="no")

    assert "Stop following" not in web.follow(answer).text
    assert not followed(web, thread)


def test_pressing_twice_is_pressing_once(web, thread, amina):
    for _ in range(2):
        web.as_(amina).post(follow(thread), on="yes")

    assert followed(web, thread)


def test_who_answers_follows(web, thread, amina):
    web.as_(amina).post(url("reply", thread_id=thread.id), body="Long.")

    assert followed(web, thread)


@pytest.fixture
def crowded_thread(thread, session, circle):
    circle.crowd = 30
    session.commit()
    return thread


def test_who_has_her_answer_published_later_follows(
    web, session, crowded_thread, tend, later, amina, bea
):
    words = {"body": "Long.", "anonymous": "on", "later": "on"}
    web.as_(amina).get(page(crowded_thread))
    before = dump.of(session)

    web.post(url("reply", thread_id=crowded_thread.id), **words)

    changed = {table for table, rows in dump.of(session).items() if rows != before[table]}
    assert changed <= {"waiting_posts", "sessions"}
    assert followed(web, crowded_thread)
    with later(hours=12):
        tend()
        web.as_(bea).post(url("reply", thread_id=crowded_thread.id), body="So long.")
        html = web.as_(amina).get("/").text
        section = html[html.index('id="following"') :]
    assert "2 new" in " ".join(section[: section.index("</section>")].replace("<b>", "").split())


def test_who_has_a_thread_opened_later_follows_it_once_she_has_seen_it(
    web, session, crowded_thread, circle, tend, later, amina
):
    words = {"title": "Mine", "body": "Words", "intent": "celebrate", "anonymous": "on"}
    web.as_(amina).post(url("start_thread", circle=circle.slug), **words, later="on")

    with later(hours=12):
        tend()
        opened = session.query(Thread).filter_by(title="Mine").one()
        web.as_(amina).get(page(opened))
        assert followed(web, opened)
        web.post(follow(opened), on="no")
        web.get(page(opened))
        assert not followed(web, opened)


def test_who_starts_one_follows_it(web, circle, amina):
    web.as_(amina)

    web.post(
        url("start_thread", circle=circle.slug), title="Mine", body="Words", intent="celebrate"
    )

    html = web.get("/").text
    section = html[html.index('id="following"') :]
    assert ">Mine</a>" in section[: section.index("</section>")]


def test_who_stopped_does_not_begin_again_by_answering(web, thread, amina):
    web.as_(amina)
    web.post(follow(thread), on="yes")
    web.post(follow(thread), on="no")

    web.post(url("reply", thread_id=thread.id), body="Once more.")

    assert not followed(web, thread)


def test_new_replies_in_followed_threads_are_counted_at_home(web, thread, amina, bea):
    web.as_(amina).get(page(thread))
    web.post(url("reply", thread_id=thread.id), body="Long.")

    web.as_(bea).post(url("reply", thread_id=thread.id), body="Very.")

    assert "1 new reply in threads you follow." in web.as_(amina).get("/").text


def test_what_she_follows_stands_in_no_row_that_can_be_read(web, session, house, thread, amina):
    before = dump.of(session)
    web.as_(amina)
    sessions = len(before["sessions"])

    web.post(follow(thread), on="yes")
    after = dump.of(session)

    assert len(after.pop("sessions")) == sessions + 1
    before.pop("sessions")
    assert after == before
    house.flush()
    [(owner, sealed)] = dump.of(session)["read_bundles"]
    assert str(thread.id).encode() not in sealed
    assert amina.id.bytes not in owner + sealed


def test_a_thread_of_a_circle_she_left_is_at_home_no_longer(web, circle, thread, amina):
    web.as_(amina).post(follow(thread), on="yes")

    web.post(url("leave_circle", circle=circle.slug))

    assert thread.title not in web.get("/").text


@pytest.mark.parametrize("on", ["", "maybe"])
def test_an_unknown_answer_is_refused(web, thread, amina, on):
    answer = web.as_(amina).post(follow(thread), on=on)

    assert answer.status_code == 422
    assert not followed(web, thread)
