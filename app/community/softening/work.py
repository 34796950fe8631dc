"""Employers, and posts that one person holds."""

import re

from app.community.softening import lexicon
from app.community.softening.kinds import Kind
from app.community.softening.people import FIRST
from app.community.softening.places import KNOWN
from app.community.softening.rules import (
    CAPITAL,
    PART,
    TITLED,
    UPPER,
    Reading,
    listed,
    rule,
)
from app.core.languages import Sentence, phrases

# The last word of a name, and what it is called instead
_ENDINGS = phrases(
    {
        "ltd": "a company",
        "limited": "a company",
        "inc": "a company",
        "llc": "a company",
        "llp": "a firm",
        "plc": "a large company",
        "gmbh": "a company",
        "ag": "a large company",
        "corp": "a large company",
        "corporation": "a large company",
        "holdings": "a company",
        "solicitors": "a law firm",
        "consulting": "a firm",
        "logistics": "a company",
        "airlines": "an airline",
        "airways": "an airline",
        "bank": "a bank",
        "university": "a university",
        "college": "a college",
        "institute": "an institute",
        "school": "a school",
        "academy": "a school",
        "nursery": "a nursery",
        "hospital": "a hospital",
        "infirmary": "a hospital",
        "clinic": "a clinic",
        "surgery": "a surgery",
        "hospice": "a hospice",
        "trust": "a trust",
        "council": "a council",
        "foundation": "a foundation",
        "museum": "a museum",
        "library": "a library",
        "church": "a church",
    }
)
_LARGE = lexicon.words("employers", "large")
_NEVER = lexicon.words("never", "employers")
_STREETS = lexicon.words("places", "streets")
_WORK = " ".join(lexicon.words("employers", "work"))
ABBREVIATION = 3
LARGE = Sentence("a large company")


def _called(name: str) -> str:
    """What to say instead of a firm's name: the kind of house that it is."""
    parts = [word.strip("'’") for word in name.lower().split()]
    for word in (parts[-1], parts[0]):
        if len(parts) > 1 and word in _ENDINGS:
            return _ENDINGS[word]
    return LARGE if parts[0] in _LARGE else Sentence("a company")


def _is_employer(name: str) -> bool:
    words = name.lower().split()
    if words[0] in _NEVER or name.lower() in KNOWN or words[-1] in _STREETS:
        return False
    if len(words) > 1 or words[0] in _LARGE:
        return True
    return words[0] not in FIRST and not (name.isupper() and len(name) <= ABBREVIATION)


def _employer(found: re.Match[str], _reading: Reading) -> str | None:
    return _called(found["what"]) if _is_employer(found["what"]) else None


def _long_or_large(found: re.Match[str], reading: Reading) -> str | None:
    """What she left could be a person: one word alone must be well known."""
    is_firm = " " in found["what"] or found["what"].lower() in _LARGE
    return _employer(found, reading) if is_firm else None


def _if_large(found: re.Match[str], _reading: Reading) -> str | None:
    return LARGE if found["what"].lower() in _LARGE else None


def _house(found: re.Match[str], _reading: Reading) -> str:
    return _called(found["what"])


_HOUSE = f"(?=[{UPPER}]|plc)(?i:{lexicon.either(_ENDINGS)})"
_COMMON = (
    "At|In|For|From|The|Our|My|When|And|But|If|As|With|Every|Since|A|An|Primary|High|Sunday|Old|"
    "Secondary|Medical|Business|Law|Local|City|Public|National|Private|Boarding|Grammar|Middle"
)
_EMPLOYERS = (
    rule(Kind.EMPLOYER, "at", rf"(?:at|At) (?:the )?(?P<what>{TITLED})", _employer),
    rule(
        Kind.EMPLOYER,
        _WORK,
        rf"(?i:\w+)(?: [a-z]+){{0,3}}? (?:for|with|from|by|of) (?:the )?(?P<what>{TITLED})",
        _employer,
    ),
    rule(
        Kind.EMPLOYER,
        _WORK,
        r"(?i:\w+)(?: [a-z]+){0,3}? (?:at|for) (?P<what>[a-z][a-z’'-]+)\b",
        _if_large,
    ),
    rule(Kind.EMPLOYER, "joined joining", rf"(?i:\w+) (?:the )?(?P<what>{TITLED})", _employer),
    rule(
        Kind.EMPLOYER, "left leaving quit", rf"(?i:\w+) (?:the )?(?P<what>{TITLED})", _long_or_large
    ),
    rule(
        Kind.EMPLOYER,
        CAPITAL,
        rf"(?P<what>{PART}) (?:{listed('employers', 'does')})\b",
        _if_large,
    ),
    rule(
        Kind.EMPLOYER,
        CAPITAL,
        rf"(?!(?:{_COMMON})\b)(?P<what>{PART}(?:(?:['’]? | & | and ){PART}){{0,4}}? {_HOUSE})\b",
        _house,
    ),
    rule(
        Kind.EMPLOYER,
        CAPITAL,
        rf"(?P<what>(?:{_HOUSE}) of (?:the )?{PART}(?: {PART})?)",
        _house,
    ),
)

SENIOR = Sentence("a senior manager")
_OF = (
    rf"(?P<first>{PART})(?:(?: | & | and ){PART}){{0,3}}"
    rf"|(?P<half>(?:{listed('roles', 'halves')}) [a-z]+|[a-z]{{3,}})"
)
_FIRST_OF_ROLE = "deputy assistant vice associate managing executive acting interim"
_OFFICES = r"chief (?:[a-z]+ ){1,2}officer|managing director|executive director|vice[- ]president"


def _head(found: re.Match[str], _reading: Reading) -> str | None:
    of = (found["first"] or found["half"]).lower()
    return None if of.split()[0] in lexicon.words("roles", "never") else SENIOR


_ROLES = (
    rule(
        Kind.ROLE,
        f"{_FIRST_OF_ROLE} {' '.join(lexicon.words('roles', 'heads'))}",
        rf"(?i:(?P<what>(?:(?:{_FIRST_OF_ROLE.replace(' ', '|')})[ -])?"
        rf"(?:{listed('roles', 'heads')}) of (?:the )?(?-i:{_OF})))\b",
        _head,
    ),
    rule(
        Kind.ROLE,
        "chief managing executive vice vice-president",
        rf"(?i:(?P<what>{_OFFICES}))\b",
        SENIOR,
    ),
    rule(
        Kind.ROLE,
        "i i'm i’m im am as was became become",
        r"(?i:(?:i['’]?m|i am|i was|i became|am|as|was|became|become)(?: now| also| still)? "
        rf"(?P<what>(?:the |an? )?(?:{listed('roles', 'alone')})))\b",
        SENIOR,
    ),
)
RULES = (*_EMPLOYERS, *_ROLES)
