"""The gate's own hands: sockets to addresses that were judged, and HTTP/1.1 spoken over them.

Imported where something is asked, since the library takes memory.
"""

import socket
import ssl
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Address
from typing import Any

import httpcore2

from app.core.patience import Budget, Patience
from app.core.public_addresses import PORTS, Address, Place

# Heads of answers, and of those that come before one.
MOST_HEAD = 128 * 1024
# However many addresses a name has, no more are tried.
MOST_ADDRESSES = 4


class NoWay(Exception):
    """None of the addresses lets us in."""


class Broken(Exception):
    """What came is no answer, or its certificate is not that of the name."""


@dataclass(frozen=True)
class Reply:
    """`onwards` is what the answer says about where else to go, empty if it does not."""

    status: int
    onwards: str
    body: bytes


@dataclass(frozen=True)
class Line:
    """By which way to ask one place, and how long."""

    addresses: Sequence[Address]
    secure: ssl.SSLContext
    patience: Patience
    budget: Budget


@dataclass(frozen=True)
class Asked:
    """What is asked: by which method, with what in the head and in the body; of what is answered
    there, `most` bytes are read."""

    method: str
    headers: dict[str, str]
    body: bytes | None = None
    most: int = 0


def exchange(asked: Asked, there: Place, line: Line) -> Reply:
    """Ask once. Raises NoWay, Broken, or TimeoutError."""
    origin = httpcore2.Origin(there.scheme.encode(), there.host.encode(), there.port)
    hands = _Hands(line, MOST_HEAD + asked.most)
    connection = httpcore2.HTTPConnection(origin, ssl_context=line.secure, network_backend=hands)
    said = _raw({"Host": _in_header(there), **asked.headers, "Connection": "close"})
    way = partial(connection.stream, asked.method, _url(there), headers=said, content=asked.body)
    try:
        with closing(connection), way() as it:
            return Reply(it.status, _onwards(it.headers), _body(it, asked.most))
    except TimeoutError:
        raise
    except (OSError, ValueError, httpcore2.ProtocolError, httpcore2.NetworkError) as problem:
        raise Broken from problem


def is_this_machine(address: Address) -> bool:
    """Whether whoever connects there from here comes from the same address. Nothing is sent."""
    with socket.socket(_family(address), socket.SOCK_DGRAM) as way:
        try:
            way.connect((str(address), 9))
            return str(way.getsockname()[0]) == str(address)
        except OSError:
            return False


class _Hands(httpcore2.NetworkBackend):
    """Connects to the addresses that were judged, whatever name it is given."""

    def __init__(self, line: Line, most: int) -> None:
        self._line, self._most = line, most

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002  # it was resolved once, and is not again
        port: int,
        timeout: float | None = None,  # noqa: ARG002  # the line's own
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        for address in self._line.addresses[:MOST_ADDRESSES]:
            way = socket.socket(_family(address), socket.SOCK_STREAM)
            try:
                way.settimeout(self._line.budget.at_most(self._line.patience.connect))
                way.connect((str(address), port))
            except OSError:
                way.close()
                continue
            return _Stream(way, self._line, self._most)
        self._line.budget.at_most(0)
        raise NoWay


class _Stream(httpcore2.NetworkStream):
    """One connection, which takes no more time and bytes than it has."""

    def __init__(self, way: socket.socket, line: Line, most: int) -> None:
        self._way, self._line, self._most = way, line, most

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        self._hurry()
        came = self._way.recv(min(max_bytes, self._most + 1))
        self._most -= len(came)
        if self._most < 0:
            raise Broken
        return came

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._hurry()
        self._way.sendall(buffer)

    def close(self) -> None:
        self._way.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        self._hurry()
        try:
            safe = ssl_context.wrap_socket(self._way, server_hostname=server_hostname)
        except BaseException:
            self._way.close()
            raise
        return _Stream(safe, self._line, self._most)

    def _hurry(self) -> None:
        self._way.settimeout(self._line.budget.at_most(self._line.patience.read))


def _family(address: Address) -> socket.AddressFamily:
    return socket.AF_INET if isinstance(address, IPv4Address) else socket.AF_INET6


def _url(there: Place) -> httpcore2.URL:
    return httpcore2.URL(
        scheme=there.scheme.encode(),
        host=there.host.encode(),
        port=there.port,
        target=there.target.encode(),
    )


def _in_header(there: Place) -> str:
    host = f"[{there.host}]" if ":" in there.host else there.host
    return host if there.port == PORTS[there.scheme] else f"{host}:{there.port}"


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), said.encode()) for name, said in headers.items()]


def _onwards(headers: Sequence[tuple[bytes, bytes]]) -> str:
    found = next((said for name, said in headers if name.lower() == b"location"), b"")
    return found.decode("utf-8", "replace")


def _body(reply: httpcore2.Response, most: int) -> bytes:
    """As it came: whoever packs it although we ask for it plain is not unpacked."""
    body = b""
    for piece in reply.iter_stream() if most else ():
        body += piece
        if len(body) >= most:
            return body[:most]
    return body
