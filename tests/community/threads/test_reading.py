"""Reading: pages by number, addresses of posts, and what no address leads to."""

import re
from urllib.parse import urljoin

import pytest

from app.web.kit.addresses import url


@pytest.fixture
def long(make, circle, bea):
    """A thread of three pages: 20, 20 and 5 posts."""
    return make.thread(circle, bea, replies=[(bea, f"Reply number {n}.") for n in range(2, 46)])


def slugged(thread, **query):
    return url("thread_slugged", thread_id=thread.id, slug=thread.slug, **query)


def posts_on(page):
    return [int(n) for n in re.findall(r'<(?:li|article)[^>]* id="p(\d+)"', page.text)]


def test_a_long_thread_is_read_page_by_page(web, amina, long):
    web.as_(amina)

    pages = [posts_on(web.get(slugged(long, after=after))) for after in ("", 20, 40)]

    assert pages == [[*range(1, 21)], [*range(21, 41)], [*range(41, 46)]]


def test_each_page_links_to_the_others_and_marks_itself(web, amina, long):
    page = web.as_(amina).get(slugged(long, after=20)).text

    links = re.findall(r'href="([^"]+)"\s+(aria-current="page")?>(\d)', page)
    assert {(urljoin(slugged(long), href), n) for href, _, n in links} == {
        (slugged(long), "1"),
        (slugged(long, after=20), "2"),
        (slugged(long, after=40), "3"),
    }
    assert {n for _, current, n in links if current} == {"2"}


def test_replies_are_counted_on_across_pages(web, amina, long):
    page = web.as_(amina).get(slugged(long, after=20)).text

    assert '<ol class="replies" start="20">' in page


@pytest.mark.parametrize("seq", [1, 2, 20, 21, 40, 41, 45])
def test_the_address_of_a_post_leads_into_the_right_page(web, make, amina, long, seq):
    post = make.post(long, seq)

    answer = web.as_(amina).get(url("post", post_id=post.id))

    assert answer.status_code == 303
    path, _, anchor = answer.headers["location"].partition("#")
    assert anchor == f"p{seq}"
    assert seq in posts_on(web.get(path))


def test_a_page_beyond_the_last_is_not_there(web, amina, long):
    web.as_(amina)

    assert web.get(slugged(long, after=60)).status_code == 404
    assert web.get(slugged(long, after=999999999)).status_code == 404
    assert web.visitor().get(slugged(long, after=60)).status_code == 404


ODD = [
    "x",
    "-1",
    "1e9",
    "9" * 400,
    "٣",
    "²",
    "%00",
    "1 OR 1=1",
    "",
    "0",
    "None",
    "%ff%fe",
    "1&after=2",
]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["after", "before"])
def test_an_odd_number_never_breaks_the_page(web, amina, make, long, odd, name):
    web.as_(amina)

    for path in (url("thread", thread_id=long.id), url("circle", circle="new-mothers")):
        answer = web.get(f"{path}?{name}={odd}")
        assert answer.status_code in {200, 404}


@pytest.mark.parametrize("odd", [*ODD, "latest", "newest", "unanswered"])
def test_an_odd_order_never_breaks_the_list(web, amina, long, odd):
    answer = web.as_(amina).get(f"/c/new-mothers?sort={odd}&after=3")

    assert answer.status_code == 200


@pytest.mark.parametrize("before", [1, 2, 20, 21, 22, 45])
def test_before_leads_to_the_page_of_the_post_before(web, amina, long, before):
    page = web.as_(amina).get(slugged(long, before=before))

    assert max(1, before - 1) in posts_on(page)


def test_the_words_in_the_address_do_not_matter(web, amina, long):
    web.as_(amina)

    bare = web.get(url("thread", thread_id=long.id))
    other = web.get(url("thread_slugged", thread_id=long.id, slug="something-else"))

    assert posts_on(bare) == posts_on(other) == [*range(1, 21)]


@pytest.mark.parametrize(
    "number", ["0", "zzzzzzzzzzzzz", "ZZZ", "uuuu", "1234567890123456", "%F0%9F%98%80", "-1"]
)
def test_an_address_that_nothing_has_is_not_there(web, amina, number):
    web.as_(amina)

    for page in (
        f"/t/{number}",
        f"/t/{number}/x",
        f"/p/{number}",
        f"/p/{number}/edit",
        f"/p/{number}/history",
    ):
        assert web.get(page).status_code == 404


def test_capitals_in_an_address_are_the_same_number(web, make, amina, long):
    path = url("thread", thread_id=long.id)

    answer = web.as_(amina).get("/t/" + path.removeprefix("/t/").upper())

    assert answer.status_code == 200


def test_a_pseudonym_shows_a_day_and_no_profile(web, make, circle, amina):
    thread = make.thread(circle, None, replies=[(None, "So do I.")])

    page = web.as_(amina).get(slugged(thread)).text

    posts = page[page.index('id="posts"') : page.index("</ol>")]
    assert posts.count(">Anonymous<") == 2
    assert "/m/" not in posts
    assert re.findall(r"datetime=([^ >]*T[^ >]*)", posts) == []


def test_who_started_the_thread_is_marked_where_she_answers(web, make, circle, amina, bea):
    thread = make.thread(circle, bea, replies=[(amina, "Mine"), (bea, "And mine")])

    page = web.as_(amina).get(slugged(thread)).text

    assert page.count("Started this thread") == 1
    assert page.index("And mine") > page.index("Started this thread") > page.index("Mine")
