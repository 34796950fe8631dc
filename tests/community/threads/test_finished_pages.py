"""The finished page for visitors: the same bytes until something in it changes, then new."""

import pytest

from app.people.members.models import Role
from app.web.kit.addresses import url


@pytest.fixture
def room(make):
    return make.circle("Open room", visibility="public")


@pytest.fixture
def rosa(make, room):
    return make.member("Rosa", room)


@pytest.fixture
def vera(make, room):
    return make.member("Vera", room, host=True)


@pytest.fixture
def thread(make, room, rosa, vera):
    return make.thread(room, rosa, replies=[(vera, "I hear you.")])


def page(thread):
    return url("thread_slugged", thread_id=thread.id, slug=thread.slug)


def seen(web, thread, **headers):
    return web.visitor().get(page(thread), **headers)


def test_who_has_it_is_not_sent_it_again(web, thread):
    first = seen(web, thread)

    again = seen(web, thread, **{"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    assert "set-cookie" not in first.headers


def test_all_visitors_get_the_same_bytes(web, thread):
    assert seen(web, thread).content == seen(web, thread).content


def _reply(web, make, thread, rosa, vera):
    web.as_(vera).post(url("reply", thread_id=thread.id), body="One thing more.")
    return "One thing more."


def _edit(web, make, thread, rosa, vera):
    web.as_(vera).post(url("edit_post", post_id=make.post(thread, 2).id), body="I hear you well.")
    return "I hear you well."


def _delete(web, make, thread, rosa, vera):
    web.as_(vera).post(url("delete_post", post_id=make.post(thread, 2).id))
    return "A reply here was deleted"


def _react(web, make, thread, rosa, vera):
    web.as_(vera).post(url("react", post_id=make.post(thread, 1).id), kind="thanks")
    return "Thank you 1"


def _take_back(web, make, thread, rosa, vera):
    _react(web, make, thread, rosa, vera)
    seen(web, thread)
    _react(web, make, thread, rosa, vera)
    return "Rosa"


def _rename_author(web, make, thread, rosa, vera):
    web.as_(rosa).post("/settings/profile", name="Rosalind")
    return "Rosalind"


def _lock(web, make, thread, rosa, vera):
    web.as_(vera).post(url("lock_thread", thread_id=thread.id), on="yes")
    return "This thread is closed."


def _rename_circle(web, make, thread, rosa, vera):
    words = {"summary": "A line.", "visibility": "public", "anonymity": "allowed"}
    web.as_(vera).post(url("edit_circle", circle="open-room"), name="Wide room", **words)
    return "Wide room"


def _make_host(web, make, thread, rosa, vera):
    way = url("change_in_circle", circle="open-room", handle="rosa")
    web.as_(vera).post(way, change="host")
    return "Circle host"


CHANGES = [
    *(_reply, _edit, _delete, _react, _rename_author, _lock, _rename_circle, _make_host),
]


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_that_can_be_seen_makes_it_new(web, make, thread, rosa, vera, change):
    before = seen(web, thread)

    said = change(web, make, thread, rosa, vera)

    after = seen(web, thread, **{"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.headers["etag"] != before.headers["etag"]
    assert said in after.text


def test_a_word_taken_back_is_gone(web, make, thread, rosa, vera):
    _take_back(web, make, thread, rosa, vera)

    assert "Thank you 1" not in seen(web, thread).text


def test_a_circle_that_closes_is_closed_at_once(web, make, thread, rosa, vera):
    before = seen(web, thread)
    words = {"name": "Open room", "summary": "A line.", "anonymity": "allowed"}

    web.as_(vera).post(url("edit_circle", circle="open-room"), visibility="members", **words)

    after = seen(web, thread, **{"If-None-Match": before.headers["etag"]})
    assert after.status_code == 404


def test_what_one_address_says_is_said_to_nobody_else(web, thread):
    told = web.visitor().told(f"{page(thread)}?said=post-deleted")
    other = seen(web, thread)
    assert web.visitor().get(f"{page(thread)}?said=post-deleted").text == other.text

    assert "Your post is deleted." in told.text
    assert "Your post is deleted." not in other.text
    assert told.headers.get("etag") != other.headers["etag"]


def test_a_part_of_the_page_is_never_kept_as_the_whole(web, thread):
    part = web.visitor().get(page(thread), into="posts")
    whole = seen(web, thread)

    assert "<html" not in part.text
    assert "<html" in whole.text
    assert part.headers.get("etag") != whole.headers["etag"]
    again = seen(web, thread, **{"If-None-Match": part.headers.get("etag", "")})
    assert again.status_code == 200


def test_each_address_leads_back_to_itself_after_signing_in(web, thread):
    odd = url("thread_slugged", thread_id=thread.id, slug="not-its-name")
    web.visitor().get(odd)

    assert "not-its-name" not in seen(web, thread).text


def test_light_and_dark_are_two_pages(web, thread):
    light = seen(web, thread)
    web.client.cookies.set("theme", "dark")

    dark = web.client.get(page(thread))

    assert dark.headers["etag"] != light.headers["etag"]
    assert dark.text != light.text


def test_a_member_is_never_given_the_finished_page(web, thread, vera):
    seen(web, thread)

    answer = web.as_(vera).get(page(thread))

    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert url("reply", thread_id=thread.id) in answer.text


def test_a_new_moderator_is_called_one_at_once(web, house, thread, rosa):
    from app.commands import staff

    before = seen(web, thread)
    assert rosa.role is Role.MEMBER

    staff.grant(house, "rosa", "moderator")

    after = seen(web, thread, **{"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert "Moderator" in after.text
