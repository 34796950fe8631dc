"""What a member has seen of it: kept in her bundle, so that no row moves when she looks."""

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from app.core.keys import base32
from app.oversight.notifications.models import Notification
from app.people.noted.models import NotedCount
from app.web.kit.addresses import url
from tests.make import PASSWORD


@pytest.fixture
def mentioned(make, circle, amina, bea, say, session):
    """Amina was mentioned; the notification."""
    say(bea, make.thread(circle, bea, title="Small lamps"), "Ask @amina, she knows")
    return session.scalars(select(Notification)).one()


def test_opening_it_leads_there_and_she_has_seen_it(web, mentioned, amina, bell):
    assert bell(amina) == "1"

    answer = web.get(url("notification", notification_id=mentioned.id))

    assert answer.headers["location"] == f"/p/{mentioned.thing_id}"
    assert bell(amina) == ""


def test_she_can_keep_one_as_new(web, mentioned, amina, bell):
    where = url("read_notification", notification_id=mentioned.id)
    web.as_(amina).post(where, on="yes")
    assert bell(amina) == ""

    web.post(where, on="no")

    assert bell(amina) == "1"
    web.get(url("notification", notification_id=mentioned.id))
    assert bell(amina) == ""


def test_all_can_be_marked_as_read(web, mentioned, make, circle, amina, bea, say, told, bell):
    say(amina, make.thread(circle, bea, title="Another"), "I follow this")
    say(bea, make.newest_thread(), "Good")
    assert bell(amina) == "2"
    page = web.get(url("notifications"))

    answer = web.send(page, url("read_notifications"))

    assert answer.status_code == 303
    assert "You have seen everything." in told(amina)
    assert bell(amina) == ""


def test_kind_words_that_come_later_are_new_again(
    make, web, circle, amina, bea, grace, react, bell
):
    post = make.post(make.thread(circle, amina), 1)
    react(bea, post)
    web.as_(amina).post(url("read_notifications"))
    assert bell(amina) == ""

    react(grace, post)

    assert bell(amina) == "1"


def test_reading_the_thread_silences_the_bell(make, web, circle, amina, bea, say, bell):
    thread = make.thread(circle, bea)
    say(amina, thread, "I follow this")
    say(bea, thread, "Good")
    assert bell(amina) == "1"

    page = web.as_(amina).get(url("thread_slugged", thread_id=thread.id, slug=thread.slug))

    assert page.status_code == 200
    assert "<b>" not in page.text.split('id="bell"')[1].split("</a>")[0]


def test_messages_are_one(make, web, amina, bea, told, bell):
    make.conversation(bea, amina, "Hello", "Hello yourself", "How are the nights?")

    assert "1 conversation has something new for you" in told(amina)
    assert bell(amina) == "1"


def test_she_can_know_of_messages_without_reading_them(make, web, amina, bea, bell):
    make.conversation(bea, amina, "Hello", "Hello yourself", "How are the nights?")

    web.as_(amina).post(url("read_notifications"))

    assert bell(amina) == ""
    assert "1 new" in web.get(url("messages")).text


def test_looking_moves_no_row(make, web, session, mentioned, amina):
    def numbers():
        session.rollback()
        listed = session.execute(select(Notification.id, Notification.n, Notification.day)).all()
        return listed, session.execute(select(NotedCount.member_id, NotedCount.n)).all()

    before = numbers()

    web.as_(amina).get(url("notifications"))
    web.get(url("notification", notification_id=mentioned.id))
    web.post(url("read_notifications"))

    assert numbers() == before


def test_nobody_opens_or_marks_what_is_anothers(web, mentioned, bea):
    for answer in (
        web.as_(bea).get(url("notification", notification_id=mentioned.id)),
        web.post(url("read_notification", notification_id=mentioned.id), on="yes"),
    ):
        assert answer.status_code == 404


def test_her_list_is_in_her_copy_of_her_data(web, mentioned, amina):
    answer = web.as_(amina).post(url("export"), password=PASSWORD)

    with zipfile.ZipFile(io.BytesIO(answer.content)) as copy:
        kept = json.loads(copy.read("data.json"))["noted"]
    assert [(one["kind"], one["at"]) for one in kept] == [("mention", f"/p/{mentioned.thing_id}")]


def test_the_bell_is_a_block_of_its_own(web, mentioned, amina):
    answer = web.as_(amina).get(url("notifications_count"))

    assert answer.text.strip().startswith("<a")
    assert 'id="bell"' in answer.text
    assert base32(mentioned.id) not in answer.text
