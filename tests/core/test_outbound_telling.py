"""Through the gate, a program is told something: at a public place by https, or where it is
trusted; nothing of its answer is read, and none leads on."""

import ssl
import time

import pytest

from app.core.outbound import Answer, Failed, Gate, Refused, Why
from app.core.patience import Patience
from app.core.public_addresses import NotOutside, place_to_tell
from tests.core.conftest import SITE
from tests.outside import HERE, OK, certified, status, to

TRUSTED = frozenset({"bridge.internal:8065", "127.0.0.1:9000", "::1:9000"})
URL = "https://example.org/in?key=1"


@pytest.fixture
def secure(outside, tmp_path, monkeypatch):
    """A program at example.org with a certificate that is trusted."""
    hers, trusting = certified(tmp_path, "example.org")
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    return outside.site(HERE, port=443, secure=hers)


def tell(gate, url=URL):
    return gate.tell(url, TRUSTED, {"webhook-id": "msg_1"}, b'{"a":1}')


def test_it_is_told_by_post(outside, gate, secure):
    said = tell(gate)

    assert said == Answer(200, URL, b"")
    assert outside.asked == [(HERE, 443)]
    head, _, body = secure.heard[0].partition("\r\n\r\n")
    assert body == '{"a":1}'
    assert head.splitlines() == [
        "POST /in?key=1 HTTP/1.1",
        "Host: example.org",
        f"User-Agent: CommonThread (+{SITE})",
        "Accept: */*",
        "webhook-id: msg_1",
        "Connection: close",
        "Content-Length: 7",
    ]


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("where", ["/else", "http://127.0.0.1/", "https://example.org/else"])
def test_no_redirect_is_followed(outside, gate, secure, code, where):
    secure.answers["/in?key=1"] = to(where, code)

    assert tell(gate) == Answer(code, URL, b"")
    assert secure.paths == ["POST /in?key=1"]
    assert len(outside.asked) == 1


def test_what_is_answered_is_not_read(outside, gate, secure):
    def endless(way):
        way.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            way.sendall(b"x" * 4096)

    secure.answers["/in?key=1"] = endless
    assert tell(gate) == Answer(200, URL, b"")


def test_a_head_without_end_is_broken(outside, gate, secure):
    def endless(way):
        way.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            way.sendall(b"x: y\r\n" * 1000)

    secure.answers["/in?key=1"] = endless
    assert tell(gate) == Failed(Why.BROKEN)


def test_who_drips_is_not_waited_for(outside, secure):
    def dripping(way):
        for byte in OK:
            way.sendall(bytes([byte]))
            time.sleep(0.2)

    secure.answers["/in?key=1"] = dripping
    hasty = Gate(SITE, outside.resolve, Patience(connect=30, read=30, total=1.5))

    assert tell(hasty) == Failed(Why.SLOW)


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.org/", "https://example.org:8443/", "https://user@example.org/"),
        *("https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/", "https://localhost/"),
        *("http://127.0.0.1:9001/", "ftp://bridge.internal:8065/", "//bridge.internal:8065/"),
        *("http://a@bridge.internal:8065/", "http://bridge.internal:8066/", "", "https:///"),
        *("http://bridge.internal:8065\\@example.org/", "http://[::1:9000/", "https://a b/"),
    ],
)
def test_nothing_is_told_elsewhere(outside, gate, url):
    with pytest.raises(NotOutside):
        place_to_tell(url, TRUSTED)

    assert tell(gate, url) == Refused(Why.NOT_OUTSIDE)
    assert outside.asked == []


@pytest.mark.parametrize(
    "leads", [[HERE, "10.0.0.1"], ["127.0.0.1"], ["169.254.169.254"], ["fe80::1%eth0"], ["::1"]]
)
def test_nor_where_a_name_leads_inside(outside, gate, leads):
    outside.name("example.org", leads)

    assert tell(gate) == Refused(Why.NOT_OUTSIDE)
    assert outside.asked == []


def test_nor_to_ourselves(outside, gate):
    assert tell(gate, "https://circle.example.net/in") == Refused(Why.OURSELVES)
    assert outside.asked == []


def test_what_is_resolved_is_told_whatever_the_name_says_next(outside, gate, secure):
    outside.name("example.org", [HERE], ["127.0.0.1"])

    assert tell(gate).status == 200
    assert outside.asked == [(HERE, 443)]


def test_one_that_is_trusted_is_told_where_it_is(outside, gate):
    inside = outside.site("10.7.7.7", port=8065)
    outside.name("bridge.internal", ["10.7.7.7"])
    inside.answers["/in"] = status(204)

    assert tell(gate, "http://Bridge.Internal:8065/in").status == 204
    assert outside.asked == [("10.7.7.7", 8065)]
    assert "Host: bridge.internal:8065" in inside.heard[0].splitlines()


def test_a_trusted_one_s_redirect_leads_nowhere(outside, gate):
    inside = outside.site("10.7.7.7", port=8065)
    outside.name("bridge.internal", ["10.7.7.7"])
    inside.answers["/in"] = to("http://169.254.169.254/latest")

    assert tell(gate, "http://bridge.internal:8065/in").status == 302
    assert outside.asked == [("10.7.7.7", 8065)]


def test_links_are_not_looked_at_there(outside, gate):
    """That a program is trusted to be told is no way in for a link."""
    outside.name("bridge.internal", ["10.7.7.7"])

    assert gate.ask("GET", "http://bridge.internal:8065/in") == Refused(Why.NOT_OUTSIDE)
    assert outside.asked == []
