"""An administrator gives the place a colour: tried first, then on all pages but discreet ones."""

import re

import pytest
from sqlalchemy import select

from app.people.members.models import Discretion
from app.people.site import branding
from app.people.site.memory import Site
from app.people.site.models import LookPart, SiteLook
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.conftest import counted

HERE, GIVEN = "/admin/look", "/admin/look/colour"
SHEET = re.compile(r'<link rel="stylesheet"\s+href="(/look/\w+\.css)">')


def kept(session):
    session.expire_all()
    return {row.part: row.content for row in session.scalars(select(SiteLook))}


def give(web, olga, colour="#7a1f5c"):
    web.as_(olga)
    answer = web.post(GIVEN, colour=colour)
    web.get(HERE)
    return answer


def test_she_looks_at_a_colour_before_it_is_taken(web, session, olga):
    page = web.as_(olga).get(f"{HERE}?colour=%23FF0")
    words = " ".join(re.sub(r"<[^>]+>", "", page.text).split())
    sheet = web.get(f"{HERE}/ffff00.css")

    assert page.status_code == 200
    assert "How #ffff00 would look" in words
    assert "too pale for many to read: 1.0 to 1 against what they stand on, where 4.5 to 1" in words
    assert "the nearest darker one is used, #6c6c00" in words
    assert "It is used as it is. Words in it have at least 12.1 to 1" in words
    assert f'href="{HERE}/ffff00.css"' in page.text
    assert sheet.headers["content-type"].startswith("text/css")
    assert "--plum:#6c6c00" in sheet.text
    assert kept(session) == {}

    answer = web.send(page, GIVEN)
    assert answer.status_code == 303
    assert kept(session) == {LookPart.COLOUR: b"#ffff00"}
    assert 'It is <code dir="ltr">#ffff00</code> now.' in web.get(HERE).text


def test_every_page_takes_it_and_none_asks_for_it(web, make, house, olga, bea, circle):
    circle.visibility = "public"
    make.session.commit()
    thread = make.thread(circle, bea)
    path = url("thread_slugged", thread_id=thread.id, slug=thread.slug)
    before = web.visitor().get(path)
    with counted(house) as plain:
        web.get(path)

    give(web, olga)
    after = web.visitor().get(path, **{"If-None-Match": before.headers["etag"]})
    with counted(house) as dressed:
        web.get(path)
    [address] = SHEET.findall(after.text)
    sheet = web.get(address)

    assert after.status_code == 200
    assert "/look/" not in before.text
    assert len(dressed) == len(plain)
    assert "--plum:light-dark(#7a1f5c," in sheet.text
    assert sheet.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert sheet.headers["content-type"].startswith("text/css")
    assert SHEET.findall(web.as_(bea).get(path).text) == [address]

    web.as_(olga).send(web.get(HERE), f"{GIVEN}/default")
    web.get(HERE)
    assert web.visitor().get(path).text == before.text


@pytest.mark.parametrize("discretion", [Discretion.DISCREET, Discretion.SHARED_DEVICE])
def test_a_discreet_page_says_nothing_by_its_colour(discretion, web, make, olga, bea):
    give(web, olga)
    row = make.session.merge(bea)
    row.discretion = discretion
    make.session.commit()

    page = web.as_(bea).get("/circles")

    assert "/look/" not in page.text
    assert in_its_header(page.text) == web.house.settings.site_name
    # Who asks is not known there.
    assert "/look/" not in web.get("/nowhere").text
    assert "/look/" in web.visitor().get("/circles").text


def test_on_a_page_from_right_to_left_a_colour_is_read_from_the_left(web, olga):
    give(web, olga)

    page = web.as_(olga).get(f"{HERE}?colour=%23FF0", **{"Accept-Language": "ar"})
    bad = web.get(f"{HERE}?colour=%23FFX", **{"Accept-Language": "ar"})

    assert 'dir="rtl"' in page.text
    for colour in ("#7a1f5c", "#ffff00", "#6c6c00"):
        assert f'<code dir="ltr">{colour}</code>' in page.text
    [typed] = re.findall(r'<input type="text"[^>]*name="colour"[^>]*>', bad.text)
    assert 'value="#FFX"' in typed
    assert 'dir="auto"' in typed


def test_whoever_chooses_a_colour_is_told_what_a_discreet_page_still_says(web, olga):
    page = web.as_(olga).get(HERE)

    assert "sees neither: hers are in the usual plum, with the thread before the name." in page.text
    assert "The name itself stands on those pages, too." in page.text
    assert "nothing says" not in page.text


def in_its_header(page):
    """The words of the link to the front page, after the thread."""
    return re.search(r'class="brand".*?</svg>\s*(.*?)\s*</a>', page, re.DOTALL)[1]


def test_a_page_that_was_made_before_still_finds_its_colours(web, olga):
    addresses = []
    for colour in ("#7a1f5c", "#1f5c7a"):
        give(web, olga, colour)
        addresses += SHEET.findall(web.get(HERE).text)

    assert len(set(addresses)) == 2
    assert [web.get(each).status_code for each in addresses] == [200, 200]


def test_another_process_serves_it_before_it_has_heard(web, running, house, olga):
    give(web, olga)
    [address] = SHEET.findall(web.visitor().get("/").text)
    there = house.site.now

    house.site.now = Site().now
    assert "/look/" not in web.get("/").text
    assert web.get(address).status_code == 200
    assert house.site.now == there
    assert web.get("/").text.count(address) == 1


def test_what_everybody_may_keep_comes_with_no_cookie(web, olga):
    give(web, olga)
    [address] = SHEET.findall(web.get("/").text)

    answers = [web.lately(olga).get(address), web.get("/look/none.css"), web.client.post(address)]

    assert [answer.status_code for answer in answers] == [200, 404, 405]
    assert not any("set-cookie" in answer.headers for answer in answers)
    assert "cache-control" not in answers[1].headers
    assert web.client.head(address).status_code == 200


@pytest.mark.parametrize("typed", ["plum", "#12", "#12345g", "url(x)", "red;}*{display:none"])
def test_what_is_no_colour_is_refused_and_given_back(typed, web, session, olga):
    tried = web.as_(olga).client.get(HERE, params={"colour": typed})
    answer = web.post(GIVEN, colour=typed)

    for page in (tried, answer):
        assert page.status_code == 422
        assert branding.NO_COLOUR in page.text or "20 at most" in page.text
        forms = [f for f in forms_of(page) if f.action == HERE and f.values["colour"] == typed]
        assert len(forms) == 1
    assert kept(session) == {}
    assert web.get(f"{HERE}/plum.css").status_code == 404


def test_one_that_cannot_be_read_is_none(web, session, house, olga):
    session.add(SiteLook(part=LookPart.COLOUR, content=b"\xff}*{"))
    session.commit()
    give(web, olga, "red")

    house.site.now = Site().now
    house.site.look(session)

    assert house.site.now.brand.colour == ""


def test_only_administrators_choose(web, session, mona, bea):
    for member in (mona, bea):
        assert web.as_(member).get(HERE).status_code == 403
        assert web.get(f"{HERE}/ffff00.css").status_code == 403
        assert web.post(GIVEN, colour="#7a1f5c").status_code == 403
        assert web.post(f"{GIVEN}/default").status_code == 403
    assert kept(session) == {}


def test_she_shows_that_it_is_she_first(web, session, olga):
    asked = web.lately(olga).post(GIVEN, colour="#7a1f5c")

    assert asked.status_code == 403
    assert "Show that it is you" in asked.text
    assert kept(session) == {}
