"""Threads that wait for an answer, across circles: the oldest first, and of a pseudonym no hour."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.community.threads import unanswered
from app.community.threads.models import Intent, Post, PostState, Thread
from app.core import clock
from app.web.kit.addresses import url
from tests.conftest import counted
from tests.oversight.moderation.test_finding_cases import GROWING, SCANNED, asked, plans

PAGE = "/unanswered"
ROW = re.compile(r'<h3 dir="auto">\s*<a href="/t/[^"]*">([^<]*)</a>.*?<p class="n">(.*?)</p>', re.S)


def rows(html):
    """The threads by their titles, each with how long it waits."""
    found = ROW.findall(html)
    return {title: " ".join(re.sub(r"<[^>]+>", "", waits).split()) for title, waits in found}


def titles(html):
    return [title for title, _ in ROW.findall(html)]


@pytest.fixture
def age(session):
    """`age(thread, hours=3)`: it was opened so long ago, by a named author to the minute."""

    def age(thread, **ago):
        then = clock.minute() - timedelta(**ago)
        named = thread.active_at is not None
        session.execute(
            update(Thread)
            .where(Thread.id == thread.id)
            .values(active_day=then.date(), active_at=then if named else None)
        )
        session.commit()
        return thread

    return age


@pytest.fixture
def noon(later):
    """It is noon, so that hours and days are told apart."""
    now = clock.now()
    with later(hours=(36 - now.hour) % 24, minutes=-now.minute):
        yield


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize(
    ("ago", "said", "long"),
    [
        ({"minutes": 20}, "New within the hour", False),
        ({"hours": 1, "minutes": 59}, "1 hour without an answer", False),
        ({"hours": 11, "minutes": 59}, "11 hours without an answer", False),
        ({"hours": 12}, "12 hours without an answer", True),
        ({"hours": 47}, "47 hours without an answer", True),
        ({"days": 5, "hours": 2}, "5 days without an answer", True),
    ],
)
def test_a_named_thread_says_its_hours_and_is_marked_after_twelve(
    web, make, age, circle, amina, bea, ago, said, long
):
    age(make.thread(circle, amina, title="Mine"), **ago)

    html = web.as_(bea).get(PAGE).text

    assert rows(html) == {"Mine": said}
    assert (f'<span class="tag cn">{said}</span>' in html) is long


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize(
    ("days", "said", "long"),
    [
        (0, "Since today", False),
        (1, "Since yesterday", False),
        (2, "2 days without an answer", True),
        (29, "29 days without an answer", True),
    ],
)
def test_a_pseudonyms_thread_says_its_days(web, make, age, circle, bea, days, said, long):
    age(make.thread(circle, None, title="Nobody’s"), days=days)

    html = web.as_(bea).get(PAGE).text

    assert rows(html) == {"Nobody’s": said}
    assert (f'<span class="tag cn">{said}</span>' in html) is long
    assert "hour" not in said


@pytest.mark.usefixtures("noon")
def test_an_anonymous_thread_looks_the_same_whatever_the_hour(web, make, later, circle, bea):
    """From its page to its place in the list: nothing of it moves within a day."""
    make.thread(circle, bea, title="Named", replies=[])
    unnamed = make.thread(circle, None, title="Nobody’s")
    cleo = make.member("Cleo", circle)
    seen = []
    for hours in (0, 3, 9):
        with later(hours=hours):
            html = web.as_(cleo).get(PAGE).text
            seen.append((titles(html), rows(html)["Nobody’s"]))

    assert seen == [(["Named", "Nobody’s"], "Since today")] * 3
    assert unnamed.active_at is None


@pytest.mark.usefixtures("noon")
def test_within_a_day_an_anonymous_thread_stands_after_the_named_ones(
    web, make, age, circle, amina, bea
):
    """Between two that say their hour it would say its own."""
    for n in (9, 1, 5):
        age(make.thread(circle, amina, title=f"{n} hours"), hours=n)
        make.thread(circle, None, title=f"After {n}")

    found = titles(web.as_(bea).get(PAGE).text)

    assert found[:3] == ["9 hours", "5 hours", "1 hours"]
    unnamed = select(Thread.title).where(Thread.active_at.is_(None)).order_by(Thread.id)
    assert found[3:] == list(make.session.scalars(unnamed))


def test_the_oldest_stand_first_and_none_that_is_older_than_a_month(
    web, make, age, circle, amina, bea
):
    for days in (3, 31, 1, 30, 8):
        age(make.thread(circle, amina, title=f"{days} days"), days=days)

    found = titles(web.as_(bea).get(PAGE).text)

    assert found == ["30 days", "8 days", "3 days", "1 days"]


def test_what_has_a_reply_or_can_have_none_is_not_there(web, session, make, circle, amina, bea):
    make.thread(circle, amina, title="Waits")
    make.thread(circle, amina, title="Answered", replies=[(bea, "Yes.")])
    make.thread(circle, amina, title="Locked", locked=True)
    make.thread(circle, amina, title="Hidden").hidden = True
    veiled = make.post(make.thread(circle, amina, title="Without its words"))
    veiled.state = PostState.HIDDEN
    session.commit()

    assert titles(web.as_(bea).get(PAGE).text) == ["Waits"]


def test_a_reply_takes_it_off_and_deleting_it_puts_it_back(web, make, circle, amina, bea):
    thread = make.thread(circle, amina, title="Waits")
    web.as_(bea).post(url("reply", thread_id=thread.id), body="I read it.")
    answered = titles(web.get(PAGE).text)

    web.post(url("delete_post", post_id=make.post(thread, 2).id))

    assert answered == []
    assert titles(web.get(PAGE).text) == ["Waits"]


@pytest.mark.parametrize("anonymous", ["", "on"])
def test_her_own_are_left_out_for_her_alone(web, make, crowded, amina, bea, anonymous):
    words = {"title": "The third time", "body": "Again.", "intent": "just-listening"}
    web.as_(amina).post(url("start_thread", circle=crowded.slug), **words, anonymous=anonymous)

    assert titles(web.get(PAGE).text) == []
    assert titles(web.as_(bea).get(PAGE).text) == ["The third time"]


def test_no_token_of_hers_is_in_a_statement(web, house, session, make, crowded, amina):
    words = {"title": "The third time", "body": "Again.", "intent": "just-listening"}
    web.as_(amina).post(url("start_thread", circle=crowded.slug), **words, anonymous="on")
    [voice] = session.scalars(select(Post.voice))

    with asked(house) as statements:
        web.get(PAGE)

    assert statements
    assert not any(voice in _values(given) for _, given in statements)


def _values(given):
    return list(given.values()) if isinstance(given, dict) else list(given or ())


def test_a_page_full_of_her_own_leads_on(web, make, age, circle, amina, bea):
    for n in range(unanswered.LOOKED_AT):
        age(make.thread(circle, amina, title=f"Own {n}"), days=2)
    make.thread(circle, bea, title="Another’s")

    html = web.as_(amina).get(PAGE).text
    [older] = re.findall(r'rel="next"\s+href="([^"]+)"', html)

    assert titles(html) == []
    assert "None here but your own." in html
    assert titles(web.get(older.replace("&amp;", "&")).text) == ["Another’s"]


def test_circles_that_she_cannot_read_are_not_in_it(web, make, circle, amina, stella):
    hidden = make.circle("Quiet room", visibility="private")
    make.thread(hidden, amina, title="For few")
    make.thread(circle, amina, title="For members")

    html = web.as_(stella).get(f"{PAGE}?circle=quiet-room").text

    assert titles(html) == ["For members"]
    assert "Quiet room" not in html


def test_it_asks_a_visitor_to_sign_in(web, circle):
    answer = web.visitor().get(PAGE)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=%2Funanswered")


def test_she_chooses_a_circle_and_what_would_help(web, make, circle, amina, bea):
    other = make.circle("Other room")
    for where in (circle, other):
        for intent in (Intent.JUST_LISTENING, Intent.CELEBRATE):
            make.thread(where, amina, title=f"{where.name} {intent.label}", intent=intent)
    form = web.as_(bea).get(PAGE)

    both = titles(web.get(f"{PAGE}?circle={circle.slug}&intent=just-listening").text)
    listening = titles(web.get(f"{PAGE}?circle=&intent=just-listening").text)
    page = web.get(f"{PAGE}?circle={circle.slug}&intent=celebrate").text

    assert 'name="circle"' in form.text
    assert both == ["New mothers Just listening"]
    assert set(listening) == {"New mothers Just listening", "Other room Just listening"}
    assert 'value="new-mothers" selected' in page
    assert 'value="celebrate" selected' in page


@pytest.mark.parametrize(
    "query",
    [
        *("circle=nowhere", "intent=queen", "after=x", "after=2026-13-40.a", "after=.", "after=9"),
        *("after=2026-01-01.zzzzzzzzzzzzzzzzzzzz", "circle=%00&intent=%FF", "after=0001-01-01.0"),
    ],
)
def test_what_does_not_fit_is_as_if_it_had_not_been_asked_for(web, make, circle, amina, bea, query):
    make.thread(circle, amina, title="Waits")

    answer = web.as_(bea).get(f"{PAGE}?{query}")

    assert answer.status_code == 200
    assert titles(answer.text) == ["Waits"]


def test_when_nobody_waits_it_says_so(web, circle, bea):
    html = web.as_(bea).get(PAGE).text

    assert "Nobody waits. Everyone has had an answer." in html
    assert "Nothing like this waits." in web.get(f"{PAGE}?intent=celebrate").text


@pytest.mark.parametrize("query", ["", "circle=new-mothers", "intent=celebrate"])
def test_page_after_page_shows_every_thread_once(web, make, age, circle, amina, bea, query):
    other = make.circle("Other room")
    for n in range(70):
        where = other if n % 3 == 0 and not query.startswith("circle") else circle
        by = [amina, None][n % 2]
        thread = make.thread(where, by, title=f"Thread {n}", intent=Intent.CELEBRATE)
        age(thread, days=n % 4)

    seen, path, pages = [], f"{PAGE}?{query}", 0
    while path:
        html = web.as_(bea).get(path).text
        seen += titles(html)
        older = re.search(r'rel="next"\s+href="([^"]+)"', html)
        path, pages = older and older[1].replace("&amp;", "&"), pages + 1

    assert pages == 3
    assert len(seen) == 70
    assert set(seen) == {f"Thread {n}" for n in range(70)}


def test_it_is_reached_from_home_the_circles_and_a_circle(web, make, circle, amina, bea):
    make.thread(circle, amina)
    web.as_(bea)

    for path in ("/", "/circles", "/c/new-mothers?sort=unanswered"):
        assert 'href="/unanswered"' in web.get(path).text, path
    web.visitor()
    assert 'href="/unanswered"' not in web.get("/circles").text


def test_it_asks_five_questions_at_most(web, house, make, age, circle, amina, bea):
    for n in range(30):
        room = make.circle(f"Room {n}")
        age(make.thread(room, [amina, None][n % 2], title=f"Thread {n}"), days=n % 3)
    web.as_(bea)

    for path in (PAGE, f"{PAGE}?intent=advice-welcome"):
        with counted(house) as statements:
            assert web.get(path).status_code == 200
        assert len(statements) <= 5, "\n".join(statements)


# Both hold nothing else; the others hold every thread.
OF_WAITING = {"threads_waiting_idx", "threads_unanswered_idx"}
OF_ALL = ("threads_active_idx", "threads_latest_idx", "threads_newest_idx")
NAMES = re.compile(r"\w+_idx")


def test_it_looks_at_no_row_that_does_not_wait(web, house, make, circle, amina, bea):
    """Its way goes along an index of threads that wait, in every shape that the page has."""
    other = make.circle("Other room")
    for n in range(60):
        make.thread([circle, other][n % 2], amina, title=f"Thread {n}")
    html = web.as_(bea).get(PAGE).text
    [older] = re.findall(r'rel="next"\s+href="([^"]+)"', html)
    older = older.replace("&amp;", "&")
    shapes = [PAGE, f"{PAGE}?circle=other-room", f"{PAGE}?intent=just-listening", older]

    for shape in [*shapes, f"{older}&intent=advice-welcome&circle=new-mothers"]:
        with asked(house) as statements:
            assert web.get(shape).status_code == 200
        walks = [one for one in statements if "replies = 0" in one[0]]
        assert len(walks) == 1
        for plan in plans(house, walks, without=OF_ALL):
            assert OF_WAITING & set(NAMES.findall(plan)), plan
            assert not GROWING & set(SCANNED.findall(plan)), plan
