"""What somebody looks for, as she typed it. Nothing that can be typed is an error."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.core import text
from app.oversight.search import words

LONGEST = 200
MOST_TERMS = 12
SHORTEST = 3
_TELLS_NOTHING = frozenset(
    words.of(
        "about after all and any anyone anybody are but can did does don for from get has have her"
        " how into just more not now one our out she should some than that the them then there they"
        " this was were what when where which who why will with would you your"
    )
)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟″«»", '"'))
_TERM = re.compile(r'(-?)"([^"]*)"?|(-?)([^\s"]+)')

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """Each of the `phrases` is in what is found, and none `without`. A word is a short phrase."""

    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.phrases)

    @property
    def adjacent(self) -> bool:
        """Whether it asks for words that stand beside each other."""
        return any(len(phrase) > 1 for phrase in self.phrases)

    @property
    def words(self) -> tuple[str, ...]:
        """All that has to be there, word by word."""
        return tuple(dict.fromkeys(word for phrase in self.phrases for word in phrase))


def read(typed: str) -> Wish:
    """Words and “words in a row” that have to be there, and with a minus those that must not."""
    said = text.cleaned(typed[:LONGEST]).translate(_QUOTES)
    wanted: list[Phrase] = []
    without: list[Phrase] = []
    for minus, quoted, other, plain in _TERM.findall(said):
        if phrase := tuple(words.of(quoted or plain)):
            (without if minus or other else wanted).append(phrase)
    return Wish(_first(wanted), _first(without))


def like(title: str) -> list[str]:
    """The words of a title by which others like it are found: the longest few of meaning."""
    said = dict.fromkeys(words.of(title[:LONGEST]))
    telling = [word for word in said if len(word) >= SHORTEST and word not in _TELLS_NOTHING]
    return sorted(telling, key=len, reverse=True)[:MOST_TERMS]


def _first(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(phrases))[:MOST_TERMS]
