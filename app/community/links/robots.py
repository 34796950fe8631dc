"""What a site lets programs ask for: its robots.txt (RFC 9309), fetched through the gate."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.core.outbound import PRODUCT, Answer, Failed, Gate, Refused, Result, Why

if TYPE_CHECKING:
    from urllib.robotparser import RobotFileParser

# So much of it must be read by whoever reads it (RFC 9309, 2.5).
MOST = 512 * 1024
OFTEN = 429
UNAVAILABLE = range(400, 500)
THERE = range(200, 300)


class Leave(StrEnum):
    """UNKNOWN is a site in trouble: it is not asked for anything else either."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Robots:
    """What sites say, each asked once for as long as this lasts. `turn` waits until the host of an
    address may be asked something, and says whether to go on."""

    def __init__(self, gate: Gate, turn: Callable[[str], bool]) -> None:
        self._gate, self._turn = gate, turn
        self._known: dict[str, Leave | RobotFileParser] = {}

    def leave(self, url: str) -> Leave:
        """Whether we may ask for this address."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._known:
            asked = self._gate.ask("GET", f"{site}/robots.txt", most=MOST, may=self._turn)
            self._known[site] = _read(asked)
        known = self._known[site]
        if isinstance(known, Leave):
            return known
        return Leave.YES if known.can_fetch(PRODUCT, url) else Leave.NO


def _read(asked: Result) -> "Leave | RobotFileParser":
    if asked == Failed(Why.NO_NAME):
        # Whoever asks on is told the same, and that says something of the link.
        return Leave.YES
    if isinstance(asked, Refused) and asked.why is not Why.UNWANTED:
        # It is no place outside, or its rules are at none.
        return Leave.NO
    if not isinstance(asked, Answer) or asked.status == OFTEN:
        return Leave.UNKNOWN
    if asked.status in UNAVAILABLE:
        return Leave.YES
    return _rules(asked.body) if asked.status in THERE else Leave.UNKNOWN


def _rules(body: bytes) -> "Leave | RobotFileParser":
    from urllib.robotparser import RobotFileParser  # noqa: PLC0415  # who asks nobody needs it not

    rules = RobotFileParser()
    try:
        rules.parse(body.decode("utf-8-sig", "replace").splitlines())
    except ValueError:
        # It stumbles over some things that a file may hold.
        return Leave.UNKNOWN
    return rules
