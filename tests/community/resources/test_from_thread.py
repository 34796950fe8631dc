"""A link in a thread, suggested in one step. Nothing joins the two, and nobody is named."""

import pytest

from app.people.circles.models import Visibility
from app.web.kit.addresses import url
from tests import dump
from tests.browser import without_chance
from tests.community.resources import making
from tests.house.resources import SAID

LINK = "https://rights.example.org/hours"
BODY = f"I read [this]({LINK}?utm_source=me), and http://plain.example.org/ too."


@pytest.fixture
def thread(make, circle, bea):
    more = [(None, f"And {LINK} https://second.example.org/?a=1&b=2"), (bea, "No link here.")]
    return make.thread(circle, bea, title="My hours were changed", body=BODY, replies=more)


def links(web, thread, by):
    return web.as_(by).get(url("thread_links", thread_id=thread.id))


def test_it_is_reached_from_where_a_thread_is_shared(web, thread, amina):
    page = web.as_(amina).get(url("share_thread", thread_id=thread.id)).text

    assert url("thread_links", thread_id=thread.id) in page
    assert "suggested as a resource" in page


def test_the_form_is_filled_with_link_circle_and_title(resources, web, make, circle, thread, amina):
    page = links(web, thread, amina).text
    assert LINK in page
    assert "https://second.example.org/?a=1&amp;b=2" in page
    assert "plain.example.org" not in page
    path = url("new_resource", post=_number(make.post(thread, 2)), n=1)
    assert path.replace("&", "&amp;") in page

    form = web.get(path)
    answer = web.send(form, "/resources", about="What to say.", topic="money")

    assert answer.status_code == 303
    row = resources.one("My hours were changed")
    assert (row.link, row.circle_id) == ("https://second.example.org/?a=1&b=2", circle.id)


def test_neither_page_names_whoever_wrote_it(web, make, thread, amina):
    post = make.post(thread, 1)
    label = web.as_(amina).get(url("thread", thread_id=thread.id)).text
    pages = [links(web, thread, amina), web.get(url("new_resource", post=_number(post), n=0))]

    assert "Anonymous" in label
    for page in pages:
        assert page.status_code == 200
        words = without_chance(page.text)
        assert "Bea" not in words
        assert "Anonymous" not in words
        assert "<svg class=anon" not in page.text


def test_nothing_stored_says_from_where_it_came(resources, session, web, make, thread, amina):
    post, thread_id = make.post(thread, 2), thread.id
    before = {number: dump.holding(session, str(number)) for number in (post.id, thread_id)}
    session.rollback()

    form = web.as_(amina).get(url("new_resource", post=_number(post), n=0))
    web.send(form, "/resources", about="What to say.", topic="money")

    assert resources.one("My hours were changed").link == LINK
    assert {number: dump.holding(session, str(number)) for number in before} == before


def test_who_is_not_in_the_circle_suggests_it_for_everybody(web, make, thread, stella):
    form = web.as_(stella).get(url("new_resource", post=_number(make.post(thread)), n=0)).text

    assert LINK in form
    assert 'value="new-mothers"' not in form


def test_a_private_circles_links_are_nobody_elses(web, make, session, circle, thread, stella):
    circle.visibility = Visibility.PRIVATE
    session.commit()

    assert links(web, thread, stella).status_code == 404
    path = url("new_resource", post=_number(make.post(thread)), n=0)
    assert web.get(path).status_code == 404


@pytest.mark.parametrize("n", ["1", "99", "999999999999999999"])
def test_a_link_that_is_none_is_not_found(web, make, thread, amina, n):
    path = url("new_resource", post=_number(make.post(thread, 1)), n=n)

    found = web.as_(amina).get(path)

    # What does not read as a number is the first.
    assert found.status_code == (200 if len(n) > 15 else 404)


def test_what_was_deleted_or_is_folded_for_her_has_none(web, make, thread, amina, bea):
    first = url("new_resource", post=_number(make.post(thread, 1)), n=0)
    web.as_(amina).post("/m/bea/block", change="block")
    page = links(web, thread, amina).text
    assert "this" not in page or "second.example.org" in page
    assert web.get(first).status_code == 404
    web.post("/m/bea/block", change="unblock")
    assert web.get(first).status_code == 200

    web.as_(bea).post(url("delete_post", post_id=make.post(thread, 1).id))

    assert web.as_(amina).get(first).status_code == 404


def test_a_thread_without_links_says_so(web, make, circle, amina):
    thread = make.thread(circle, amina, body="No link here.")

    assert "These posts have no link" in links(web, thread, amina).text


def test_a_visitor_signs_in_first(web, make, thread):
    for path in (
        url("thread_links", thread_id=thread.id),
        url("new_resource", post=_number(make.post(thread)), n=0),
    ):
        assert web.visitor().get(path).headers["location"].startswith("/sign-in")


def test_what_is_there_already_is_led_to(resources, web, make, circle, thread, amina, grace):
    row = making.resource(make, grace, circle, link=LINK)
    form = web.as_(amina).get(url("new_resource", post=_number(make.post(thread)), n=0))

    answer = web.send(form, "/resources", about=SAID["about"], topic="money")

    assert answer.headers["location"].startswith(url("resource", resource_id=row.id))


def _number(post):
    from app.core.keys import base32

    return base32(post.id)
