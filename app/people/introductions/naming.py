"""Whether words that one of two is to read give away who the other one is, or how to reach her."""

import re
from enum import Enum

from app.core import text
from app.people.members.models import Member

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_DIGITS = re.compile(r"\+?\d(?:[\s()./-]*\d){6,}")
# Shorter parts of a name stand in too many other words.
_LEAST = 3


class Tells(Enum):
    """What was found. Her handle as one writes it is hers for certain; a name may be another word,
    and a number any number."""

    HANDLE = "handle"
    NAME = "name"
    CONTACT = "contact"


def look(words: str, about: Member) -> Tells | None:
    """What of `about` stands in what the other one is to read."""
    if about.handle in text.mentioned(words) or f"/m/{about.handle}" in words.lower():
        return Tells.HANDLE
    plain = f" {text.plain(words)} "
    if any(_stands(part, plain) for part in _parts(about)):
        return Tells.NAME
    if any(found.search(words) for found in (_EMAIL, _LINK, _DIGITS)):
        return Tells.CONTACT
    return None


def _parts(about: Member) -> set[str]:
    """Her handle, her name, and each part of it that is long enough."""
    name = text.plain(about.name)
    parts = {part for part in name.split() if len(part) >= _LEAST}
    return {one for one in {text.plain(about.handle), name, *parts} if one}


def _stands(part: str, plain: str) -> bool:
    """As a word by itself; where words have no spaces between them, anywhere."""
    return (f" {part} " in plain) if part.isascii() else (part in plain)
