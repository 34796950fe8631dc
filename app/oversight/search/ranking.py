"""Which of the things that were found comes first: how they say what was looked for, and how new
they are. Worked out for a bounded number of them, from the words as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.oversight.search import words
from app.oversight.search.wishes import Phrase, Wish
from app.people.searchable import Shown

# A phrase in a title weighs as much as being new; saying it often counts only so far.
TITLE, NEW, OFTEN = 2.0, 2.0, 3
# Titles that share so many words are alike.
ALIKE = 2
# After so many days something is half as new.
HALF = 60


@dataclass(frozen=True)
class _Said:
    """Its words, with a space around each."""

    title: str
    body: str

    def has(self, phrase: Phrase) -> bool:
        looked_for = _spaced(phrase)
        return looked_for in self.title or looked_for in self.body

    def weight(self, phrase: Phrase) -> float:
        looked_for = _spaced(phrase)
        return TITLE * (looked_for in self.title) + min(self.body.count(looked_for), OFTEN) / OFTEN


def fitting(found: Sequence[Shown], wish: Wish, today: date) -> list[Shown]:
    """Those that say it, the best first."""
    weighed = [(_weight(one, wish, today), one.day, one.id, one) for one in found]
    return [one for weight, *_, one in sorted(weighed, key=_order, reverse=True) if weight]


def alike(found: Sequence[Shown], said: Sequence[str]) -> list[Shown]:
    """Those whose titles share enough of these words, the likest first."""
    looked_for = set(said)
    shared = [(len(looked_for & set(words.of(one.title))), one.day, one.id, one) for one in found]
    enough = min(ALIKE, len(looked_for))
    return [one for many, *_, one in sorted(shared, key=_order, reverse=True) if many >= enough]


def _order(weighed: tuple[float, date, str, Shown]) -> tuple[float, date, str]:
    return weighed[:3]


def _weight(one: Shown, wish: Wish, today: date) -> float:
    """Zero for what does not say it."""
    said = _Said(_spaced(words.of(one.title)) if one.titled else "", _spaced(words.of(one.body)))
    if not all(map(said.has, wish.phrases)) or any(map(said.has, wish.without)):
        return 0
    spoken = sum(map(said.weight, wish.phrases)) / len(wish.phrases)
    age = max(0, (today - one.day).days)
    return spoken + NEW * HALF / (HALF + age)


def _spaced(said: Sequence[str]) -> str:
    return f" {' '.join(said)} "
