"""Muted phrases: found as whole words, whatever the letters' case and accents."""

import re
from collections.abc import Collection
from html import unescape

from app.core import text

_TAG = re.compile(r"<[^>]*>")


def looked_for(phrases: Collection[str]) -> tuple[str, ...]:
    """The phrases as they stand in what `spoken` makes."""
    plain = (text.plain(phrase) for phrase in phrases)
    return tuple(f" {words} " for words in plain if words)


def spoken(words: str) -> str:
    """A text as phrases are looked for in it."""
    return f" {text.plain(words)} "


def spoken_html(html: str) -> str:
    """The same for what has been rendered."""
    return spoken(unescape(_TAG.sub(" ", html)))
