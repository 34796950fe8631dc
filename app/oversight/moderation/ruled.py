"""What a rule notes about a case: kept in English, and said anew to whoever reads it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.core.languages import Sentence, words

_SAME = re.compile(r"It seems to be the same as (/\S+)\.")
_NEXT = re.compile(r"(?<=\.) ")


@dataclass(frozen=True)
class Ruled:
    """One sentence of such a note. Where it says that something is the same as another thing,
    `same_as` is the path of that one, and a page says it in words of its own."""

    words: Sentence
    same_as: str = ""


def same_as(path: str) -> str:
    return f"It seems to be the same as {path}."


def together(sentences: Iterable[str]) -> str:
    """As they are kept."""
    return " ".join(sentences)


def apart(kept: str) -> tuple[Ruled, ...]:
    """The sentences of what was kept `together`."""
    return tuple(_read(each) for each in _NEXT.split(kept))


def _read(sentence: str) -> Ruled:
    same = _SAME.fullmatch(sentence)
    return Ruled(words(sentence), same[1] if same else "")
