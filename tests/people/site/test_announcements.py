"""An announcement stands above every page, for those it is for, from its first day to its last."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core import clock
from app.people.site import announcements
from app.people.site.models import Announcement
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.conftest import counted

HERE = "/admin/announcements"
WORDS = "On Sunday we [move](https://mill.example/)."


def day(later=0):
    return (clock.today() + timedelta(days=later)).isoformat()


def announce(web, olga, **typed):
    web.as_(olga)
    answer = web.send(web.get(HERE), HERE, **{"words": WORDS, "ends": day(2)} | typed)
    web.get(HERE)
    return answer


def hides(web, page):
    [form] = [form for form in forms_of(page) if form.action.endswith("/away")]
    return web.post(form.action, next=form.values["next"])


def test_members_read_it_until_they_hide_it(web, session, house, olga, bea, circle):
    web.as_(bea)
    web.get("/")
    plain = web.get("/circles")
    with counted(house) as before:
        web.get("/circles")
    answer = announce(web, olga)
    assert answer.status_code == 303

    web.as_(bea).get("/")
    with counted(house) as after:
        page = web.get("/circles")
    hidden = hides(web, page)
    gone = web.get("/circles")

    assert 'aria-label="Announcements"' not in plain.text
    assert '<a href="https://mill.example/"' in page.text
    assert len(after) == len(before)
    assert hidden.headers["location"] == "/circles"
    assert WORDS[:9] not in gone.text
    assert len(gone.text) == len(plain.text)
    assert WORDS[:9] not in web.visitor().get("/").text


def test_everybody_reads_one_for_everybody_on_kept_pages_too(web, make, olga, circle, amina):
    circle.visibility = "public"
    make.session.commit()
    thread = make.thread(circle, amina)
    path = url("thread_slugged", thread_id=thread.id, slug=thread.slug)
    before = web.visitor().get(path)
    announce(web, olga, audience="everybody")

    shown = web.visitor().get(path, **{"If-None-Match": before.headers["etag"]})
    # A page without a form gives a visitor no cookie.
    assert "set-cookie" not in shown.headers
    asked = web.get(url("announcement"))
    hides(web, asked)
    after = web.get(path)

    assert WORDS[:9] in shown.text
    assert f'href="{url("announcement")}"' in shown.text
    assert WORDS[:9] not in after.text
    assert after.text == before.text


def test_each_stands_there_until_she_hides_it(web, olga, bea):
    announce(web, olga)
    announce(web, olga, words="On Monday we rest.")

    both = web.as_(bea).get("/circles")
    first, second = [form for form in forms_of(both) if form.action.endswith("/away")]
    web.post(first.action, next="/circles")
    one = web.get("/circles")

    assert [form.action for form in forms_of(one) if form.action.endswith("/away")] == [
        second.action
    ]
    assert all(words in both.text for words in ("On Sunday", "On Monday"))
    assert ("On Sunday" in one.text) is not ("On Monday" in one.text)


def test_with_script_what_is_left_takes_their_place_and_the_page_stays(web, olga, bea):
    announce(web, olga)
    announce(web, olga, words="On Monday we rest.")
    part = {"HX-Request": "true", "HX-Target": "aside#announcements"}
    shown = web.as_(bea).get("/settings").text
    left = []

    for form in [f for f in forms_of(web.get("/settings")) if f.action.endswith("/away")]:
        gone = web.post(form.action, next=url("announcement"))
        left.append(web.get(gone.headers["location"], **part).text.strip())

    assert shown.count(f'hx-vals=\'{{"next": "{url("announcement")}"}}\'') == 2
    assert shown.count('hx-target="#announcements"') == 2
    assert left[0].startswith('<aside id="announcements"')
    assert left[0].count("data-focus") == left[0].count("Hide this") == 1
    assert left[1].startswith('<div id="announcements" class="vh">')
    assert "No announcement is left." in left[1]


def test_where_her_words_are_given_back_there_is_nothing_to_hide_it_by(web, olga, bea, circle):
    announce(web, olga)

    page = web.as_(bea).send(web.get("/c/new-mothers/new"), "/c/new-mothers/threads", title="Mine")

    assert page.status_code == 422
    assert WORDS[:9] in page.text
    assert "Hide this" not in page.text
    assert 'value="Mine"' in page.text


def test_it_begins_and_ends_by_the_day(web, olga, bea):
    announce(web, olga, begins=day(1))
    web.as_(bea)

    assert WORDS[:9] not in web.get("/circles").text
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert WORDS[:9] in web.as_(bea).get("/circles").text
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert WORDS[:9] not in web.as_(bea).get("/circles").text


def test_it_is_taken_down(web, session, olga, bea):
    announce(web, olga)
    [row] = session.scalars(select(Announcement))

    announce(web, olga)
    assert len(session.scalars(select(Announcement)).all()) == 1
    answer = web.send(web.get(HERE), url("take_down", announcement_id=row.id))
    again = web.post(url("take_down", announcement_id=row.id))
    web.get(HERE)

    assert (answer.status_code, again.status_code) == (303, 404)
    assert WORDS[:9] not in web.as_(bea).get("/circles").text


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"words": "  "}, "Please fill this in."),
        ({"words": "x" * 401}, "400 at most"),
        ({"begins": "soon"}, "look at it again"),
        ({"begins": day(2), "ends": day(1)}, announcements.ENDS_FIRST),
        ({"begins": day(-3), "ends": day(-1)}, announcements.PAST),
        ({"ends": day(90)}, announcements.TOO_LONG),
        ({"audience": "nobody"}, "choose one of these"),
    ],
)
def test_what_does_not_fit_is_refused(typed, why, web, session, olga):
    sent = {"words": WORDS, "audience": "members", "begins": day(), "ends": day(1)} | typed
    answer = web.as_(olga).post(HERE, **sent)

    assert answer.status_code == 422
    assert why in answer.text
    assert session.scalars(select(Announcement)).all() == []


def test_markup_of_hers_is_words(web, olga, bea):
    announce(web, olga)
    web.as_(olga).post(
        HERE, words="<script>x</script>", audience="members", begins=day(), ends=day()
    )
    web.get(HERE)

    assert "<script>x" not in web.as_(bea).get("/circles").text


def test_its_days_are_those_of_the_site(web, session, olga, bea):
    with time_machine.travel("2028-03-10T20:00Z", tick=False):
        web.as_(olga)
        web.send(web.get("/admin/settings"), "/admin/settings", time_zone="Pacific/Auckland")
        page = web.get(HERE)
        assert 'value="2028-03-11"' in page.text
        past = web.send(page, HERE, words=WORDS, begins="2028-03-10", ends="2028-03-10")
        assert past.status_code == 422
        web.get(web.send(page, HERE, words=WORDS).headers["location"])
        assert WORDS[:9] in web.as_(bea).get("/circles").text
    with time_machine.travel("2028-03-11T10:30Z", tick=False):
        assert WORDS[:9] in web.as_(bea).get("/circles").text
    with time_machine.travel("2028-03-11T11:30Z", tick=False):
        assert WORDS[:9] not in web.as_(bea).get("/circles").text
