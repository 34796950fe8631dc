"""What no page may show of her device's user: a title, an icon, and always the way out first."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from app import main
from app.core.db import Database
from app.people.members.models import Discretion
from app.web.kit import assets, csrf
from app.web.kit.templating import NEUTRAL_TITLE
from tests.browser import Browser
from tests.client import Client
from tests.house import markup
from tests.house.test_permissions import everybody
from tests.house.world import FORMS, routes

NEUTRAL = [Discretion.DISCREET, Discretion.SHARED_DEVICE]
OURS = assets.shelf().address("favicon.svg")
PLAIN = assets.shelf().address("page.svg")
# Empty on the way out, or no page of ours at all.
WITHOUT_A_WAY_OUT = {"exit"}
# A piece for a page that stands already.
PIECES = {"offer", "similar", "notifications_count", "thread_news", "circle_news"}
REACHED = {"a": "href", "button": "", "input": "", "select": "", "textarea": "", "summary": ""}


class _Stops(HTMLParser):
    """The title, the icon, and what the keyboard reaches, in order."""

    def __init__(self, html):
        super().__init__()
        self.stops, self.icons, self.title, self._in_title = [], [], "", False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self._in_title = tag == "title"
        if tag == "link" and given["rel"] == "icon":
            self.icons.append(given["href"])
        if tag in REACHED and given.get("type") != "hidden" and given.get("tabindex") != "-1":
            self.stops.append(given.get("class", ""))

    def handle_endtag(self, _tag):
        self._in_title = False

    def handle_data(self, data):
        self.title += data if self._in_title else ""


def choose(make, member, discretion):
    row = make.session.merge(member)
    row.discretion = discretion
    make.session.commit()


def is_page(answer):
    return answer.headers.get("content-type", "").startswith("text/html")


def pages(browser, running, world):
    """Each page of the house as this browser gets it, redirects and files left out."""
    for name, route in routes(running, "GET").items():
        answer = browser.get(world.path(route))
        if answer.status_code != 303 and is_page(answer) and name not in PIECES:
            yield name, answer


def refusals(browser, running, world):
    """Each form of the house with a field that does not fit, and from a page of somebody else's."""
    for name, route in routes(running, "POST").items():
        path = world.path(route)
        token = csrf.token(browser.house.ring, browser.token)
        odd = FORMS[name] | {"csrf_token": token, "odd": "x"}
        for answer in (browser.client.post(path, data=odd), browser.client.post(path)):
            if is_page(answer) and name not in PIECES:
                yield name, answer


def lost(browser):
    """Pages for what goes wrong where nobody has been asked who it is."""
    wrong = {"Content-Type": "multipart/form-data; boundary=y"}
    yield "404", browser.get("/nowhere")
    yield "405", browser.client.put("/")
    yield "400", browser.client.post("/sign-in", content=b"--x", headers=wrong)
    yield "413", browser.client.post("/preview", data={"body": "x" * 200_000})


@pytest.mark.parametrize("discretion", NEUTRAL)
def test_every_page_has_the_same_title_and_icon(discretion, running, world, web, make):
    choose(make, world.grace, discretion)
    grace = web.as_(world.grace)
    seen = {}

    for found in (pages(grace, running, world), refusals(grace, running, world), lost(grace)):
        for name, answer in found:
            page = _Stops(answer.text)
            seen.setdefault((page.title, *page.icons), set()).add((name, answer.status_code))
            assert [*markup.slips(answer.text)] == [], name

    assert set(seen) == {(NEUTRAL_TITLE, PLAIN)}, seen
    [every] = seen.values()
    assert len(every) > 100
    assert {status for _, status in every} >= {200, 400, 403, 404, 405, 413, 422}


@pytest.mark.parametrize("who", ["bea", "stella", "cora", "mona"])
def test_also_for_others_and_where_they_may_not_go(who, running, web, make, copies):
    world = copies.world(everybody, make)
    member = getattr(world, who)
    choose(make, member, Discretion.DISCREET)
    browser = web.as_(member)

    for name, answer in pages(browser, running, world):
        page = _Stops(answer.text)
        assert (page.title, page.icons) == (NEUTRAL_TITLE, [PLAIN]), name


def another(house, **changed):
    app = main.build(replace(house, **changed))
    client = Client(app, app.state.house.settings.address, shows_what_breaks=True)
    return Browser(client, app.state.house)


@pytest.mark.parametrize("discretion", Discretion)
def test_also_when_something_breaks(discretion, house, world, make):
    choose(make, world.grace, discretion)
    web = another(house).as_(world.grace)
    web.client.app.state.leaves = None

    answer = web.get(f"/t/{world.values['thread_id']}/{world.values['slug']}")

    assert answer.status_code == 500
    page = _Stops(answer.text)
    is_neutral = (page.title, page.icons) == (NEUTRAL_TITLE, [PLAIN])
    assert is_neutral is discretion.is_neutral
    assert page.stops[0] == "exit"


def test_also_when_the_database_is_away_and_cannot_say_who_she_is(house, world, web):
    cookie = web.as_(world.grace).client.cookies.get("session")
    nowhere = Database("postgresql+psycopg://test@/none?host=/nonexistent")
    away = another(house, database=nowhere)

    hers = away.get("/", Cookie=f"session={cookie}")
    forged = away.get("/", Cookie="session=whatever")
    nobodys = away.visitor().get("/")

    assert {answer.status_code for answer in (hers, forged, nobodys)} == {503}
    assert (_Stops(hers.text).title, _Stops(hers.text).icons) == (NEUTRAL_TITLE, [PLAIN])
    assert _Stops(forged.text).title == _Stops(nobodys.text).title != NEUTRAL_TITLE
    assert {_Stops(answer.text).stops[0] for answer in (hers, nobodys)} == {"exit"}
    nowhere.close()


def test_an_open_page_says_where_she_is(running, world, web):
    grace = web.as_(world.grace)
    name = web.house.settings.site_name

    for route, answer in pages(grace, running, world):
        if route not in WITHOUT_A_WAY_OUT:
            page = _Stops(answer.text)
            assert page.title.endswith(f" · {name}"), route
            assert page.icons == [OURS], route
            assert [*markup.slips(answer.text)] == [], route


def test_pages_that_are_kept_are_never_those_of_another_choice(running, world, web, make):
    """Two members for whom all else is equal, one after the other, in every order."""
    order = [*Discretion, Discretion.OPEN, Discretion.SHARED_DEVICE, Discretion.DISCREET]
    paths = ["/", f"/t/{world.values['thread_id']}/{world.values['slug']}"]
    paths += [f"/c/{world.values['circle']}"]

    for discretion in order:
        choose(make, world.bea, discretion)
        bea = web.as_(world.bea)
        for path in paths:
            page = bea.get(path)
            assert (_Stops(page.text).title == NEUTRAL_TITLE) is discretion.is_neutral, path
            assert ('action="/exit"' in page.text) is discretion.keeps_nothing, path
        for path in paths[1:]:
            assert _Stops(web.visitor().get(path).text).icons == [OURS], path


@pytest.mark.parametrize("who", ["grace", "nobody"])
@pytest.mark.parametrize("discretion", Discretion)
def test_the_way_out_is_the_first_stop_on_every_page(discretion, who, running, world, web, make):
    choose(make, world.grace, discretion)
    browser = web.visitor() if who == "nobody" else web.as_(world.grace)

    for found in (pages(browser, running, world), lost(browser)):
        for name, answer in found:
            if name not in WITHOUT_A_WAY_OUT:
                assert _Stops(answer.text).stops[:2] == ["exit", "skip"], name
                assert [*markup.slips(answer.text)] == [], name


def test_the_script_says_the_same_title():
    script = assets.shelf().find(assets.shelf().address("js/site.js").removeprefix("/static/"))

    assert re.findall(r'document\.title = said\("(.*)"\)', script.content.decode()) == [
        NEUTRAL_TITLE
    ]
