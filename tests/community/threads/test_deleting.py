"""Deleting: the words are destroyed everywhere, what others said stays."""

import pytest

from app.community.threads.models import Post, Reaction, Revision, Thread
from app.web.kit.addresses import url
from tests import dump
from tests.browser import forms_of

CANARY = "Xanthippe"


def delete(post):
    return url("delete_post", post_id=post.id)


@pytest.fixture
def thread(make, circle, amina, bea):
    return make.thread(
        circle, amina, title=f"{CANARY} asks", body=f"{CANARY} one", replies=[(bea, "I hear you.")]
    )


def test_no_word_of_a_deleted_opening_is_left_in_any_table(web, session, make, thread, amina, bea):
    opening = make.post(thread)
    web.as_(amina)
    web.post(
        url("edit_post", post_id=opening.id),
        title=f"{CANARY} two",
        body=f"{CANARY} three",
        content_note=f"{CANARY} note",
    )
    web.as_(bea).post(url("react", post_id=opening.id), kind="thanks")
    assert dump.holding(session, CANARY) == ["posts", "revisions", "threads"]
    asked = web.as_(amina).get(delete(opening))
    [form] = [f for f in forms_of(asked) if f.action == ""]

    answer = web.client.post(delete(opening), data=form.values)

    assert answer.status_code == 303
    assert dump.holding(session, CANARY) == []
    assert dump.holding(session, CANARY.lower()) == []
    assert session.query(Revision).count() == session.query(Reaction).count() == 0


def test_an_answered_thread_keeps_its_replies_around_a_placeholder(web, make, thread, amina, bea):
    web.as_(amina).post(delete(make.post(thread)))

    page = web.as_(bea).get(url("thread", thread_id=thread.id)).text

    assert "The person who started this thread has deleted what she wrote." in page
    assert "I hear you." in page
    assert CANARY not in page
    assert CANARY not in web.get(url("circle", circle="new-mothers")).text
    assert CANARY not in web.get(url("member", handle="amina")).text


def test_what_is_left_is_called_in_the_language_of_who_reads_it(web, make, thread, amina, bea):
    web.as_(amina).post(delete(make.post(thread)))

    for path in (url("thread", thread_id=thread.id), url("circle", circle="new-mothers")):
        page = web.as_(bea).get(path, **{"Accept-Language": "es"}).text
        assert "Una conversación borrada" in page
        assert "A deleted thread" not in page
        assert "A deleted thread" in web.get(path).text


def test_an_unanswered_thread_goes_as_a_whole(web, session, make, circle, amina):
    thread = make.thread(circle, amina, title=f"{CANARY} alone")

    answer = web.as_(amina).post(delete(make.post(thread)))

    shown = web.follow(answer).text
    assert "Your thread is deleted." in shown
    assert session.query(Thread).count() == session.query(Post).count() == 0
    assert web.get(url("thread", thread_id=thread.id)).status_code == 404


def test_a_deleted_reply_leaves_its_place_and_number(web, session, make, thread, amina, bea):
    web.as_(amina).post(url("reply", thread_id=thread.id), body="The third.", form_nonce="n")

    answer = web.as_(bea).post(delete(make.post(thread, 2)))

    shown = web.follow(answer).text
    assert "Your post is deleted." in shown
    assert "A reply here was deleted by the person who wrote it." in shown
    assert "The third." in shown
    assert "I hear you." not in shown
    session.refresh(thread)
    assert (thread.nseq, thread.replies) == (3, 1)


def test_a_thread_whose_replies_are_all_deleted_goes_as_a_whole(
    web, session, make, thread, amina, bea
):
    web.as_(bea).post(delete(make.post(thread, 2)))

    web.as_(amina).post(delete(make.post(thread, 1)))

    assert session.query(Thread).count() == session.query(Post).count() == 0


def test_it_is_asked_for_first(web, session, make, thread, amina):
    page = web.as_(amina).get(delete(make.post(thread)))

    assert page.status_code == 200
    assert "Delete your words?" in page.text
    assert dump.holding(session, CANARY) == ["posts", "threads"]


@pytest.mark.parametrize("who", ["bea", "grace", "mona", "olga", "stella"])
def test_nobody_else_deletes_them(web, request, session, make, thread, who):
    web.as_(request.getfixturevalue(who))

    asked = web.get(delete(make.post(thread)))
    answer = web.post(delete(make.post(thread)))

    assert asked.status_code == answer.status_code == 403
    assert dump.holding(session, CANARY) == ["posts", "threads"]


def test_deleting_twice_counts_down_once(web, session, make, thread, bea):
    post = make.post(thread, 2)
    web.as_(bea)

    first, second = web.post(delete(post)), web.post(delete(post))

    assert (first.status_code, second.status_code) == (303, 403)
    session.refresh(thread)
    assert thread.replies == 0


def test_a_deleted_post_takes_no_reactions(web, session, make, thread, amina, bea):
    post = make.post(thread, 2)
    web.as_(bea).post(delete(post))

    answer = web.as_(amina).post(url("react", post_id=post.id), kind="thanks")

    assert answer.status_code == 403
    assert session.query(Reaction).count() == 0


def test_the_placeholder_offers_nothing(web, make, thread, bea):
    post = make.post(thread, 2)
    web.as_(bea).post(delete(post))

    page = web.get(url("thread", thread_id=thread.id)).text

    assert delete(post) not in page
    assert url("react", post_id=post.id) not in page
    assert "/m/bea" not in page[page.index('id="posts"') : page.index("</ol>")]
