"""Pinning and closing: for those who look after a circle, and written down."""

import pytest

from app.community.threads.models import Thread
from app.core.keys import base32
from app.oversight.audit import chain
from app.oversight.audit.models import Entry
from app.web.kit.addresses import url

WAYS = {"pin": "pin_thread", "lock": "lock_thread"}
MAY = ["grace", "mona", "olga"]
MAY_NOT = ["amina", "bea", "stella"]


@pytest.fixture
def thread(make, circle, amina):
    return make.thread(circle, amina)


def entries(session):
    return [(e.verb, e.subject_kind, e.subject_id, e.actor) for e in session.query(Entry)]


def state(session, thread, deed):
    session.expire_all()
    found = session.get(Thread, thread.id)
    return found.pinned if deed == "pin" else found.locked


@pytest.mark.parametrize("deed", list(WAYS))
@pytest.mark.parametrize("who", MAY)
def test_those_who_look_after_it_do_and_undo(web, request, session, thread, deed, who):
    her = request.getfixturevalue(who)
    way = url(WAYS[deed], thread_id=thread.id)
    form = web.as_(her).get(url("thread", thread_id=thread.id))

    done = web.send(form, way, on="yes")
    first = state(session, thread, deed)
    undone = web.send(web.follow(done), way, on="no")

    assert (done.status_code, undone.status_code) == (303, 303)
    assert first
    assert not state(session, thread, deed)
    subject = ("thread", base32(thread.id), chain.name(web.house.ring, her.id))
    assert sorted(entries(session)) == sorted([(deed, *subject), (f"un{deed}", *subject)])


@pytest.mark.parametrize("deed", list(WAYS))
@pytest.mark.parametrize("who", MAY_NOT)
def test_others_do_not(web, request, session, thread, deed, who):
    way = url(WAYS[deed], thread_id=thread.id)
    page = web.as_(request.getfixturevalue(who)).get(url("thread", thread_id=thread.id))

    answer = web.post(way, on="yes")

    assert way not in page.text
    assert answer.status_code == 403
    assert not state(session, thread, deed)
    assert entries(session) == []


@pytest.mark.parametrize("deed", list(WAYS))
def test_twice_is_once_and_written_down_once(web, session, thread, grace, deed):
    for _ in range(2):
        web.as_(grace).post(url(WAYS[deed], thread_id=thread.id), on="yes")

    assert state(session, thread, deed)
    assert len(entries(session)) == 1


def test_a_host_of_another_circle_is_no_host_here(web, make, session, thread):
    host = make.member("Rosa", make.circle("Elsewhere"), host=True)

    answer = web.as_(host).post(url("pin_thread", thread_id=thread.id), on="yes")

    assert answer.status_code == 403


@pytest.mark.parametrize("who", ["mona", "olga"])
def test_staff_arranges_nothing_in_a_private_circle(web, request, make, who):
    hidden = make.circle("Quiet room", visibility="private")
    thread = make.thread(hidden, make.member("Rosa", hidden))

    answer = web.as_(request.getfixturevalue(who)).post(
        url("lock_thread", thread_id=thread.id), on="yes"
    )

    assert answer.status_code == 404


def test_a_pinned_thread_stands_first(web, make, circle, thread, grace, bea):
    make.thread(circle, bea, title="Later and louder")
    web.as_(grace).post(url("pin_thread", thread_id=thread.id), on="yes")

    page = web.get(url("circle", circle=circle.slug)).text

    assert page.index(thread.title) < page.index("Later and louder")
    assert "Pinned" in page


def test_a_closed_thread_says_so_and_offers_no_form(web, thread, grace, bea):
    web.as_(grace).post(url("lock_thread", thread_id=thread.id), on="yes")

    page = web.as_(bea).get(url("thread", thread_id=thread.id)).text

    assert "This thread is closed. You can still read it." in page
    assert url("reply", thread_id=thread.id) not in page
    assert "Closed to replies" in web.get("/c/new-mothers").text


def test_a_closed_thread_still_takes_kind_words(web, make, thread, grace, bea):
    web.as_(grace).post(url("lock_thread", thread_id=thread.id), on="yes")

    answer = web.as_(bea).post(url("react", post_id=make.post(thread).id), kind="with-you")

    assert answer.status_code == 303
