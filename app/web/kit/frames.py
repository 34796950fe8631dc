"""Frames: pages that are the same for many, kept with holes for what is one reader's own.

A template sees a hole as a word like any other. Nobody who writes a post can know that word, and
neither HTML nor an address changes its letters, so it is found again wherever it was printed.
"""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from app.core import keys

_SECRET = keys.token()
_HOLE = re.compile(rf"{re.escape(_SECRET)}\.(\w+)\.")


def hole(name: str) -> str:
    return f"{_SECRET}.{name}."


@dataclass(frozen=True)
class SomeMember:
    """Whoever is signed in, as a frame may know her."""

    works_cases: bool
    signed_in: bool = True
    name: str = hole("viewer_name")
    handle: str = hole("viewer_handle")
    initial: str = hole("viewer_initial")
    tone: str = hole("viewer_tone")


@dataclass(frozen=True)
class Frame:
    """The text before the first hole; then each hole's name with the text that follows it."""

    start: bytes
    rest: tuple[tuple[str, bytes], ...]

    @classmethod
    def of(cls, html: str) -> "Frame":
        start, *rest = _HOLE.split(html)
        # Few names, each of them in thousands of frames.
        names = map(sys.intern, rest[::2])
        texts = [text.encode() for text in rest[1::2]]
        return cls(start.encode(), tuple(zip(names, texts, strict=True)))

    @property
    def weight(self) -> int:
        """About the bytes it takes in memory."""
        return 100 + len(self.start) + sum(len(text) + 100 for _, text in self.rest)

    def filled(self, values: Mapping[str, object]) -> bytes:
        """Values are escaped, unless they say that they are HTML, or are bytes, which are that."""
        if not self.rest:
            return self.start
        parts = [self.start]
        for name, text in self.rest:
            parts += [_html(values[name]), text]
        return b"".join(parts)


def _html(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    # It would say itself that it need not be escaped, but takes its time.
    return (value if isinstance(value, Markup) else escape(value)).encode()
