"""Rules: where a passage may begin, how it goes on, and what could stand there instead."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from app.community.softening import lexicon
from app.community.softening.kinds import Detail, Kind

# Letters of the alphabets that know capitals: Latin, Greek, Cyrillic.
UPPER = "".join(c for c in map(chr, range(0x41, 0x530)) if c.isupper())
LOWER = "".join(c for c in map(chr, range(0x61, 0x530)) if c.islower())
MARK = "['’ʼ]"  # an apostrophe
PERSON = f"(?:[{UPPER}]{MARK})?[{UPPER}][{LOWER}]+(?:[-’'][{UPPER}][{LOWER}]+)*"
PART = f"(?!I{MARK})[{UPPER}][\\w’'-]*\\w"
TITLED = f"{PART}(?:(?:{MARK}? | & | and | of | of the ){PART}){{0,4}}"

ONES = tuple(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen""".split()  # noqa: SIM905  # easier to read
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: n for n, word in enumerate(ONES)} | {
    word: 20 + 10 * n for n, word in enumerate(TENS)
}
NUMBER = (
    rf"(?:\d{{1,4}}|(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(ONES[1:10])}))?"
    rf"|{'|'.join(ONES[:0:-1])})"
)

# First words of a rule that stand for many: a numeral, a word with a capital.
COUNT, CAPITAL = "#", "^"
_WORD = re.compile(r"[^\W_]+(?:[-’'ʼ&](?![sS]\b)[^\W_]+)*")
_SENTENCE_ENDS = frozenset('.!?…\n:"“„•(')
_BETWEEN = frozenset(" \t*_(\"'“‘")
TITLE_WORDS, TITLE_SHARE = 5, 0.75


def number(said: str) -> int:
    """What 43, seven or forty-three stand for; 0 for what is no number."""
    if said.isdecimal():
        return int(said)
    return sum(_VALUES.get(part, 0) for part in re.split("[- ]", said.lower()))


class Word(NamedTuple):
    """`low` is in small letters, without a genitive's s."""

    start: int
    end: int
    low: str


def words_of(text: str) -> list[Word]:
    return [Word(*found.span(), found[0].lower()) for found in _WORD.finditer(text)]


def opens(text: str, at: int) -> bool:
    """Whether a sentence begins here."""
    while at and text[at - 1] in _BETWEEN:
        at -= 1
    return not at or text[at - 1] in _SENTENCE_ENDS


@dataclass(frozen=True)
class Reading:
    """A draft with the day on which it is read; `is_south` for whom spring is in September."""

    text: str
    today: date
    is_south: bool = False

    @cached_property
    def words(self) -> list[Word]:
        return words_of(self.text)

    @cached_property
    def capitals(self) -> list[int]:
        """Which of the words have a capital."""
        return [at for at, word in enumerate(self.words) if self.text[word.start].isupper()]

    @cached_property
    def counts(self) -> list[Word]:
        """The words that are numerals."""
        return [
            word
            for word in self.words
            if word.low[0].isdecimal() or word.low.split("-", 1)[0] in _VALUES
        ]

    @cached_property
    def _titles(self) -> list[tuple[int, int]]:
        """Lines In Which Nearly Every Word Has A Capital, so that a capital says nothing."""
        found, at = [], 0
        for line in self.text.split("\n"):
            capital = [word[0].isupper() for word in _WORD.findall(line)]
            if len(capital) >= TITLE_WORDS and sum(capital) >= TITLE_SHARE * len(capital):
                found.append((at, at + len(line)))
            at += len(line) + 1
        return found

    def is_title(self, at: int) -> bool:
        return any(start <= at < end for start, end in self._titles)

    def opens(self, at: int) -> bool:
        return opens(self.text, at)


Softer = Callable[[re.Match[str], Reading], str | None]


@dataclass(frozen=True)
class Rule:
    """What is `written` is tried only where one of the `first` words stands, so that a long text
    costs little; its group `what` is the passage. `softer` gives the words, or None: not a detail.
    """

    kind: Kind
    first: frozenset[str]
    written: str
    softer: Softer

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Made when first needed: all of them would take a tenth of the start of a process."""
        return re.compile(self.written)

    @property
    def needs_capital(self) -> bool:
        return self.kind in {Kind.NAME, Kind.EMPLOYER, Kind.PLACE}


def rule(kind: Kind, first: str, pattern: str, softer: Softer | str) -> Rule:
    """`first` lists words; COUNT and CAPITAL may be among them."""
    made = softer if callable(softer) else lambda _found, _reading: softer
    return Rule(kind, frozenset(first.split()), pattern, made)


@dataclass(frozen=True)
class Rules:
    """All rules, by the words with which they begin."""

    all: tuple[Rule, ...]

    @cached_property
    def _by_first(self) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for one in self.all:
            for word in one.first:
                found.setdefault(word, []).append(one)
        return found

    def read(self, reading: Reading) -> Iterator[Detail]:
        by_first = self._by_first
        for word in reading.words:
            for one in by_first.get(word.low, ()):
                yield from _details(one, word, reading)
        for one in by_first[COUNT]:
            for word in reading.counts:
                yield from _details(one, word, reading)
        for one in by_first[CAPITAL]:
            for at in reading.capitals:
                yield from _details(one, reading.words[at], reading)


def _details(one: Rule, word: Word, reading: Reading) -> Iterator[Detail]:
    found = one.pattern.match(reading.text, word.start)
    if not found or (one.needs_capital and reading.is_title(word.start)):
        return
    softer = one.softer(found, reading)
    if softer is not None:
        yield Detail(*found.span("what"), one.kind, softer)


def listed(group: str, name: str) -> str:
    """A list of the lexicon as alternatives of a pattern."""
    return lexicon.either(lexicon.words(group, name))
