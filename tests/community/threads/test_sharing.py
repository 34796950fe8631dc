"""Sharing a thread, and what is shown beside a link to it: nothing of what is not public."""

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from app import main
from app.community.threads.models import Post, PostState
from app.core import keys
from app.people.circles.models import Circle, Visibility
from app.people.members.models import Discretion
from app.web.kit.addresses import url
from tests.browser import Browser
from tests.client import Client
from tests.house.world import routes

HERE = "http://127.0.0.1:8000"
META = re.compile(r'<meta\s+(?:name|property)="([\w:]+)"\s+content="([^"]*)">')
TITLE, WORDS, ROOM = "Thistledown parade", "Marmalade weather", "Hollyhock room"
PREVIEW = ("description", "og:title", "og:description", "og:url", "og:type", "og:site_name")
NEUTRAL = {
    "og:title": "Common Thread",
    "og:description": "A forum where women support one another.",
}


@pytest.fixture
def rooms(make):
    """A circle of each kind, by its name, with a thread in it."""
    found = {}
    for visibility in Visibility:
        circle = make.circle(
            f"{ROOM} {visibility.value}", visibility=visibility, summary=f"{ROOM}."
        )
        found[visibility.value] = make.thread(circle, None, title=TITLE, body=f"{WORDS} *today*.")
    return found


def preview(page):
    return {name: words for name, words in META.findall(page.text) if name in PREVIEW}


def share(web, thread):
    return web.get(url("share_thread", thread_id=thread.id))


def link(page):
    return re.search(r'id="link"\s+value="([^"]+)"', page.text)[1]


# Sharing


def test_a_public_thread_has_its_whole_address_for_everybody(web, rooms, stella):
    thread = rooms["public"]
    address = f"{HERE}{url('thread_slugged', thread_id=thread.id, slug=thread.slug)}"

    for browser in (web.visitor(), web.as_(stella)):
        page = share(browser, thread)
        assert page.status_code == 200
        assert link(page) == address
        assert "Anybody who has this link can read the thread" in page.text


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("members", "Only signed-in members can read it."),
        ("private", "Only those who are in this circle can read it."),
    ],
)
def test_another_one_has_an_address_that_says_nothing_of_it(web, make, session, rooms, kind, said):
    thread = rooms[kind]
    amina = make.member("Amina", session.get(Circle, thread.circle_id))

    page = share(web.as_(amina), thread)

    assert link(page) == f"{HERE}/t/{keys.base32(thread.id)}"
    assert said in page.text
    assert web.get(link(page).removeprefix(HERE)).status_code == 200


def test_the_way_there_stands_beside_the_thread(web, rooms, stella):
    thread = rooms["public"]
    way, at = url("share_thread", thread_id=thread.id), url("thread", thread_id=thread.id)

    assert f'<a href="{way}">Share</a>' in web.visitor().get(at).text
    assert f'<a href="{way}">Bookmark or share</a>' in web.as_(stella).get(at).text


def test_it_needs_no_script_and_offers_a_visitor_no_bookmark(web, make, rooms, stella):
    page = share(web.visitor(), rooms["public"]).text
    assert re.search(r'<input type="text"\s+id="link"[^>]+\sreadonly', page)
    assert len(re.findall(r"<button[^>]+data-(?:copy|share) hidden>", page)) == 2
    assert "/bookmark" not in page

    hers = share(web.as_(stella), rooms["public"]).text
    assert url("bookmark", post_id=make.post(rooms["public"]).id) in hers


def test_a_thread_called_share_is_a_thread(web, make, circle, amina, bea):
    made = web.as_(amina).post(
        url("start_thread", circle=circle.slug),
        title="Share",
        body="What do you share?",
        intent="advice-welcome",
    )
    edited = make.thread(circle, bea, title="Lamps")
    way = url("edit_post", post_id=make.post(edited).id)
    again = web.as_(bea).post(way, title="Share", body="Otherwise")

    for answer in (made, again):
        page = web.follow(answer)
        assert '<h1 dir="auto">Share</h1>' in page.text


def answers(browser, thread):
    """What a link to it, to its post and to its share page answers, and what unknown ones do."""
    number, nothing = keys.base32(thread.id), keys.base32(2**62 + 5)
    for path in ("/t/{}", "/t/{}/" + thread.slug, "/t/{}/share", "/p/{}", "/p/{}/bookmark"):
        known, unknown = (browser.get(path.format(n)) for n in (number, nothing))
        yield path, known, unknown.text.replace(nothing, number), unknown.status_code


@pytest.mark.parametrize("kind", ["members", "private"])
def test_a_visitor_cannot_tell_it_from_what_is_not_there(web, rooms, kind):
    for path, known, unknown, status in answers(web.visitor(), rooms[kind]):
        assert (known.status_code, known.text) == (status, unknown), path
        assert not [words for words in (TITLE, WORDS, ROOM) if words in known.text]


def plain(page):
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def test_nor_can_a_member_who_is_not_in_a_private_circle(web, rooms, stella):
    for path, known, unknown, status in answers(web.as_(stella), rooms["private"]):
        assert (known.status_code, plain(known.text)) == (status, plain(unknown)), path
        assert not [words for words in (TITLE, WORDS, ROOM) if words in known.text]


# Beside a link


def test_a_public_thread_shows_its_title_and_first_words(web, rooms):
    thread = rooms["public"]
    path = url("thread_slugged", thread_id=thread.id, slug=thread.slug)

    assert preview(web.visitor().get(path)) == {
        "description": f"{WORDS} today.",
        "og:title": TITLE,
        "og:description": f"{WORDS} today.",
        "og:url": f"{HERE}{path}",
        "og:type": "article",
        "og:site_name": "Common Thread",
    }


def test_a_public_circle_shows_its_name_and_summary(web, rooms):
    shown = preview(web.visitor().get("/c/hollyhock-room-public"))

    assert shown["og:title"] == f"{ROOM} public"
    assert shown["description"] == f"{ROOM}."
    assert shown["og:url"] == f"{HERE}/c/hollyhock-room-public"


def note(session, post):
    values = {"content_note": "panic"}
    session.execute(update(Post).filter_by(id=post.id).values(**values))


def hide(session, post):
    session.execute(update(Post).filter_by(id=post.id).values(state=PostState.HIDDEN))


def end(session, post):
    session.execute(update(Post).filter_by(id=post.id).values(ends_on=date(2099, 1, 1)))


@pytest.mark.parametrize("fate", [note, hide, end])
def test_words_with_a_note_or_an_ending_or_hidden_ones_are_not_shown(
    web, make, session, rooms, fate
):
    thread = rooms["public"]
    fate(session, make.post(thread))
    session.commit()

    shown = preview(web.visitor().get(url("thread", thread_id=thread.id)))

    assert shown["description"] == shown["og:description"] == f"A thread in {ROOM} public."
    assert not [words for words in shown.values() if WORDS in words or "panic" in words]


def test_a_later_page_shows_no_reply(web, make, rooms, bea):
    circle = make.session.get(Circle, rooms["public"].circle_id)
    long = make.thread(
        circle, bea, title="Long", replies=[(bea, f"{WORDS} {n}") for n in range(25)]
    )

    page = web.visitor().get(f"{url('thread', thread_id=long.id)}?after=20")

    assert WORDS in page.text
    assert preview(page)["description"] == f"A thread in {ROOM} public."


def test_quotation_marks_stay_in_their_place(web, make, session, rooms):
    thread = rooms["public"]
    html = '<p>"&gt;&lt;script&gt; &amp; so on</p>'
    session.execute(update(Post).filter_by(thread_id=thread.id).values(html=html))
    session.commit()

    page = web.visitor().get(url("thread", thread_id=thread.id))

    assert preview(page)["description"] == "&#34;&gt;&lt;script&gt; &amp; so on"


def test_everything_else_shows_the_name_of_the_site_and_no_more(web, rooms):
    thread = rooms["private"]
    paths = ["/", "/circles", "/sign-in", "/join", "/wins", "/nowhere", "/c/hollyhock-room-private"]
    paths += [url("thread", thread_id=thread.id), url("share_thread", thread_id=thread.id)]
    paths += ["/settings"]

    for path in paths:
        page = web.visitor().get(path)
        page = web.follow(page) if page.status_code == 303 else page
        assert preview(page) == NEUTRAL, path


@pytest.mark.parametrize("discretion", Discretion)
def test_a_members_pages_show_nothing_beside_a_link(web, session, rooms, stella, discretion):
    visitors = preview(web.visitor().get(url("thread", thread_id=rooms["public"].id)))
    stella.discretion = discretion
    session.merge(stella)
    session.commit()

    for path in (url("thread", thread_id=rooms["public"].id), "/c/hollyhock-room-public", "/"):
        assert preview(web.as_(stella).get(path)) == {}
    again = preview(web.visitor().get(url("thread", thread_id=rooms["public"].id)))
    assert again == visitors


@pytest.mark.parametrize("kind", ["members", "private"])
def test_no_answer_to_a_visitor_holds_anything_of_a_closed_circle(web, running, make, kind):
    """Every page there is, with what leads to a closed thread in each place of its address."""
    circle = make.circle("Zinnia cellar", visibility=kind, summary="Zinnia below")
    words = {"title": "Zinnia evening", "body": "Zinnia words", "replies": [(None, "Zinnia too")]}
    thread = make.thread(circle, make.member("Zara", circle), **words)
    places = {"slug": "x", "circle": circle.slug, "handle": "zara", "kind": "thread"}
    browser, asked = web.visitor().client, 0
    for number in map(keys.base32, (thread.id, make.post(thread).id, make.post(thread, 2).id)):
        for route in routes(running, "GET").values():
            parts = re.split(r"[{}]", route.path_format)
            path = "".join(places.get(p, number) if n % 2 else p for n, p in enumerate(parts))
            answer = browser.get(path, follow_redirects=True)
            assert "Zinnia" not in answer.text, path
            assert "zinnia-evening" not in answer.text + str(answer.headers), path
            asked += 1
    assert asked > 200


def test_where_search_engines_are_wanted_none_is_told_to_stay_away(house, make, rooms):
    settings = house.settings.model_copy(update={"search_engines": True})
    client = Client(main.build(replace(house, settings=settings)), HERE)
    open_to_them = Browser(client, client.app.state.house)

    for path in ("/c/hollyhock-room-public/feed.atom", "/c/hollyhock-room-public"):
        answer = open_to_them.get(path)
        assert answer.status_code == 200
        assert "x-robots-tag" not in answer.headers
    assert open_to_them.get("/c/hollyhock-room-private/feed.atom").status_code == 404
