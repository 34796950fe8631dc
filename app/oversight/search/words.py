"""Words as they are looked for: in small letters, without accents, the same on every database."""

import re
from collections.abc import Iterator

from app.core import text

LONGEST = 64
# Between words and what is no word: no letter that a text can have stands for it.
SIGN = "§"
# Scripts that put no space between words: each sign of theirs is one.
_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNSPACED = re.compile(f"([{_ALONE}])")
_SPOKEN = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}](?:[^\W_{_ALONE}]|[\u0300-\u036f])*")
_PLAIN = re.compile(r"[^a-z0-9]+")


def of(said: str) -> list[str]:
    """The words of a text, in their order."""
    if said.isascii():
        return [word[:LONGEST] for word in _PLAIN.split(said.lower()) if word]
    return [word[:LONGEST] for word in _UNSPACED.sub(r" \1 ", text.plain(said)).split()]


def places(said: str) -> Iterator[tuple[int, int, list[str]]]:
    """Where words stand in a text as it was written: from, to, and what they are looked for by."""
    for found in _SPOKEN.finditer(said):
        word = found[0]
        spoken = [word.lower()[:LONGEST]] if word.isascii() else of(word)
        yield found.start(), found.end(), spoken


def mark(name: str) -> str:
    """Something by which entries are chosen, as a word that no text can have."""
    return f"{SIGN}{name}"


def in_title(word: str) -> str:
    """The word, where it stands in a title."""
    return f"{SIGN}{SIGN}{word}"
