"""Lists of threads: three orders, page by page, complete while others write."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.community.threads import arrivals, lists
from app.community.threads.arrivals import ArrivedPost, ArrivedThread
from app.community.threads.lists import Sort
from app.community.threads.models import Intent, Thread
from app.core import clock, keys
from app.people.circles.models import Circle
from app.web.kit.addresses import url
from tests.oversight.moderation.test_finding_cases import asked, plans


def titles(html):
    return re.findall(r'<h3 dir="auto">\s*<a href="/t/[^"]*">([^<]*)</a>', html)


def reply(web, thread, who):
    assert web.as_(who).post(url("reply", thread_id=thread.id), body="Hello").status_code == 303


@pytest.fixture
def three(make, circle, amina):
    return [make.thread(circle, amina, title=f"Thread {n}") for n in "ABC"]


def test_latest_words_stand_first(web, three, bea):
    reply(web, three[0], bea)

    assert titles(web.get("/c/new-mothers").text) == ["Thread A", "Thread C", "Thread B"]


def test_newest_goes_by_opening(web, three, bea):
    reply(web, three[0], bea)

    page = web.get("/c/new-mothers?sort=newest").text

    assert titles(page) == ["Thread C", "Thread B", "Thread A"]


def test_unanswered_leaves_out_the_answered_and_the_closed(web, session, three, bea):
    reply(web, three[0], bea)
    session.get(Thread, three[1].id).locked = True
    session.commit()

    page = web.get("/c/new-mothers?sort=unanswered").text

    assert titles(page) == ["Thread C"]


def test_a_circle_in_which_all_are_answered_says_so(web, make, circle, amina):
    page = web.as_(amina).get("/c/new-mothers?sort=unanswered").text

    assert "Everyone here has had an answer." in page


def test_an_empty_circle_invites_its_members(web, circle, amina, stella):
    assert "Start the first thread" in web.as_(amina).get("/c/new-mothers").text
    assert "Start the first thread" not in web.as_(stella).get("/c/new-mothers").text


@pytest.mark.parametrize("sort", ["latest", "newest", "unanswered"])
def test_page_after_page_shows_every_thread_once(web, make, circle, amina, sort):
    for n in range(60):
        make.thread(circle, amina, title=f"Thread {n}", pinned=n == 30)

    seen, path = [], f"/c/new-mothers?sort={sort}"
    while path:
        html = web.as_(amina).get(path).text
        seen += titles(html)
        older = re.search(r'rel="next"\s+href="([^"]+)"', html)
        path = older and older[1].replace("&amp;", "&")

    assert len(seen) == 60
    assert set(seen) == {f"Thread {n}" for n in range(60)}


def test_htmx_gets_the_list_alone(web, three, amina):
    whole = web.as_(amina).get("/c/new-mothers?sort=newest")
    part = web.get("/c/new-mothers?sort=newest", into="threads")

    assert part.text.lstrip().startswith('<section id="threads"')
    assert "<html" not in part.text
    assert titles(part.text) == titles(whole.text)


def test_threads_of_a_member_are_those_the_reader_may_see(web, make, circle, amina, bea, stella):
    make.thread(circle, amina, title="For members")
    hidden = make.circle("Quiet room", visibility="private")
    make.thread(hidden, amina, title="For few")
    make.thread(make.circle("Open room", visibility="public"), amina, title="For all")

    assert titles(web.visitor().get("/m/amina").text) == ["For all"]
    assert set(titles(web.as_(stella).get("/m/amina").text)) == {"For all", "For members"}


# Between two pages of the list, what happens: a new thread, or a reply to the nth.
HAPPENINGS = st.lists(st.lists(st.integers(-1, 59), max_size=4), max_size=6)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(size=st.integers(0, 60), happenings=HAPPENINGS, sort=st.sampled_from(list(Sort)))
def test_nothing_is_missed_or_doubled_while_others_write(
    house, session, circle, size, happenings, sort
):
    circle_id, ring = circle.id, house.ring
    with house.database.changing() as changing:
        changing.execute(delete(Thread))
        _open(changing, ring, circle_id, size)
        there = _ids(changing, circle_id)

    seen, touched, key, rounds = [], set(), None, iter(happenings)
    while True:
        with house.database.reading() as reading:
            page = lists.in_circle(reading, circle_id, sort, key)
        seen += [card.id for card in page.threads]
        key = page.older
        if key is None:
            break
        for what in next(rounds, []):
            with house.database.changing() as changing:
                touched |= _happen(changing, ring, circle_id, there, what)

    assert len(seen) == len(set(seen))
    # What is answered meanwhile moves to the front, where she looks again; the rest is complete.
    assert set(there) - touched <= set(seen) <= set(there)


def _open(session: Session, ring, circle_id, number):
    circle = session.get_one(Circle, circle_id)
    for n in range(number):
        post = ArrivedPost("Words", clock.minute())
        came = ArrivedThread(f"Thread {n}", Intent.CELEBRATE, [post], keys.token())
        arrivals.take_in(session, ring, circle, came)


def _ids(session, circle_id):
    return list(session.scalars(select(Thread.id).filter_by(circle_id=circle_id)))


def _happen(session, ring, circle_id, there, what):
    if what < 0 or what >= len(there):
        _open(session, ring, circle_id, 1)
        return set()
    thread = session.get_one(Thread, there[what])
    circle = session.get_one(Circle, circle_id)
    circle.bump += 1
    thread.bump = circle.bump
    thread.replies += 1
    return {thread.id}


def test_the_pinned_are_found_by_their_own_index(web, house, make, session, circle, amina):
    """However many threads the circle has: it holds nothing else."""
    for n in range(30):
        make.thread(circle, amina, title=f"Thread {n}")
    session.get(Thread, make.newest_thread().id).pinned = True
    session.commit()
    web.as_(amina)

    with asked(house) as statements:
        found = titles(web.get("/c/new-mothers").text)

    assert len(found) == lists.PAGE + 1
    [listed] = [one for one in statements if "pinned" in one[0]]
    [plan] = plans(house, [listed], without=["threads_latest_idx", "threads_newest_idx"])
    assert "threads_pinned_idx" in plan, plan
