"""What a move has done so far, and what is to be said of each line that is not as it should be."""

import sys
from collections import Counter
from dataclasses import dataclass, field

# Of each file; whoever reads more than these has another question.
SAID_AT_MOST = 100


class Unfit(Exception):
    """It cannot be taken in at all; the message says why and what to do."""


@dataclass
class Report:
    """`bad` are lines that were left out, `notes` those that came otherwise than they stand there,
    `left` what is left out on purpose, by what it is."""

    new: Counter[str] = field(default_factory=Counter)
    present: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    bad: int = 0
    notes: int = 0
    said: Counter[str] = field(default_factory=Counter)

    def leave_out(self, where: str, line: int, why: str) -> None:
        """A line does not fit, and the next one is read."""
        self.bad += 1
        self._say(where, line, why)

    def note(self, where: str, line: int, what: str) -> None:
        """A line is taken in, in another way than it says."""
        self.notes += 1
        self._say(where, line, what)

    def _say(self, where: str, line: int, words: str) -> None:
        self.said[where] += 1
        if self.said[where] <= SAID_AT_MOST:
            print(f"\r{where} {line}: {words}", file=sys.stderr)
        elif self.said[where] == SAID_AT_MOST + 1:
            print(f"\r{where}: more of it is counted, and not said any more.", file=sys.stderr)


def progress(words: str, *, end: bool = False) -> None:
    """Say how far it is, in the same line as before."""
    print(f"\r{words}", end="\n" if end else "", file=sys.stderr, flush=True)
