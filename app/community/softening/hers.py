"""What is hers: words of her profile, and runs of words that she has posted under her name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.community.softening import lexicon
from app.community.softening.kinds import Detail, Kind
from app.community.softening.rules import Reading, Word, opens, words_of
from app.core.languages import Sentence

RUN = 8
LONGEST = 4
SHORTEST = 3
START = 2
LOCAL_PART = 4
SOMEONE, UNDER = Sentence("someone"), Sentence("under another name")
_MAIL = lexicon.words("contacts", "mail")
_SOUTH = tuple(lexicon.words("south", "zones"))
_NAME_WORDS = lexicon.words("names", "words")
_LETTERS = re.compile(r"[^\W_]+")
_APART = {n: " " for n in range(128) if not chr(n).isalnum()}


@dataclass(frozen=True)
class Hers:
    """Her profile, and what she has posted under her name; known in her own request alone."""

    name: str = ""
    handle: str = ""
    email: str = ""
    bio: str = ""
    time_zone: str = ""
    said: Sequence[str] = field(default=(), repr=False)

    @property
    def is_south(self) -> bool:
        return self.time_zone.startswith(_SOUTH)


@dataclass(frozen=True)
class _Sign:
    """Letters to look for. `capital`: only where they are written with one, inside a sentence."""

    softer: str
    capital: bool


def profile(reading: Reading, hers: Hers) -> Iterator[Detail]:
    """Where the draft has a word of her profile, however it is spaced and punctuated."""
    signs = _signs(hers)
    starts = {sign[:START] for sign in signs}
    for at, word in enumerate(reading.words):
        if word.low[:START] in starts or not word.low[:START].isalnum():
            yield from _longest(reading, reading.words[at : at + LONGEST], signs)


def _longest(reading: Reading, words: list[Word], signs: dict[str, _Sign]) -> Iterator[Detail]:
    text, start = reading.text, words[0].start
    for length in range(len(words), 0, -1):
        sign = signs.get("".join(_plain(word.low) for word in words[:length]))
        if sign is None:
            continue
        is_name = text[start].isupper() and (length > 1 or not opens(text, start))
        if is_name or not sign.capital:
            yield Detail(start, words[length - 1].end, Kind.HERS, sign.softer)
            return


def _signs(hers: Hers) -> dict[str, _Sign]:
    local, _, domain = hers.email.lower().partition("@")
    firm = domain.split(".")[0]
    signs = {
        **_capitals(hers.bio),
        **{
            _plain(part): _Sign(Sentence("somewhere"), capital=True)
            for part in hers.time_zone.split("/")[1:]
        },
        **{
            part: _Sign(SOMEONE, capital=True)
            for part in re.findall(r"[^\W\d_]+", local)
            if len(part) >= LOCAL_PART
        },
        _plain(local): _Sign(UNDER, capital=not re.search(r"[\d_.]", local)),
        _plain(firm): _Sign(Sentence("a company"), capital=True),
        **{_plain(p): _Sign(SOMEONE, _is_word(p)) for p in (hers.name, *hers.name.split())},
        _plain(hers.handle): _Sign(UNDER, _is_word(hers.handle)),
    }
    if firm in _MAIL:
        signs.pop(_plain(firm), None)
    return {letters: sign for letters, sign in signs.items() if len(letters) >= SHORTEST}


def _plain(words: str) -> str:
    return words.lower() if words.isalnum() else "".join(_LETTERS.findall(words.lower()))


def _is_word(name: str) -> bool:
    """Whether the name is an everyday word as well, such as Grace or Will."""
    return name.lower() in _NAME_WORDS


def _capitals(bio: str) -> dict[str, _Sign]:
    """The words in it that have a capital though no sentence begins, and their runs."""
    found: dict[str, _Sign] = {}
    run: list[str] = []
    last = 0
    for word in words_of(bio):
        is_name = (
            bio[word.start].isupper() and not opens(bio, word.start) and word.end - word.start > 1
        )
        run = [*run, word.low] if is_name and bio[last : word.start] == " " else [word.low]
        if is_name:
            found[_plain(word.low)] = found[_plain(" ".join(run))] = _Sign(
                Sentence("something"), capital=True
            )
        else:
            run = []
        last = word.end
    return found


def repeated(reading: Reading, said: Sequence[str]) -> Iterator[Detail]:
    """Runs of eight words that stand in what she has said, too; overlapping ones as one."""
    words = _plain_words(reading.text)
    runs: dict[str, list[int]] = {}
    for at, run in enumerate(_runs(words, RUN)):
        runs.setdefault(run, []).append(at)
    common = _common(runs, words, said) if runs else set()
    starts = sorted(at for run in common for at in runs[run])
    spans = [found.span() for found in _LETTERS.finditer(reading.text)] if starts else []
    while starts:
        first = last = starts.pop(0)
        while starts and starts[0] <= last + RUN:
            last = starts.pop(0)
        yield Detail(spans[first][0], spans[last + RUN - 1][1], Kind.SAID, None)


def _common(runs: dict[str, list[int]], words: list[str], said: Sequence[str]) -> set[str]:
    # Each run of eight holds one of these fours: what has none need not be looked at closely.
    fours = _runs(words, RUN // 2)[:: RUN // 2]
    common: set[str] = set()
    for text in said:
        its = _plain_words(text)
        plain = " ".join(its)
        if any(four in plain for four in fours):
            common |= runs.keys() & set(_runs(its, RUN))
    return common


def _plain_words(text: str) -> list[str]:
    """What `_LETTERS` finds, in small letters; eight times as fast where a text is plain."""
    for sign in "’“”–…":
        text = text.replace(sign, " ")
    if text.isascii():
        return text.translate(_APART).lower().split()
    return [word.lower() for word in _LETTERS.findall(text)]


def _runs(words: list[str], length: int) -> list[str]:
    return [" ".join(words[at : at + length]) for at in range(len(words) - length + 1)]
