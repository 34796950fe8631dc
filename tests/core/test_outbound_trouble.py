"""The gate before sites that are slow, endless, or talk nonsense, and names that lead nowhere."""

import random
import socket
import threading
import time

import pytest

from app.core.outbound import Answer, Failed, Gate, Refused, Why
from app.core.patience import Patience
from tests.core.conftest import SITE
from tests.outside import OK, status, to

SHORT = Patience(connect=2.0, read=0.4, total=1.2)


def drip(piece, every, first=b""):
    def say(way):
        way.sendall(first)
        while True:
            way.sendall(piece)
            time.sleep(every)

    return say


def silent(way):
    way.recv(1)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"


@pytest.mark.parametrize(
    "said",
    [
        silent,
        drip(b"H", 0.1),
        drip(b"X-A: b\r\n", 0.1, b"HTTP/1.1 200 OK\r\n"),
        drip(b"HTTP/1.1 100 Continue\r\n\r\n", 0.1),
        drip(b"x", 0.1, HEAD),
    ],
    ids=["silent", "letter", "headers", "continue", "body"],
)
def test_a_slow_site_has_so_much_time_and_no_more(outside, said):
    outside.site().answers["/"] = said
    gate = Gate(SITE, outside.resolve, SHORT)

    found = gate.ask("GET", "http://example.org/", most=5000)

    assert found == Failed(Why.SLOW)


def test_redirects_share_the_time(outside):
    gate = Gate(SITE, outside.resolve, SHORT)

    def wait(way):
        time.sleep(0.35)
        way.sendall(to("/"))

    site = outside.site()
    site.answers["/"] = wait

    assert gate.ask("GET", "http://example.org/") == Failed(Why.SLOW)
    assert len(site.heard) < 6


def test_a_resolver_is_not_waited_for():
    enough = threading.Event()
    gate = Gate(SITE, lambda _name: enough.wait() and [], Patience(connect=0.2))

    assert gate.ask("GET", "http://example.org/") == Failed(Why.SLOW)
    enough.set()


def test_no_more_is_read_than_was_wanted(outside, gate):
    def flood(way):
        way.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            way.sendall(b"x" * 65536)

    outside.site().answers["/"] = flood

    assert gate.ask("GET", "http://example.org/", most=1000) == Answer(
        200, "http://example.org/", b"x" * 1000
    )
    assert gate.ask("GET", "http://example.org/") == Answer(200, "http://example.org/", b"")


def test_a_flood_of_headers_is_no_answer(outside, gate):
    outside.site().answers["/"] = drip(b"X-A: b\r\n" * 5000, 0.0, b"HTTP/1.1 200 OK\r\n")

    assert gate.ask("GET", "http://example.org/") == Failed(Why.BROKEN)


def test_what_is_packed_stays_packed(outside, gate):
    packed = status(200, "Content-Encoding: gzip", body=b"\x1f\x8bnonsense")
    outside.site().answers["/"] = packed

    assert gate.ask("GET", "http://example.org/", most=99).body == b"\x1f\x8bnonsense"


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 999999 X\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"\x16\x03\x01\x02\x00",
        b"HTTP/1.1 302 X\r\nLocation: \xff\xfe\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    ],
)
def test_nonsense_is_never_an_exception(outside, gate, said):
    outside.site().answers["/"] = lambda way: way.sendall(said)

    found = gate.ask("GET", "http://example.org/", most=99)

    assert isinstance(found, Answer | Failed | Refused)


def test_any_bytes_are_borne(outside, gate):
    chance = random.Random(7)
    site = outside.site()
    for n in range(60):
        said = bytearray(OK if n % 2 else to("/x"))
        for _ in range(n % 7):
            said[chance.randrange(len(said))] = chance.randrange(256)
        site.answers[f"/{n}"] = lambda way, said=bytes(said): way.sendall(said)

        found = gate.ask("GET", f"http://example.org/{n}", most=99)
        assert isinstance(found, Answer | Failed | Refused)


# Names


def test_no_such_name_is_told_from_no_answer(outside, gate):
    outside.name("later.example.org", socket.gaierror(socket.EAI_AGAIN, "later"))
    outside.name("empty.example.org", [])

    assert gate.ask("GET", "http://nobody.example.org/") == Failed(Why.NO_NAME)
    assert gate.ask("GET", "http://later.example.org/") == Failed(Why.NO_WAY)
    assert gate.ask("GET", "http://empty.example.org/") == Failed(Why.NO_WAY)
    assert gate.ask("GET", "http://example.org/") == Failed(Why.NO_WAY)


def test_the_resolver_of_the_machine_is_asked_in_the_end(monkeypatch):
    asked = []
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *given, **_more: asked.append(given[0]) or LOOPBACK
    )

    assert Gate(SITE).ask("GET", "http://example.org/") == Refused(Why.NOT_OUTSIDE)
    assert asked == ["example.org"]


LOOPBACK = [
    (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0)),
    (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", 0, 0, 0)),
]
