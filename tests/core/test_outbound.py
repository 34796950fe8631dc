"""The gate: what it lets out, to where, and what it makes of whatever comes back."""

import ssl

import pytest

from app.core.outbound import Answer, Failed, Refused, Why
from app.core.outbound_wire import is_this_machine
from app.core.public_addresses import numbered
from tests.core.conftest import LONG, SITE
from tests.outside import HERE, SIX, THERE, certified, status, to


def test_it_asks_a_public_place_and_brings_the_answer(outside, gate):
    site = outside.site()

    assert gate.ask("GET", "http://example.org/a?b", most=100) == Answer(
        200, "http://example.org/a?b", b"hi"
    )
    assert outside.asked == [(HERE, 80)]
    assert site.paths == ["GET /a?b"]


def test_it_says_who_asks_and_nothing_else(outside, gate):
    site = outside.site()

    gate.ask("HEAD", "http://example.org/")

    assert site.heard[0].splitlines() == [
        "HEAD / HTTP/1.1",
        "Host: example.org",
        "User-Agent: CommonThread (looks at links; +https://circle.example.net)",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
        "",
    ]


def test_it_keeps_no_cookies_and_says_not_whence_it_comes(outside, gate):
    site = outside.site()
    site.answers["/"] = status(302, "Location: /next", "Set-Cookie: a=b; Path=/")

    gate.ask("GET", "http://example.org/")
    gate.ask("GET", "http://example.org/")

    assert site.paths == ["GET /", "GET /next"] * 2
    assert not any("ookie" in head or "eferer" in head for head in site.heard)


def test_no_proxy_is_asked_whatever_the_environment_says(outside, gate, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")
    outside.site()

    gate.ask("GET", "http://example.org/")

    assert outside.asked == [(HERE, 80)]


# Addresses


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["100.64.0.1"],
        ["0.0.0.0"],
        ["::1"],
        ["::"],
        ["::ffff:127.0.0.1"],
        [f"::ffff:{HERE}"],
        ["64:ff9b::7f00:1"],
        ["2002:7f00:1::"],
        ["fe80::1%eth0"],
        ["fd00::1"],
        [HERE, "127.0.0.1"],
        ["127.0.0.1", HERE],
        [HERE, "::1"],
        ["nonsense"],
    ],
    ids=str,
)
def test_one_address_that_is_not_public_is_enough(outside, gate, answers):
    outside.site(HERE, "127.0.0.1", "::1")
    outside.name("mixed.example.org", answers)

    assert gate.ask("GET", "http://mixed.example.org/") == Refused(Why.NOT_OUTSIDE)
    assert outside.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://localhost/",
        "http://169.254.169.254/latest/meta-data/",
        "http://user@example.org/",
        "http://example.org:22/",
        "file:///etc/passwd",
    ],
)
def test_nobody_is_asked_at_an_address_that_is_not_outside(outside, gate, url):
    assert gate.ask("GET", url) == Refused(Why.NOT_OUTSIDE)
    assert outside.asked == outside.resolved == []


def test_a_name_is_asked_once_and_what_was_judged_is_where_it_connects(outside, gate):
    outside.site(HERE, "127.0.0.1")
    outside.name("turns.example.org", [HERE], ["127.0.0.1"])

    first = gate.ask("GET", "http://turns.example.org/")

    assert isinstance(first, Answer)
    assert outside.resolved.count("turns.example.org") == 1
    assert outside.asked == [(HERE, 80)]


def test_a_name_that_has_turned_is_refused_the_next_time(outside, gate):
    outside.site(HERE, "127.0.0.1")
    outside.name("turns.example.org", [HERE], ["127.0.0.1"])
    gate.ask("GET", "http://turns.example.org/")

    assert gate.ask("GET", "http://turns.example.org/") == Refused(Why.NOT_OUTSIDE)
    assert outside.asked == [(HERE, 80)]


def test_a_name_that_turns_between_redirects_is_refused(outside, gate):
    site = outside.site(HERE, "127.0.0.1")
    site.answers["/"] = to("/secret")
    outside.name("turns.example.org", [HERE], ["127.0.0.1"])

    assert gate.ask("GET", "http://turns.example.org/") == Refused(Why.NOT_OUTSIDE)
    assert outside.asked == [(HERE, 80)]
    assert site.paths == ["GET /"]


def test_the_second_address_is_tried_where_the_first_lets_nobody_in(outside, gate):
    outside.site(HERE)
    outside.name("two.example.org", [THERE, HERE])

    assert gate.ask("GET", "http://two.example.org/").status == 200
    assert outside.asked == [(THERE, 80), (HERE, 80)]


def test_six_goes_as_well_as_four(outside, gate):
    site = outside.site(SIX)

    assert gate.ask("GET", f"http://[{SIX}]/").status == 200
    assert outside.asked == [(SIX, 80)]
    assert f"Host: [{SIX}]" in site.heard[0]


def test_our_own_site_is_not_asked(outside, gate):
    outside.site("198.45.6.7")
    outside.name("alias.example.org", ["198.45.6.7"])

    assert gate.ask("GET", "http://circle.example.net/") == Refused(Why.OURSELVES)
    assert gate.ask("GET", "http://CIRCLE.example.net/") == Refused(Why.OURSELVES)
    assert gate.ask("GET", "http://alias.example.org/") == Refused(Why.OURSELVES)
    assert gate.ask("GET", "http://198.45.6.7/") == Refused(Why.OURSELVES)
    assert outside.asked == []


def test_this_machine_is_not_asked_by_its_public_address(outside, gate, monkeypatch):
    monkeypatch.setattr("app.core.outbound_wire.is_this_machine", lambda a: str(a) == HERE)

    assert gate.ask("GET", "http://example.org/") == Refused(Why.OURSELVES)
    assert outside.asked == []


def test_a_machine_knows_its_own_addresses():
    assert is_this_machine(numbered("127.0.0.1"))
    assert is_this_machine(numbered("127.0.0.1")) != is_this_machine(numbered(HERE))


# Redirects


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirects_are_followed(outside, gate, code):
    outside.site(HERE).answers["/"] = to("http://elsewhere.org/there", code)
    there = outside.site(THERE)

    found = gate.ask("HEAD", "http://example.org/")

    assert found == Answer(200, "http://elsewhere.org/there", b"")
    assert there.paths == ["HEAD /there"]


@pytest.mark.parametrize(
    "where",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
        "//127.0.0.1/",
        "http://2130706433/",
        "http://mixed.example.org/",
        "http://loop.example.org/",
        "http://localhost/",
        "http://example.org:8080/",
        "http://a@elsewhere.org/",
        "ftp://elsewhere.org/",
        "file:///etc/passwd",
        "http://[",
        "http://elsewhere.org\\@127.0.0.1/",
    ],
)
def test_each_place_on_the_way_is_judged_anew(outside, gate, where):
    outside.site(HERE, "127.0.0.1", "::1").answers["/"] = to(where)
    outside.name("mixed.example.org", [THERE, "127.0.0.1"])
    outside.name("loop.example.org", ["::1"])

    assert gate.ask("GET", "http://example.org/") == Refused(Why.NOT_OUTSIDE)
    assert outside.asked == [(HERE, 80)]


def test_a_redirect_to_ourselves_is_refused(outside, gate):
    outside.site().answers["/"] = to(SITE)

    assert gate.ask("GET", "http://example.org/") == Refused(Why.OURSELVES)


def test_five_redirects_and_no_more(outside, gate):
    site = outside.site()
    for n in range(9):
        site.answers[f"/{n}"] = to(f"/{n + 1}")

    assert gate.ask("GET", "http://example.org/4").status == 200
    assert gate.ask("GET", "http://example.org/0") == Failed(Why.IN_CIRCLES)
    assert site.paths[-6:] == [f"GET /{n}" for n in range(6)]


def test_a_redirect_to_nowhere_is_an_answer(outside, gate):
    outside.site().answers["/"] = status(302)

    assert gate.ask("GET", "http://example.org/").status == 302


def test_whoever_asks_may_say_no_to_each_place(outside, gate):
    outside.site().answers["/"] = to("http://elsewhere.org/")
    seen = []

    found = gate.ask(
        "GET", "http://example.org/", may=lambda url: seen.append(url) or "elsewhere" not in url
    )

    assert found == Refused(Why.UNWANTED)
    assert seen == ["http://example.org/", "http://elsewhere.org/"]
    assert outside.asked == [(HERE, 80)]


def test_the_time_in_which_she_makes_up_her_mind_is_her_own(outside, gate, monkeypatch):
    outside.site()
    passed = [0.0]
    monkeypatch.setattr("app.core.patience.time.monotonic", lambda: passed[0])

    def may(_url):
        passed[0] += 10 * LONG.total
        return True

    assert gate.ask("GET", "http://example.org/", may=may).status == 200


# Certificates


@pytest.fixture
def secure(outside, tmp_path, monkeypatch):
    """A site at example.org with a certificate that is trusted."""
    hers, trusting = certified(tmp_path, "example.org")
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    return outside.site(HERE, port=443, secure=hers)


def test_a_certificate_is_of_the_name_and_not_of_the_address(outside, gate, secure):
    assert gate.ask("GET", "https://example.org/", most=9) == Answer(
        200, "https://example.org/", b"hi"
    )
    assert outside.asked == [(HERE, 443)]


def test_another_name_s_certificate_is_none(outside, gate, secure):
    outside.name("other.org", [HERE])

    assert gate.ask("GET", "https://other.org/") == Failed(Why.BROKEN)
    assert secure.heard == []


def test_a_certificate_that_nobody_vouches_for_is_none(outside, gate, tmp_path):
    hers, _ = certified(tmp_path, "example.org")
    site = outside.site(HERE, port=443, secure=hers)

    assert gate.ask("GET", "https://example.org/") == Failed(Why.BROKEN)
    assert site.heard == []


def test_safe_does_not_become_unsafe(outside, gate, secure):
    secure.answers["/"] = to("http://example.org/")

    assert gate.ask("GET", "https://example.org/") == Refused(Why.LESS_SAFE)
    assert outside.asked == [(HERE, 443)]


def test_unsafe_may_become_safe(outside, gate, secure):
    outside.site(HERE, port=80).answers["/"] = to("https://example.org/")

    assert gate.ask("GET", "http://example.org/").url == "https://example.org/"
