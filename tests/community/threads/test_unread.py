"""Unread: what is new for her, where it begins, and that it is forgotten by nobody but her."""

import re
from dataclasses import replace

import pytest

from app.people.anonymity.bundles import Shelf
from app.web.kit.addresses import url


@pytest.fixture
def thread(make, circle, bea):
    return make.thread(circle, bea, replies=[(bea, "Two."), (bea, "Three.")])


def page(thread, **query):
    return url("thread_slugged", thread_id=thread.id, slug=thread.slug, **query)


def listed(web, thread, at="/c/new-mothers"):
    """What stands beside the thread in a list: "4 new", "New" or nothing."""
    html = web.get(at).text
    row = html[html.index(f'href="{page(thread)}"') :]
    row = row[row.index('<p class="n">') : row.index("</li>")]
    found = re.search(r'class="new"[^>]*>(.*?)</span>', row, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found[1]).split()) if found else ""


def reply(web, thread, who, body):
    assert web.as_(who).post(url("reply", thread_id=thread.id), body=body).status_code == 303


def restarted(running, house):
    """Another process with nothing in memory, on the same database."""
    running.state.house = replace(house, shelf=Shelf(house.ring))


def test_what_was_said_before_she_first_looked_is_not_news(web, thread, amina):
    web.as_(amina).get("/c/new-mothers")

    assert listed(web, thread) == ""
    assert "Mark all as read" not in web.get("/c/new-mothers").text


def test_replies_since_she_read_are_counted(web, thread, amina, bea):
    web.as_(amina).get(page(thread))
    for n in (4, 5):
        reply(web, thread, bea, f"Post {n}.")

    assert listed(web.as_(amina), thread).startswith("2")
    assert listed(web, thread, "/").startswith("2")


def test_a_thread_that_came_since_is_marked_as_new(web, make, circle, thread, amina, bea):
    web.as_(amina).get("/c/new-mothers")
    fresh = make.thread(circle, bea, title="Another one")

    assert listed(web, fresh) == "New"
    assert listed(web, thread) == ""


def test_a_circle_counts_what_came_since_she_looked_at_it(web, thread, amina, bea):
    web.as_(amina).get("/c/new-mothers")
    reply(web, thread, bea, "Four.")

    for place in ("/circles", "/"):
        html = web.as_(amina).get(place).text
        row = html[html.index('href="/c/new-mothers"') :]
        assert "Up to date" not in row[: row.index("</li>")]
    web.get("/c/new-mothers")
    html = web.get("/circles").text
    row = html[html.index('href="/c/new-mothers"') :]
    assert "Up to date" in row[: row.index("</li>")]


def test_a_line_stands_before_the_first_unread_post(web, thread, amina, bea):
    web.as_(amina).get(page(thread))
    for n in (4, 5):
        reply(web, thread, bea, f"Post {n}.")

    html = web.as_(amina).get(page(thread)).text

    assert html.count('id="new"') == 1
    assert html.index('id="p3"') < html.index('id="new"') < html.index('id="p4"')
    assert f'href="{page(thread, at="new")}">Go to 2 new replies' in html


def test_the_line_is_gone_when_she_has_read(web, thread, amina, bea):
    web.as_(amina).get(page(thread))
    reply(web, thread, bea, "Four.")
    web.as_(amina).get(page(thread))

    html = web.get(page(thread)).text

    assert 'id="new"' not in html
    assert "new reply" not in html
    assert listed(web, thread) == ""


@pytest.mark.parametrize("into", ["", "posts"])
def test_the_line_stays_while_she_says_kind_words(web, thread, amina, bea, into):
    web.as_(amina).get(page(thread))
    for n in (4, 5):
        reply(web, thread, bea, f"Post {n}.")
    here = url("react_here", thread_id=thread.id)
    html = web.as_(amina).get(page(thread))

    for word in ("4t", "5t"):
        answer = web.send(html, here, to=word)
        html = web.get(answer.headers["location"], into=into)

        assert html.text.count('id="new"') == 1
        assert html.text.index('id="p3"') < html.text.index('id="new"') < html.text.index('id="p4"')
        hers = web.token
        reply(web, thread, bea, "Meanwhile.")
        web.with_token(hers)
    assert 'id="new"' in web.get(page(thread)).text
    assert 'id="new"' not in web.get(page(thread)).text


@pytest.mark.parametrize("new", ["0", "1", "99", "-1", "x", "9" * 40])
def test_a_line_before_no_post_is_none(web, thread, amina, new):
    assert 'id="new"' not in web.as_(amina).get(page(thread, new=new)).text


def test_a_visitor_puts_no_line_on_the_page_of_others(web, make, bea):
    room = make.circle("Open room", visibility="public")
    thread = make.thread(room, bea, replies=[(bea, "Two.")])

    assert 'id="new"' not in web.visitor().get(page(thread, new=2)).text
    assert 'id="new"' not in web.get(page(thread)).text


def test_the_way_to_the_first_unread_leads_to_its_page(web, make, circle, amina, bea):
    long = make.thread(circle, bea, replies=[(bea, str(n)) for n in range(2, 21)])
    web.as_(amina).get(page(long))
    for n in range(3):
        reply(web, long, bea, f"Later {n}.")

    first = web.as_(amina).get(page(long)).text

    link = re.search(r'href="([^"]+)">Go to 3 new replies', first)[1]
    assert link == page(long, after=20, at="new")
    second = web.get(link.partition("#")[0]).text
    assert second.index('id="new"') < second.index('id="p21"')


def test_her_own_reply_is_not_new_to_her(web, thread, amina, bea):
    web.as_(amina).get("/c/new-mothers")
    web.get(page(thread))

    reply(web, thread, amina, "Mine.")

    assert listed(web, thread) == ""
    assert 'id="new"' not in web.get(page(thread)).text
    html = web.get("/circles").text
    row = html[html.index('href="/c/new-mothers"') :]
    assert "Up to date" in row[: row.index("</li>")]


def test_what_came_while_she_wrote_is_marked_above_her_own(web, thread, amina, bea):
    web.as_(amina).get(page(thread))
    reply(web, thread, bea, "Four.")

    answer = web.as_(amina).post(url("reply", thread_id=thread.id), body="Mine.")

    shown = web.follow(answer).text
    assert answer.headers["location"].endswith("#p5")
    assert shown.index('id="p3"') < shown.index('id="new"') < shown.index('id="p4"')
    assert 'id="new"' not in web.get(page(thread)).text


def test_sending_a_form_twice_hides_no_news_of_others(web, thread, amina, bea):
    web.as_(amina).get("/c/new-mothers")
    form = web.get(page(thread))
    reply(web, thread, bea, "Four.")
    web.as_(amina)
    values = {"body": "Mine.", "form_nonce": "0" * 32}

    for _ in range(3):
        web.post(url("reply", thread_id=thread.id), **values)

    assert form.status_code == 200
    html = web.get("/circles").text
    row = html[html.index('href="/c/new-mothers"') :]
    assert "Up to date" not in row[: row.index("</li>")]


def test_mark_all_as_read_empties_the_circle(web, make, circle, thread, amina, bea):
    web.as_(amina).get("/c/new-mothers")
    web.get(page(thread))
    fresh = make.thread(circle, bea, title="Another one")
    reply(web, thread, bea, "Four.")
    form = web.as_(amina).get("/c/new-mothers")

    answer = web.send(form, "/c/new-mothers/read")

    assert "Everything here is marked as read." in web.follow(answer).text
    assert listed(web, thread) == listed(web, fresh) == ""
    assert 'id="new"' not in web.get(page(thread)).text


def test_mark_all_as_read_lasts_through_a_restart(
    web, running, house, make, circle, thread, amina, bea
):
    web.as_(amina).get("/c/new-mothers")
    house.flush()
    fresh = make.thread(circle, bea, title="Another one")
    assert listed(web, fresh) == "New"
    web.post("/c/new-mothers/read")

    house.flush()
    restarted(running, house)

    assert listed(web, fresh) == ""


def test_what_she_read_lasts_through_a_restart(web, running, house, thread, amina, bea):
    web.as_(amina).get(page(thread))
    house.flush()
    restarted(running, house)

    reply(web, thread, bea, "Four.")

    assert listed(web.as_(amina), thread).startswith("1")


def test_two_processes_agree_on_the_most_that_she_read(
    web, running, house, make, circle, amina, bea
):
    long = make.thread(circle, bea, replies=[(bea, str(n)) for n in range(2, 31)])
    other = replace(house, shelf=Shelf(house.ring))
    web.as_(amina).get(page(long, after=20))
    running.state.house = other
    web.get(page(long))

    house.flush()
    other.flush()
    house.flush()

    for each in (house, other):
        running.state.house = each
        assert 'id="new"' not in web.get(page(long, after=20)).text
        assert listed(web, long) == ""


def test_reading_writes_nothing(web, session, thread, amina):
    from tests import dump

    web.as_(amina)
    before = dump.of(session)

    for path in ("/", "/circles", "/c/new-mothers", page(thread), "/m/bea", "/settings"):
        assert web.get(path).status_code == 200

    assert dump.of(session) == before


def test_a_visitor_has_no_news(web, make, bea):
    room = make.circle("Open room", visibility="public")
    thread = make.thread(room, bea)

    html = web.visitor().get(page(thread)).text + web.get("/c/open-room").text

    assert 'id="new"' not in html
    assert 'class="new"' not in html
