"""Places: towns, countries from which few come, streets, postcodes."""

import re
from collections.abc import Iterator

from app.community.softening import lexicon
from app.community.softening.kinds import Detail, Kind
from app.community.softening.people import FIRST
from app.community.softening.rules import (
    CAPITAL,
    COUNT,
    PART,
    Reading,
    Word,
    listed,
    rule,
)
from app.core.languages import Sentence

STATES = lexicon.phrases("places", "states")
COUNTRIES = lexicon.phrases("places", "countries")
_WORDS = lexicon.words("places", "words")
CITIES = lexicon.phrases("places", "cities") | _WORDS
KNOWN = CITIES | STATES | COUNTRIES
_NEVER = lexicon.words("never", "places") | lexicon.words("never", "names")
_SUFFIXES = tuple(lexicon.words("places", "suffixes"))
_FIRST_WORDS = {phrase.split()[0] for phrase in KNOWN}
_PREPOSITIONS = "in near from to around outside of"
_TOWN = rf"(?P<what>{PART}(?: (?:upon |on )?{PART}){{0,2}})"
_STREET = rf"(?:{listed('places', 'streets')})"
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
LONGEST = 3


def _town(found: re.Match[str], _reading: Reading) -> str | None:
    """What stands where a place must stand, unless it is known to be something else."""
    name = found["what"].lower()
    if name.split()[0] in _NEVER or name in FIRST:
        return None
    return _called(name)


def _called(name: str) -> str:
    if name in COUNTRIES or name in STATES:
        return Sentence("another country" if name in COUNTRIES else "another state")
    return Sentence("a city" if name in CITIES else "a town")


def _by_ending(found: re.Match[str], reading: Reading) -> str | None:
    return _town(found, reading) if found["what"].lower().endswith(_SUFFIXES) else None


def _small(found: re.Match[str], _reading: Reading) -> str | None:
    """A big town in small letters."""
    name = found["what"]
    return Sentence("a city") if name in CITIES and name not in _WORDS else None


def _street(found: re.Match[str], _reading: Reading) -> str | None:
    name = found["name"].lower()
    if name in lexicon.words("places", "never_streets") | _NEVER:
        return None
    return Sentence("an address" if found["what"][0].isdigit() else "a street")


RULES = (
    rule(
        Kind.PLACE,
        " ".join(lexicon.words("places", "living")),
        rf"(?i:\w+)(?: [a-z]+){{0,4}}? (?:in|near|from|to|outside|of|called) {_TOWN}",
        _town,
    ),
    rule(
        Kind.PLACE,
        CAPITAL,
        rf"(?P<what>{PART}(?: {PART}){{0,2}}, (?:{listed('places', 'abbreviations').upper()}))\b",
        _town,
    ),
    rule(Kind.PLACE, "near outside", rf"(?:near|outside) {_TOWN}", _town),
    rule(Kind.PLACE, "i'm i’m im am", rf"(?i:i['’]?m|am) from {_TOWN}", _town),
    rule(Kind.PLACE, _PREPOSITIONS, rf"(?i:\w+) {_TOWN}", _by_ending),
    rule(Kind.PLACE, _PREPOSITIONS, r"(?i:\w+) (?P<what>[a-z]{4,})\b", _small),
    rule(
        Kind.PLACE,
        f"{CAPITAL} {COUNT}",
        rf"(?P<what>(?:\d{{1,4}}[a-z]? )?(?P<name>{PART}(?: {PART}){{0,2}}?) "
        rf"(?=[A-Z])(?i:{_STREET}))\b",
        _street,
    ),
)


def known(reading: Reading) -> Iterator[Detail]:
    """Towns, states and countries wherever they stand with a capital, and postcodes."""
    words = reading.words
    for at in reading.capitals:
        if words[at].low in _FIRST_WORDS:
            yield from _known(reading, words[at : at + LONGEST], at)
    for found in _POSTCODE.finditer(reading.text):
        yield Detail(*found.span(), Kind.PLACE, Sentence("my area"))


def _known(reading: Reading, words: list[Word], at: int) -> Iterator[Detail]:
    for length in range(len(words), 0, -1):
        name = " ".join(word.low for word in words[:length])
        if name in _WORDS and not _is_led(reading, at):
            return
        if name in KNOWN:
            end = words[length - 1].end
            yield Detail(words[0].start, end, Kind.PLACE, _softer(reading, name, end))
            return


def _is_led(reading: Reading, at: int) -> bool:
    return at > 0 and reading.words[at - 1].low in _PREPOSITIONS.split()


def _softer(reading: Reading, name: str, end: int) -> str:
    """The local office where the town says which one."""
    if name not in CITIES:
        return _called(name)
    before = reading.text[: reading.text.rfind(" ", 0, end - len(name))].rsplit(" ", 1)[-1]
    is_led = before.lower() in {"the", "our", "my", "their", "his"}
    return Sentence("local" if is_led else "a city")
