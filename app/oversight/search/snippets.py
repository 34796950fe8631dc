"""A few words of what was found, with those that were looked for marked. No markup is made here:
a template prints each piece, and so escapes it."""

from collections.abc import Collection
from typing import NamedTuple

from app.core import text
from app.oversight.search import words

LENGTH = 220
BEFORE = 60
WHOLE = 20_000


class Piece(NamedTuple):
    words: str
    marked: bool = False


def of(body: str, looked_for: Collection[str]) -> list[Piece]:
    """Some of the text about the first place where the words stand, or its beginning."""
    said = text.excerpt(body, WHOLE)
    if len(said) > LENGTH:
        start, end = _stretch(said, _first(said, looked_for))
        said = f"{'…' if start else ''}{said[start:end].strip()}{'…' if end < len(said) else ''}"
    return marked(said, looked_for)


def marked(said: str, looked_for: Collection[str]) -> list[Piece]:
    """All of a text, the words that were looked for apart from the others."""
    pieces: list[Piece] = []
    at = 0
    for start, end, spoken in words.places(said):
        if any(word in looked_for for word in spoken):
            pieces += [Piece(said[at:start]), Piece(said[start:end], marked=True)]
            at = end
    return [piece for piece in [*pieces, Piece(said[at:])] if piece.words]


def _first(said: str, looked_for: Collection[str]) -> int:
    found = (
        start
        for start, _, spoken in words.places(said)
        if any(word in looked_for for word in spoken)
    )
    return next(found, 0)


def _stretch(said: str, at: int) -> tuple[int, int]:
    """Whole words about this place, where there are spaces between them."""
    start = max(0, min(at - BEFORE, len(said) - LENGTH))
    if start and (space := said.find(" ", start, at)) >= 0:
        start = space + 1
    end = min(len(said), start + LENGTH)
    if end < len(said) and (space := said.rfind(" ", start, end)) > at:
        end = space
    return start, end
