"""Reads HTML as it comes, in pieces of any size, and says of each letter what it is."""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

# What these say is read out or shown.
SPOKEN = frozenset(
    (
        *("alt", "aria-description", "aria-label", "placeholder", "title"),
        # For scripts that say them.
        *("data-announce", "data-failed", "data-known"),
    )
)
# After these it is in `content`.
DESCRIBING = ("description", "title")
# What stands in these is no text.
RAW = frozenset(("script", "style", "svg"))
_NEXT_IN_TAG = re.compile("[>\"']")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*$")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)|<!")


class Kind(Enum):
    """What a piece of HTML is: words, of a page or of a `SPOKEN` value; or the code around them,
    in which a tag begins and ends."""

    TEXT = auto()
    VALUE = auto()
    CODE = auto()
    TAG_BEGINS = auto()
    TAG_ENDS = auto()
    VALUE_ENDS = auto()


Piece = tuple[Kind, str]
_Rest = Generator[Piece, None, str]  # gives back what is still to be read


@dataclass
class Scanner:
    """Where in the HTML it is, and of which tag. `is_text` and `is_spoken` where words can stand;
    `name` and `closes` say which tag it is in, or was in last."""

    name: str = ""
    closes: bool = False
    _tag: str | None = None
    _attribute: str | None = None
    _quote: str = ""
    _before: str = ""
    _raw: str = ""

    @property
    def is_text(self) -> bool:
        return self._tag is None and not self._raw

    @property
    def is_spoken(self) -> bool:
        if self._attribute == "content":
            # Of what a page says of itself, most is for programs.
            return self._before.endswith(DESCRIBING)
        return self._attribute in SPOKEN

    def copy(self) -> "Scanner":
        return replace(self)

    def read(self, html: str) -> Iterator[Piece]:
        while html:
            if self._raw:
                html = yield from self._read_raw(html)
            elif self._tag is None:
                html = yield from self._read_text(html)
            elif self._attribute is None:
                html = yield from self._read_tag(html)
            else:
                html = yield from self._read_value(html)

    def _read_text(self, html: str) -> _Rest:
        tag = _TAG.search(html)
        text = html[: tag.start()] if tag else html
        if text:
            yield Kind.TEXT, text
        if tag is None:
            return ""
        self._tag, self.closes, self.name = tag[0], bool(tag[1]), (tag[2] or "!").lower()
        yield Kind.TAG_BEGINS, ""
        yield Kind.CODE, tag[0]
        return html[tag.end() :]

    def _read_tag(self, html: str) -> _Rest:
        found = _NEXT_IN_TAG.search(html)
        code = html[: found.end()] if found else html
        yield Kind.CODE, code
        if found is None:
            self._tag = (self._tag or "") + code
            return ""
        if found[0] == ">":
            self._raw = self.name if self.name in RAW and not self.closes else ""
            self._tag = None
            yield Kind.TAG_ENDS, ""
        else:
            named = _ATTRIBUTE.search((self._tag or "") + code[:-1])
            self._attribute, self._quote = (named[1].lower() if named else ""), found[0]
        return html[found.end() :]

    def _read_value(self, html: str) -> _Rest:
        value, quote, rest = html.partition(self._quote)
        if value:
            yield (Kind.VALUE if self.is_spoken else Kind.CODE), value
        if quote:
            if self.is_spoken:
                yield Kind.VALUE_ENDS, ""
            self._attribute, self._before = None, value
            self._tag = ""
            yield Kind.CODE, quote
        return rest

    def _read_raw(self, html: str) -> _Rest:
        end = html.find(f"</{self._raw}")
        if end < 0:
            yield Kind.CODE, html
            return ""
        self._raw = ""
        if end:
            yield Kind.CODE, html[:end]
        return html[end:]
