"""A look at a link: what robots.txt lets us ask, how often, and what the answer says."""

import socket
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from app.chores import Chores
from app.community.links import actions, looking, queries
from app.community.links.looking import Looker, Pace
from app.community.links.models import LinkState, WatchedLink
from app.community.links.policy import Look
from app.community.links.rounds import AT_ONCE, Rounds, look_due
from app.core import clock
from app.core.outbound import Gate
from app.core.patience import Patience
from tests.outside import HERE, THERE, Outside, status, to

SITE = "https://circle.example.net"
GUIDE = "http://example.org/guide"
# Nobody here waits so long, however slow the machine is.
LONG = Patience(connect=60.0, read=60.0, total=90.0)


class Clock:
    """Time that goes by only where somebody waits; `stopped` says that it is enough."""

    def __init__(self):
        self.at, self.waits, self.stopped = 1000.0, [], False

    def monotonic(self):
        return self.at

    def wait(self, seconds):
        self.waits.append(seconds)
        self.at += seconds
        return self.stopped


@pytest.fixture
def outside():
    with Outside().instead() as made:
        made.name("example.org", [HERE])
        made.name("elsewhere.org", [THERE])
        yield made


@pytest.fixture
def site(outside):
    made = outside.site()
    made.answers["/robots.txt"] = status(404)
    return made


@pytest.fixture
def elsewhere(outside):
    made = outside.site(THERE)
    made.answers["/robots.txt"] = status(404)
    return made


@pytest.fixture
def hours(monkeypatch):
    made = Clock()
    monkeypatch.setattr(looking, "time", made)
    return made


@pytest.fixture
def looker(outside, hours):
    return Looker(Gate(SITE, outside.resolve, LONG), Pace(hours.wait))


def test_robots_are_asked_first_and_then_the_head_of_the_page(site, looker):
    assert looker.look(GUIDE) is Look.THERE
    assert site.paths == ["GET /robots.txt", "HEAD /guide"]


def test_robots_are_asked_once_a_round_and_site(site, elsewhere, looker):
    for url in (GUIDE, "http://example.org/other", "http://elsewhere.org/"):
        looker.look(url)

    assert site.paths.count("GET /robots.txt") == 1
    assert elsewhere.paths == ["GET /robots.txt", "HEAD /"]


@pytest.mark.parametrize("code", [403, 404, 405, 410, 501])
def test_what_refuses_a_head_is_asked_for_whole(site, looker, code):
    site.answers["HEAD /guide"] = status(code)
    site.answers["GET /guide"] = status(200)

    assert looker.look(GUIDE) is Look.THERE
    assert site.paths == ["GET /robots.txt", "HEAD /guide", "GET /guide"]


@pytest.mark.parametrize(
    ("code", "look"),
    [
        (200, Look.THERE),
        (204, Look.THERE),
        (404, Look.MISSING),
        (410, Look.MISSING),
        (400, Look.UNCLEAR),
        (401, Look.UNCLEAR),
        (403, Look.UNCLEAR),
        (405, Look.UNCLEAR),
        (429, Look.UNCLEAR),
        (451, Look.UNCLEAR),
        (500, Look.UNCLEAR),
        (503, Look.UNCLEAR),
        (302, Look.UNCLEAR),
    ],
)
def test_what_an_answer_says(site, looker, code, look):
    site.answers["/guide"] = status(code)

    assert looker.look(GUIDE) is look


def test_a_name_that_is_no_more_is_missing(outside, looker):
    assert looker.look("http://closed.example.org/") is Look.MISSING
    assert outside.asked == []


def test_a_resolver_in_trouble_says_nothing(outside, looker):
    outside.name("later.example.org", socket.gaierror(socket.EAI_AGAIN, "later"))

    assert looker.look("http://later.example.org/") is Look.UNCLEAR


def test_a_site_that_is_down_says_nothing(outside, looker):
    assert looker.look(GUIDE) is Look.UNCLEAR


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://loop.example.org/", f"{SITE}/t/x"])
def test_what_the_gate_refuses_is_not_looked_at(outside, looker, url):
    outside.name("loop.example.org", ["127.0.0.1"])

    assert looker.look(url) is Look.UNASKED
    assert outside.asked == []


# robots.txt


@pytest.mark.parametrize(
    "rules",
    [
        "User-agent: *\nDisallow: /",
        "User-agent: CommonThread\nDisallow: /guide",
        "\ufeffUser-agent: commonthread\nDisallow: /g",
    ],
)
def test_what_a_site_does_not_want_asked_is_not_asked(site, looker, rules):
    site.answers["/robots.txt"] = status(200, body=rules.encode())

    assert looker.look(GUIDE) is Look.UNASKED
    assert site.paths == ["GET /robots.txt"]


@pytest.mark.parametrize(
    "rules",
    [
        "",
        "User-agent: *\nDisallow:",
        "User-agent: *\nDisallow: /private",
        "User-agent: *\nDisallow: /\n\nUser-agent: CommonThread\nAllow: /",
        "<html>What is this?</html>",
        "\x00\xff\n::\n",
    ],
)
def test_what_it_does_not_mind_is_asked(site, looker, rules):
    site.answers["/robots.txt"] = status(200, body=rules.encode("latin-1"))

    assert looker.look(GUIDE) is Look.THERE


@pytest.mark.parametrize(
    "rules", ["User-agent: *\nCrawl-delay: ²", "User-agent: *\nDisallow: http://[", "x" * 900_000]
)
def test_rules_that_cannot_be_read_are_no_error(site, looker, rules):
    site.answers["/robots.txt"] = status(200, body=rules.encode())

    assert looker.look(GUIDE) in {Look.UNCLEAR, Look.THERE}


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_site_that_cannot_say_is_let_be(site, looker, code):
    site.answers["/robots.txt"] = status(code)

    assert looker.look(GUIDE) is Look.UNCLEAR
    assert site.paths == ["GET /robots.txt"]


def test_where_a_redirect_leads_is_asked_as_well(site, elsewhere, looker):
    site.answers["/guide"] = to("http://elsewhere.org/moved")
    elsewhere.answers["/robots.txt"] = status(200, body=b"User-agent: *\nDisallow: /moved")

    assert looker.look(GUIDE) is Look.UNASKED
    assert elsewhere.paths == ["GET /robots.txt"]


def test_robots_of_a_site_may_be_elsewhere_but_not_with_us(site, looker, outside):
    site.answers["/robots.txt"] = to("http://127.0.0.1/robots.txt")

    assert looker.look(GUIDE) is Look.UNASKED
    assert {address for address, _ in outside.asked} == {HERE}


# Pace


def test_a_host_is_asked_once_a_second(site, looker, hours):
    looker.look(GUIDE)
    looker.look("http://example.org/other")

    assert len(site.heard) == 3
    assert hours.waits == [1.0, 1.0]


def test_a_redirect_within_a_host_waits_as_well(site, looker, hours):
    site.answers["/guide"] = to("/moved")

    looker.look(GUIDE)

    assert hours.waits == [1.0, 1.0]


def test_nobody_waits_for_another_host(site, elsewhere, looker, hours):
    looker.look(GUIDE)
    before = len(hours.waits)
    looker.look("http://elsewhere.org/")

    assert len(hours.waits) == before + 1


def test_a_host_that_was_let_be_is_not_waited_for(hours):
    pace = Pace(hours.wait)
    pace.turn(GUIDE)
    hours.at += 5

    assert pace.turn(GUIDE)
    assert hours.waits == []


def test_who_stops_asks_nothing_more(site, looker, hours):
    hours.stopped = True

    assert looker.look(GUIDE) is Look.UNCLEAR
    assert site.paths == ["GET /robots.txt"]


# Rounds


def watch(house, *urls):
    with house.database.changing() as session:
        for n, url in enumerate(urls):
            actions.watch(session, ("resource", n), url)


def test_a_round_notes_what_it_saw(house, session, site, looker):
    site.answers["/gone"] = status(404)
    watch(house, GUIDE, "http://example.org/gone")

    assert look_due(house.database, looker, lambda: True) == 2

    seen = queries.states(session, [GUIDE, "http://example.org/gone"])
    assert seen[GUIDE] == queries.Seen(LinkState.FINE, clock.today())
    assert seen["http://example.org/gone"].state is LinkState.UNSURE
    assert queries.due(session, clock.today(), 9) == []
    assert look_due(house.database, looker, lambda: True) == 0


def test_a_round_has_a_few_links(house, site, looker):
    watch(house, *(f"http://example.org/{n}" for n in range(AT_ONCE + 3)))

    assert look_due(house.database, looker, lambda: True) == AT_ONCE
    assert look_due(house.database, looker, lambda: True) == 3


class Told:
    """A looker that does something meanwhile, and has seen this."""

    def __init__(self, meanwhile, look):
        self._meanwhile, self._look = meanwhile, look

    def look(self, _url):
        self._meanwhile()
        return self._look


def test_nothing_of_the_database_is_held_while_others_are_asked(house, watching):
    """Neither a lock nor a moment of the past: whoever writes meanwhile waits for nobody."""
    held = []

    def meanwhile():
        with house.database.changing() as session:
            session.scalars(select(WatchedLink)).one().failures = 0
        held.append(watching())

    watch(house, GUIDE)
    look_due(house.database, Told(meanwhile, Look.THERE), lambda: True)

    assert held == [0]


@pytest.fixture
def watching(house, beside):
    """How many transactions are open."""

    def of_sqlite():
        with closing(house.database.engine.raw_connection()) as direct:
            return direct.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

    def of_postgresql():
        with beside.connect() as connection:
            asked = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND state LIKE 'idle in transaction%'"
            )
            return connection.scalar(text(asked))

    return of_sqlite if house.database.is_sqlite else of_postgresql


def test_a_link_that_was_let_go_of_meanwhile_is_not_noted(house, session):
    def meanwhile():
        with house.database.changing() as changing:
            actions.unwatch(changing, ("resource", 0))

    watch(house, GUIDE)

    assert look_due(house.database, Told(meanwhile, Look.THERE), lambda: True) == 1
    assert session.scalars(select(WatchedLink)).all() == []


def test_of_two_who_look_at_once_one_counts(house, session, site, looker):
    site.answers["/guide"] = status(404)
    watch(house, GUIDE)
    twin = Told(lambda: look_due(house.database, looker, lambda: True), Look.MISSING)

    look_due(house.database, twin, lambda: True)

    assert session.scalars(select(WatchedLink)).one().failures == 1


def test_who_stops_keeps_no_half_look(house, session, looker, site):
    watch(house, GUIDE)

    assert look_due(house.database, looker, lambda: False) == 0
    assert queries.states(session, [GUIDE])[GUIDE].state is LinkState.NEW


def test_rounds_say_who_we_are_and_stop_when_told(house, outside, site, monkeypatch):
    monkeypatch.setattr(Gate.__init__, "__defaults__", (outside.resolve, LONG))
    watch(house, GUIDE)
    rounds = Rounds(house.database, SITE)
    rounds._pace = Pace(lambda _seconds: False)
    rounds.start()

    assert rounds.once() == 1
    rounds.stop()
    rounds._thread.join()

    assert "CommonThread (looks at links; +https://circle.example.net)" in site.heard[0]
    assert rounds.once() == 0


@pytest.mark.parametrize(("wanted", "made"), [(True, True), (False, False)])
def test_links_are_looked_at_where_mail_is_sent_unless_nobody_wants_it(house, wanted, made):
    choosing = house.settings.model_copy(update={"link_checks": wanted})
    there = replace(house, settings=choosing)

    assert bool(Chores(there, mail=True)._links) is made
    assert Chores(there, mail=False)._links is None


def test_nothing_else_goes_out(house, outside, site, web, make, circle, bea):
    """A day of chores, and pages: of all that connects, the gate alone does."""
    make.thread(circle, bea)
    web.as_(bea).get("/")
    chores = Chores(house, mail=True)
    chores._due = dict.fromkeys(chores._due, 0.0)

    chores._round()

    assert outside.asked == []
