"""What of a page nobody has said in another language: a language in which each letter of ours is
another one, and what a page then says in the old ones."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

OTHER = "ø"
# What these say is read out or shown.
SAID = ("alt", "aria-description", "aria-label", "data-announce", "placeholder", "title")
# Code, and days, which are said by the library of languages.
MUTE = {"script", "style", "svg", "code", "kbd", "pre", "time"}
_KEPT = re.compile(r"(\{\w+\}|</?\w+>|&\w+;)")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[a-zA-Z]{2}")
# Addresses, paths, names of zones, handles, numbers of ours, words of capitals alone, and days as
# Spanish says them.
_CODE = re.compile(
    r"\S+://\S+|\S+@\S+|(?<!\w)@[a-z0-9-]+|(?<!\S)/\S+"
    r"|\b[A-Z]\w+(?:/[A-Z][\w-]*(?: [A-Z]?\w+)*)+"
    r"|\b(?=[a-z]*\d)[0-9a-z]{10,}\b|\b[A-Z]{3,5}\b|\b\w+(?:\.\w+)*\.(?:org|com|css|example)\b"
    r"|(?:\b(?:lun|mar|mié|jue|vie|sáb|dom)[a-z]*, )?"
    r"(?:\b\d+ de [a-z]+(?: de \d{4})?\b|\b[a-z]+ de \d{4}\b)"
)


def other(message: str) -> str:
    """A message in that language: what stands in braces and its tags as they are."""
    parts = _KEPT.split(message)
    return "".join(p if n % 2 else _LETTER.sub(OTHER, p) for n, p in enumerate(parts))


class _Said(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._mute: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [given[name] for name in SAID if name in given]
        if given.get("name") == "description":
            self.found.append(given["content"])
        # What says itself that it stands in English is read out so.
        if tag in MUTE or given.get("lang") == "en":
            self._mute.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._mute and self._mute[-1] == tag:
            self._mute.pop()

    def handle_data(self, data: str) -> None:
        if not self._mute:
            self.found.append(data)


def texts(html: str) -> list[str]:
    """Each text of a page, and value that is read out."""
    page = _Said()
    page.feed(html)
    page.close()
    return [" ".join(text.split()) for text in page.found]


def unsaid(text: str, data: re.Pattern[str]) -> str:
    """What is left of it without what is `data`, where that holds words that are not in that
    language; else ''."""
    rest = data.sub("–", _CODE.sub("–", text)) if _WORD.search(text) else ""
    return rest if _WORD.search(rest) else ""


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Each of these, as whole words; the longest first."""
    known = sorted({" ".join(one.split()) for one in words}, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in known if one))
