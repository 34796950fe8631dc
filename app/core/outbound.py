"""The gate: the one place from which this program asks anything of another host by HTTP.

A name is resolved once. Unless each of the answers is a public address nothing is asked; else we
connect to one of exactly those, so that it does not matter what the name says a moment later. No
cookie, no referrer, no proxy, nothing packed; redirects are followed here, each as a new address.
Whatever goes wrong is an answer, never an exception.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from app.core.patience import Budget, Patience
from app.core.public_addresses import (
    Address,
    NotOutside,
    Place,
    is_public,
    numbered,
    place,
    place_to_tell,
)

if TYPE_CHECKING:
    from app.core.outbound_wire import Reply

PRODUCT = "CommonThread"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 5


class Why(StrEnum):
    """Why there is no answer. By the first four the gate did not ask, or asked no further."""

    NOT_OUTSIDE = "not outside"
    OURSELVES = "ourselves"
    LESS_SAFE = "less safe"
    UNWANTED = "unwanted"
    NO_NAME = "no such name"
    NO_WAY = "no way there"
    SLOW = "slow"
    BROKEN = "broken"
    IN_CIRCLES = "in circles"


@dataclass(frozen=True)
class Answer:
    """What the last place said; `body` is cut where the caller wanted no more."""

    status: int
    url: str
    body: bytes


@dataclass(frozen=True)
class Refused:
    """The gate did not let it out."""

    why: Why


@dataclass(frozen=True)
class Failed:
    """Nothing came that says anything of the address; or there is no such name, which does."""

    why: Why


Result = Answer | Refused | Failed
Resolve = Callable[[str], list[str]]
May = Callable[[str], bool]


class _End(Exception):
    def __init__(self, result: Refused | Failed) -> None:
        self.result = result


def resolve(name: str) -> list[str]:
    """The addresses of a name, as this machine is told. Raises OSError."""
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))


class Gate:
    """`site` is our own address: said to whom we ask, and never asked."""

    def __init__(
        self, site: str, resolve: Resolve = resolve, patience: Patience | None = None
    ) -> None:
        self._own_name = (urlsplit(site).hostname or "").lower()
        self._resolve = resolve
        self._patience = patience or Patience()
        self._site = site
        self.agent = f"{PRODUCT} (looks at links; +{site})"

    def ask(self, method: str, url: str, *, most: int = 0, may: May = lambda _url: True) -> Result:
        """HEAD or GET an address, and read at most so many bytes of what is there. `may` is asked
        before each place that is asked, those after redirects too; the time it takes is its own."""
        try:
            return self._follow(method, url, most, may)
        except _End as end:
            return end.result

    def tell(
        self, url: str, trusted: Collection[str], headers: Mapping[str, str], body: bytes
    ) -> Result:
        """POST to where `place_to_tell` lets it go. Nothing of what is answered is read but its
        status, and no redirect is followed: it is an answer like others."""
        budget = Budget(self._patience.total)
        said = {"User-Agent": f"{PRODUCT} (+{self._site})", "Accept": "*/*", **headers}
        try:
            there = self._place(url, partial(place_to_tell, trusted=trusted))
            with budget.running():
                reply = self._asked(there, budget, "POST", said, body)
            return Answer(reply.status, there.url, b"")
        except _End as end:
            return end.result

    def _follow(self, method: str, url: str, most: int, may: May) -> Answer:
        budget, was = Budget(self._patience.total), ""
        for _ in range(1 + MOST_REDIRECTS):
            there = self._place(url)
            if was == "https" and there.scheme == "http":
                raise _End(Refused(Why.LESS_SAFE))
            if not may(there.url):
                raise _End(Refused(Why.UNWANTED))
            with budget.running():
                reply = self._asked(there, budget, method, self._said, None, most)
            if reply.status not in REDIRECTS or not reply.onwards:
                return Answer(reply.status, there.url, reply.body)
            was, url = there.scheme, _joined(there.url, reply.onwards)
        raise _End(Failed(Why.IN_CIRCLES))

    def _place(self, url: str, read: Callable[[str], Place] = place) -> Place:
        try:
            there = read(url)
        except NotOutside:
            raise _End(Refused(Why.NOT_OUTSIDE)) from None
        if there.host == self._own_name and not there.trusted:
            raise _End(Refused(Why.OURSELVES))
        return there

    def _asked(self, there: Place, budget: Budget, *asked: Any) -> "Reply":
        # Who asks nothing does without: it takes memory.
        from app.core import outbound_wire as wire  # noqa: PLC0415

        try:
            addresses = self._judged(there, budget)
            ours = (wire.is_this_machine(address) for address in addresses)
            if not there.trusted and any(ours):
                raise _End(Refused(Why.OURSELVES))
            line = wire.Line(addresses, self._secure, self._patience, budget)
            return wire.exchange(wire.Asked(*asked), there, line)
        except wire.NoWay:
            raise _End(Failed(Why.NO_WAY)) from None
        except wire.Broken:
            raise _End(Failed(Why.BROKEN)) from None
        except TimeoutError:
            raise _End(Failed(Why.SLOW)) from None

    def _judged(self, there: Place, budget: Budget) -> list[Address]:
        """Those of the place, if all are public and none is where our own name leads; of one that
        is trusted, whichever there are."""
        addresses = [there.address] if there.address else self._addresses(there.host, budget)
        if there.trusted:
            return addresses
        if not all(map(is_public, addresses)):
            raise _End(Refused(Why.NOT_OUTSIDE))
        if not self._own.isdisjoint(addresses):
            raise _End(Refused(Why.OURSELVES))
        return addresses

    def _addresses(self, name: str, budget: Budget) -> list[Address]:
        try:
            spelt = _within(budget.at_most(self._patience.connect), self._resolve, name)
        except TimeoutError:
            raise
        except socket.gaierror as problem:
            known = problem.errno != socket.EAI_NONAME
            raise _End(Failed(Why.NO_WAY if known else Why.NO_NAME)) from None
        except (OSError, UnicodeError):
            raise _End(Failed(Why.NO_WAY)) from None
        if not spelt:
            raise _End(Failed(Why.NO_WAY))
        try:
            return [numbered(text) for text in spelt]
        except NotOutside:
            raise _End(Refused(Why.NOT_OUTSIDE)) from None

    @cached_property
    def _said(self) -> dict[str, str]:
        return {"User-Agent": self.agent, "Accept": "*/*", "Accept-Encoding": "identity"}

    @cached_property
    def _own(self) -> frozenset[Address]:
        """Where our own name leads, which need not be an address of this machine."""
        try:
            found = _within(self._patience.connect, self._resolve, self._own_name)
            return frozenset(numbered(text) for text in found)
        except (OSError, UnicodeError, NotOutside):
            return frozenset()

    @cached_property
    def _secure(self) -> ssl.SSLContext:
        return ssl.create_default_context()


def _joined(url: str, onwards: str) -> str:
    try:
        return urljoin(url, onwards)
    except ValueError:
        raise _End(Refused(Why.NOT_OUTSIDE)) from None


def _within(seconds: float, resolve: Resolve, name: str) -> list[str]:
    """What the resolver says, which cannot be hurried, if it says it soon. Raises what it raises,
    and TimeoutError."""
    said: SimpleQueue[list[str] | OSError | UnicodeError] = SimpleQueue()

    def find() -> None:
        try:
            said.put(resolve(name))
        except (OSError, UnicodeError) as problem:
            said.put(problem)

    threading.Thread(target=find, name="resolver", daemon=True).start()
    try:
        found = said.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(found, list):
        return found
    raise found
