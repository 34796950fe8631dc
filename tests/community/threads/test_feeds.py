"""The Atom feed of a public circle: valid, no finer than its pages, nothing of other circles."""

import gzip
import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from sqlalchemy import update

from app.community.threads import feeds
from app.community.threads.models import Post, PostState, Thread
from app.core.keys import base32
from app.people.circles.models import Visibility
from app.people.members.models import Discretion
from app.web.kit.addresses import url

ATOM = "{http://www.w3.org/2005/Atom}"
HERE = "http://127.0.0.1:8000"
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
CANARY = "canary of a closed room"


@pytest.fixture
def circle(make):
    return make.circle("New mothers", visibility=Visibility.PUBLIC, summary="For the first <year>")


def feed(web, circle, **headers):
    return web.get(url("circle_feed", circle=circle.slug), **headers)


def read(answer):
    """The document, with what RFC 4287 requires of it."""
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for element in [root, *root.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
            assert element.findtext(f"{ATOM}{name}")
        for name in ("updated", "published"):
            assert all(STAMP.fullmatch(at.text) for at in element.findall(f"{ATOM}{name}"))
        links = [link.attrib for link in element.findall(f"{ATOM}link")]
        assert len([link for link in links if link["rel"] == "alternate"]) == 1
        assert all(link["href"].startswith(f"{HERE}/") for link in links)
    for entry in root.findall(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
    ids = [found.text for found in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)
    assert all(found.startswith("tag:127.0.0.1,2026:") for found in ids)
    return root


def entries(answer):
    return read(answer).findall(f"{ATOM}entry")


def told(answer, name):
    return [entry.findtext(f"{ATOM}{name}") for entry in entries(answer)]


def dated(session, thread, day, at=None, edited=None):
    values = {"day": day, "at": at, "edited_day": edited}
    session.execute(update(Post).filter_by(thread_id=thread.id, seq=1).values(**values))
    session.commit()


def test_it_tells_the_newest_threads_with_all_that_a_reader_needs(web, make, circle, bea):
    thread = make.thread(circle, bea, title="Lamps & <nights>", body="They *are* <long> & dark.")

    root = read(feed(web.visitor(), circle))

    assert root.findtext(f"{ATOM}title") == "New mothers · Common Thread"
    assert root.findtext(f"{ATOM}subtitle") == "For the first <year>"
    own, page = (link.attrib["href"] for link in root.findall(f"{ATOM}link"))
    assert (own, page) == (f"{HERE}/c/new-mothers/feed.atom", f"{HERE}/c/new-mothers")
    [entry] = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"tag:127.0.0.1,2026:t/{base32(thread.id)}"
    assert entry.findtext(f"{ATOM}title") == "Lamps & <nights>"
    assert entry.findtext(f"{ATOM}summary") == "They are <long> & dark."
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Bea"
    way = entry.find(f"{ATOM}link").attrib["href"]
    assert web.get(way.removeprefix(HERE)).status_code == 200
    assert entry.find(f"{ATOM}category").attrib["label"] == "Advice welcome"


def test_an_empty_one_is_valid(web, circle):
    assert entries(feed(web.visitor(), circle)) == []


def test_what_no_xml_may_hold_is_left_out(web, make, session, circle, bea):
    thread = make.thread(circle, bea, title="Lamps")
    session.execute(update(Thread).filter_by(id=thread.id).values(title="La\x0bm\x1fps \ufffe🧵"))
    session.commit()

    assert told(feed(web.visitor(), circle), "title") == ["Lamps 🧵"]


def test_a_name_has_its_minute_and_a_pseudonym_its_day(web, make, session, circle, bea):
    named = make.thread(circle, bea, title="Named")
    voiced = make.thread(circle, None, title="Voiced")
    dated(session, named, date(2026, 3, 14), datetime(2026, 3, 14, 10, 5, tzinfo=UTC))
    dated(session, voiced, date(2026, 3, 14))

    answer = feed(web.visitor(), circle)

    assert dict(zip(told(answer, "title"), told(answer, "published"), strict=True)) == {
        "Named": "2026-03-14T10:05:00Z",
        "Voiced": "2026-03-14T00:00:00Z",
    }
    [author] = {a for a in told(answer, f"author/{ATOM}name") if a != "Bea"}
    assert author in web.get(url("thread", thread_id=voiced.id)).text
    assert read(answer).findtext(f"{ATOM}updated") == "2026-03-14T10:05:00Z"


def test_an_edited_thread_is_updated_on_that_day(web, make, session, circle, bea):
    later, same = (make.thread(circle, bea, title=title) for title in ("Later", "Same"))
    at = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
    dated(session, later, date(2026, 3, 14), at, date(2026, 3, 16))
    dated(session, same, date(2026, 3, 14), at, date(2026, 3, 14))

    answer = feed(web.visitor(), circle)

    assert dict(zip(told(answer, "title"), told(answer, "updated"), strict=True)) == {
        "Later": "2026-03-16T00:00:00Z",
        "Same": "2026-03-14T10:05:00Z",
    }


def test_the_order_within_a_day_tells_nothing_of_when_a_pseudonym_wrote(
    web, make, session, circle, bea
):
    threads = [make.thread(circle, [None, bea][n % 2], title=f"T{n}") for n in range(12)]
    day = date(2026, 3, 14)
    for n, thread in enumerate(threads):
        at = datetime(2026, 3, 14, 10, n, tzinfo=UTC) if n % 2 else None
        dated(session, thread, day, at)

    titles = told(feed(web.visitor(), circle), "title")

    assert titles[:6] == ["T11", "T9", "T7", "T5", "T3", "T1"]
    assert titles[6:] == ["T8", "T6", "T4", "T2", "T10", "T0"]


def test_the_newest_day_comes_first_and_so_many_are_told(web, make, session, circle, bea):
    threads = [make.thread(circle, bea, title=f"T{n}") for n in range(feeds.SHOWN + 3)]
    for n, thread in enumerate(threads):
        dated(session, thread, date(2026, 3, n + 1), datetime(2026, 3, n + 1, 9, tzinfo=UTC))

    titles = told(feed(web.visitor(), circle), "title")

    assert titles == [f"T{n}" for n in range(feeds.SHOWN + 2, 2, -1)]


def test_words_with_a_content_note_or_an_ending_are_not_told(web, make, session, circle, bea):
    noted = make.thread(circle, bea, title="Noted", body=CANARY)
    ends = make.thread(circle, bea, title="Ends", body=CANARY)
    session.execute(update(Post).filter_by(thread_id=noted.id).values(content_note="panic"))
    session.execute(update(Post).filter_by(thread_id=ends.id).values(ends_on=date(2099, 1, 1)))
    session.commit()

    answer = feed(web.visitor(), circle)

    summaries = dict(zip(told(answer, "title"), told(answer, "summary"), strict=True))
    assert summaries == {"Noted": "Content note: panic", "Ends": None}
    assert CANARY not in answer.text


@pytest.mark.parametrize("state", [s for s in PostState if s is not PostState.SHOWN])
def test_what_does_not_stand_is_not_told(web, make, session, circle, bea, state):
    gone = make.thread(circle, bea, title="Gone", body=CANARY, replies=[(bea, "Yes.")])
    hidden = make.thread(circle, bea, title="Hidden", body=CANARY)
    session.execute(update(Post).filter_by(thread_id=gone.id, seq=1).values(state=state))
    session.execute(update(Thread).filter_by(id=hidden.id).values(hidden=True))
    session.commit()

    answer = feed(web.visitor(), circle)

    assert entries(answer) == []
    assert CANARY not in answer.text


@pytest.mark.parametrize("visibility", ["members", "private"])
def test_another_circle_has_none_for_nobody(web, make, session, visibility):
    closed = make.circle("Closed room", visibility=visibility)
    amina = make.member("Amina", closed)
    make.thread(closed, amina, title=CANARY, body=CANARY)

    for browser in (web.visitor(), web.as_(amina)):
        here, nowhere = (browser.get(f"/c/{slug}/feed.atom") for slug in ("closed-room", "nowhere"))
        assert here.status_code == nowhere.status_code == 404
        hers = browser.get("/c/closed-room").text if browser.token else ""
        assert "feed.atom" not in hers
    visitors = [web.visitor().get(f"/c/{slug}/feed.atom") for slug in ("closed-room", "nowhere")]
    one, other = (page.text.replace("closed-room", "nowhere") for page in visitors)
    assert one == other
    assert CANARY not in one


def test_it_goes_when_the_circle_is_closed(web, make, session, circle, bea):
    make.thread(circle, bea)
    mark = feed(web.visitor(), circle).headers["etag"]
    circle.visibility = Visibility.MEMBERS
    session.commit()

    assert feed(web, circle).status_code == 404
    assert feed(web, circle, **{"If-None-Match": mark}).status_code == 404


def test_whoever_asks_gets_the_same_and_only_a_visitors_may_be_kept_by_others(
    web, make, session, circle, bea
):
    amina = make.member("Amina", circle)
    make.thread(circle, bea, title="Lamps")
    amina.discretion = Discretion.DISCREET
    session.commit()
    web.as_(amina).post("/m/bea/block", change="block")

    hers = feed(web.as_(amina), circle)
    nobodys = feed(web.visitor(), circle)

    assert hers.content == nobodys.content
    assert nobodys.headers["cache-control"] == "public, no-cache"
    assert hers.headers["cache-control"] == "private, no-cache"
    assert nobodys.headers["vary"] == "Accept-Encoding"
    assert "set-cookie" not in nobodys.headers


def test_what_has_not_changed_is_not_sent_again(web, make, circle, bea):
    make.thread(circle, bea, title="Lamps")
    first = feed(web.visitor(), circle)
    mark = {"If-None-Match": first.headers["etag"]}

    again = feed(web, circle, **mark)
    make.thread(circle, bea, title="More lamps")
    after = feed(web, circle, **mark)

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "public, no-cache"
    assert after.status_code == 200
    assert "More lamps" in after.text


def test_it_is_packed_where_a_reader_likes_that(web, make, circle, bea):
    for n in range(8):
        make.thread(circle, bea, title=f"Lamps {n}")

    packed = feed(web.visitor(), circle, **{"Accept-Encoding": "gzip"})
    plain = feed(web, circle, **{"Accept-Encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content)
    assert len(gzip.compress(plain.content)) < len(plain.content)
    assert packed.content == plain.content


def test_search_engines_are_told_what_the_site_wants(web, make, circle):
    assert feed(web.visitor(), circle).headers["x-robots-tag"] == "noindex, nofollow"


def test_the_page_of_the_circle_leads_to_it(web, make, circle, bea):
    way = url("circle_feed", circle=circle.slug)
    in_head = rf'<link rel="alternate"\s+type="application/atom\+xml"\s+href="{way}">'
    for browser in (web.visitor(), web.as_(bea)):
        page = browser.get(url("circle", circle=circle.slug)).text
        assert re.search(in_head, page)
        assert f'<a href="{way}">' in page


def test_ids_stay_when_a_title_changes(web, make, circle, bea):
    thread = make.thread(circle, bea, title="Lamps")
    before = told(feed(web.visitor(), circle), "id")
    way = url("edit_post", post_id=make.post(thread).id)
    web.as_(bea).post(way, title="Other lamps", body="They are long.")

    answer = feed(web.visitor(), circle)

    assert told(answer, "id") == before
    assert told(answer, "title") == ["Other lamps"]
