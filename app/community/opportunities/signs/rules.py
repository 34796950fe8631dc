"""What in the words of an offer is a sign that it is none, by the lists beside this file. Pure, and
in time that grows with the text's length alone."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import re2

from app.core.languages import Sentence, phrases

HERE = Path(__file__).parent
PATTERN_BYTES = 1 << 25
BETWEEN = r"(?:\w+ ){0,4}?"
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_STOP = re.compile(r"[.!?;:…()]+|\n\s*\n")
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_PAUSE = re.compile(r"[,–—]+")
_OTHER = re.compile(r"[^\w.,]+")
_HOST = re.compile(
    r"(?<![\w@./=-])(?:https?://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE
)


class Sign(StrEnum):
    ASKS_MONEY = "asks-money"
    CHAT_APP = "chat-app"
    EASY_MONEY = "easy-money"
    SHORT_LINK = "short-link"

    @property
    def why(self) -> Sentence:
        """What to say of it to moderators."""
        return _WHY[self]


_WHY = phrases(
    {
        Sign.ASKS_MONEY: "It asks for money before anything begins.",
        Sign.CHAT_APP: "It wants to be written to in a chat app.",
        Sign.EASY_MONEY: "It needs no experience and promises much.",
        Sign.SHORT_LINK: "It has a link that hides where it leads.",
    }
)


def found(*texts: str) -> tuple[Sign, ...]:
    """The signs that any of these has, in the order of the list."""
    said = " . ".join(_words(text) for text in texts)
    hosts = {host.lower() for text in texts for host in _HOST.findall(text)}
    there = {
        Sign.ASKS_MONEY: bool(_phrases(Sign.ASKS_MONEY, "phrases").search(said)),
        Sign.CHAT_APP: bool(_phrases(Sign.CHAT_APP, "phrases").search(said)),
        Sign.EASY_MONEY: all(
            _phrases(Sign.EASY_MONEY, part).search(said) for part in ("with", "and")
        ),
        Sign.SHORT_LINK: not hosts.isdisjoint(_lists()[Sign.SHORT_LINK]["hosts"]),
    }
    return tuple(sign for sign in Sign if there[sign])


def _words(text: str) -> str:
    """In small letters and without apostrophes, one space between words; a stop stands alone."""
    said = _COMMA.sub("", _APOSTROPHE.sub("", text.lower()))
    said = _PAUSE.sub(" , ", _STOP.sub(" . ", said))
    return _OTHER.sub(" ", said)


@cache
def _phrases(sign: Sign, part: str) -> Any:
    """All phrases of a list as one expression."""
    every = "|".join(map(_spelled_out, _lists()[sign][part]))
    options = re2.Options()
    options.max_mem = PATTERN_BYTES
    return re2.compile(rf"\b(?:{every})\b", options)


def _spelled_out(phrase: str) -> str:
    words = _lists()["words"]
    phrase = re.sub(r"{([a-z]+)}", lambda named: f"(?:{words[named[1]]})", phrase)
    return phrase.replace("... ", f" {BETWEEN}").replace("(", "(?:").replace("(?:?:", "(?:")


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((HERE / "signs.toml").read_text())
