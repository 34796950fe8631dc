"""What a text speaks of, by the phrases beside this file. Pure, and in time that grows with the
text's length alone."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import re2

HERE = Path(__file__).parent
PATTERN_BYTES = 1 << 26
# What a phrase writes as "...": up to four words of the same sentence.
BETWEEN = r"(?:\w+ ){0,4}?"
_NOT_MEANT = "not-meant"
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_STOP = re.compile(r"[.!?;:…()]+|\n\s*\n")
_PAUSE = re.compile(r"[,–—]+")
_OTHER = re.compile(r"[^\w.,]+")


class Topic(StrEnum):
    """Each has its file of phrases here."""

    SUICIDE = "suicide"
    SELF_HARM = "self-harm"
    VIOLENCE_AT_HOME = "violence-at-home"
    ABUSE = "abuse"


def speaks_of_harm(*texts: str) -> bool:
    """Whether any of these speaks of one of the topics. What it quotes is somebody else's."""
    return any(topics(text) for text in texts)


def topics(text: str) -> frozenset[Topic]:
    """Those that the text speaks of."""
    said = _phrases(_NOT_MEANT).sub("~", _words(text))
    return frozenset(topic for topic in Topic if _phrases(topic).search(said))


def load() -> None:
    """Read all phrases now, not with the first draft. Raises re2.error for one that is none."""
    for name in (*Topic, _NOT_MEANT):
        _phrases(name)


def _words(text: str) -> str:
    """In small letters and without apostrophes, one space between words; a stop stands alone."""
    said = _APOSTROPHE.sub("", _QUOTED.sub("", text).lower())
    said = _PAUSE.sub(" , ", _STOP.sub(" . ", said))
    return _OTHER.sub(" ", said)


@cache
def _phrases(name: str) -> Any:
    """All phrases of a file as one expression, with the words that stand for each other."""
    told = tomllib.loads((HERE / f"{name}.toml").read_text())
    every = "|".join(_spelled_out(phrase) for phrases in told.values() for phrase in phrases)
    options = re2.Options()
    options.max_mem = PATTERN_BYTES
    return re2.compile(rf"\b(?:{every})\b", options)


def _spelled_out(phrase: str) -> str:
    phrase = re.sub(r"{([a-z]\w*)}", lambda found: f"(?:{_synonyms()[found[1]]})", phrase)
    return phrase.replace("... ", BETWEEN).replace("(", "(?:").replace("(?:?:", "(?:")


@cache
def _synonyms() -> dict[str, str]:
    told = tomllib.loads((HERE / "words.toml").read_text())
    return {name: words.replace("\n", "") for name, words in told.items()}
