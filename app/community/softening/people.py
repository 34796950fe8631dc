"""Names: her own, and those of the people she writes about."""

import re
from collections.abc import Iterator

from app.community.softening import lexicon
from app.community.softening.kinds import Detail, Kind
from app.community.softening.rules import (
    CAPITAL,
    MARK,
    PERSON,
    Reading,
    Softer,
    listed,
    opens,
    rule,
)
from app.core.languages import Sentence, phrases

FIRST = lexicon.words("names", "first") - lexicon.words("names", "words")
LARGE = lexicon.words("employers", "large")
NEVER = lexicon.words("never", "names") | lexicon.words("names", "relations")
_TITLES = phrases(
    {
        "dr": "a doctor",
        "doctor": "a doctor",
        "mr": "a man",
        "mrs": "a woman",
        "ms": "a woman",
        "miss": "a woman",
        "prof": "a professor",
        "professor": "a professor",
        "judge": "a judge",
        "rev": "a priest",
        "reverend": "a priest",
    }
)
SOMEONE = Sentence("someone")
_NEARER = f"(?:(?:{listed('names', 'nearer')}) ){{0,2}}"
_RELATION = f"(?P<relation>{listed('names', 'relations')})"
_FULL = f"{PERSON}(?: {PERSON}){{0,2}}"
_TITLE = f"(?P<title>{'|'.join(_TITLES).title()})\\.? "
# What goes on about "my name" instead of saying it
_ABOUT = (
    "on|in|not|never|at|the|an?|my|being|known|all|always|mud|there|still|written|called|what|so"
)


def is_name(words: str) -> bool:
    return words.split(maxsplit=1)[0].lower() not in NEVER


def _if_name(softer: str) -> Softer:
    def made(found: re.Match[str], _reading: Reading) -> str | None:
        return softer if is_name(found["name"]) else None

    return made


def _relation(found: re.Match[str], _reading: Reading) -> str | None:
    return found["relation"] if is_name(found["name"]) else None


def _speaker(found: re.Match[str], reading: Reading) -> str | None:
    """Whoever said something inside a sentence, where no capital is due."""
    is_firm = found["name"].lower() in LARGE or reading.opens(found.start())
    return SOMEONE if is_name(found["name"]) and not is_firm else None


def _titled(found: re.Match[str], _reading: Reading) -> str | None:
    return _TITLES[found["title"].lower()] if is_name(found["name"]) else None


def _known(found: re.Match[str], reading: Reading) -> str | None:
    """A common name; not of somebody who is spoken to, and not in full after "by", where whoever
    wrote a book stands."""
    if found["first"].lower() not in FIRST or _is_spoken_to(reading.text, *found.span("what")):
        return None
    is_author = " " in found["what"] and reading.text.endswith("by ", 0, found.start())
    return None if is_author else SOMEONE


def _is_spoken_to(text: str, start: int, end: int) -> bool:
    """Noor, you are right. Well done, Noor."""
    if text.startswith(",", end):
        return opens(text, start)
    return text.endswith(", ", 0, start) and text[end : end + 1] in {".", "!", "?", "", "\n"}


def _beside(found: re.Match[str], reading: Reading) -> str | None:
    """Priya, my sister: but "Lately, my sister" is how a sentence begins."""
    is_known = found["name"].split()[0].lower() in FIRST or not reading.opens(found.start())
    return SOMEONE if is_known and is_name(found["name"]) else None


RULES = (
    rule(
        Kind.NAME,
        "my",
        f"(?i:my name(?: is|{MARK}s) )(?P<what>(?P<name>{_FULL}|(?!(?:{_ABOUT})\\b)[a-z]{{3,}}))",
        _if_name(Sentence("not for here")),
    ),
    rule(
        Kind.NAME,
        "i i'm i’m im",
        f"(?i:i{MARK}?m|i am) (?P<what>(?P<name>{_FULL}))",
        _if_name(Sentence("a member")),
    ),
    rule(
        Kind.NAME,
        "call calls called",
        f"(?i:call(?:s|ed)? me )(?P<what>(?P<name>{_FULL}))",
        _if_name(Sentence("by my name")),
    ),
    rule(
        Kind.NAME,
        f"{' '.join(lexicon.words('names', 'somebody'))}",
        f"(?i:\\w+,?) (?P<what>(?:called|named) (?P<name>{_FULL}))",
        _if_name(Sentence("I know")),
    ),
    rule(
        Kind.NAME,
        "my our his her their the",
        f"(?i:my|our|his|her|their|the) {_NEARER}(?P<what>{_RELATION}(?:(?P<comma>, )| )"
        f"(?:{_TITLE})?(?P<name>{_FULL})(?(comma),?))",
        _relation,
    ),
    rule(
        Kind.NAME,
        CAPITAL,
        f"(?P<what>(?P<name>{_FULL}))(?:, | \\()(?:my|our|his|her) {_NEARER}{_RELATION}\\b",
        _beside,
    ),
    rule(Kind.NAME, " ".join(_TITLES), f"(?P<what>{_TITLE}(?P<name>{_FULL}))", _titled),
    rule(
        Kind.NAME,
        CAPITAL,
        f"(?P<what>(?P<name>{PERSON})) (?:{listed('names', 'says')})\\b",
        _speaker,
    ),
    rule(
        Kind.NAME,
        "told asked tell ask married dating texted messaged",
        f"(?:\\w+) (?P<what>(?P<name>{_FULL}))",
        _speaker,
    ),
    rule(Kind.NAME, CAPITAL, f"(?P<what>(?P<first>{PERSON})(?: {PERSON})?)", _known),
)

_CLOSING = re.compile(
    rf"(?:\b(?i:{listed('names', 'closings')})\b[,!. ]*\s+|\n\s*[–—-]+ ?)(?P<name>{_FULL})[\sx.]*\Z"
)
CLOSING_LENGTH = 80


def signed(reading: Reading) -> Iterator[Detail]:
    """The name under a letter."""
    at = max(0, len(reading.text) - CLOSING_LENGTH)
    found = _CLOSING.search(reading.text, at)
    if found and is_name(found["name"]):
        yield Detail(*found.span("name"), Kind.NAME, Sentence("me"))
