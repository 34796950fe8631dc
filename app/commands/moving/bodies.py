"""Words as they were written elsewhere, as Markdown that says the same here: in parts that fit."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from app.core import text

# The renderer finds addresses by itself, and takes them as they are.
SIGNS = re.compile(r"(https?://[^\s<>]+)|([\\`*_\[\]<>#~&])")
SPOKEN_TO = re.compile(r"(?<![\w@/.-])@(\w(?:[\w.-]{0,58}\w)?)")
SILENT = {"script", "style", "head", "title", "template", "svg"}
BLOCKS = {"p", "div", "section", "article", "table", "tr", "ul", "ol", "figure", "dl", "center"}
AROUND = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "strike": "~~"}
HEADS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def parts(body: str, most: int = text.BODY_LENGTH) -> list[str]:
    """The whole of it, in pieces that one post can hold, cut between paragraphs where it goes."""
    found = []
    rest = body
    while len(rest) > most:
        at = _cut(rest, most)
        found.append(rest[:at].strip())
        rest = rest[at:].strip()
    return [part for part in (*found, rest) if part]


def _cut(words: str, most: int) -> int:
    for between in ("\n\n", "\n", " "):
        at = words.rfind(between, most // 2, most)
        if at > 0:
            return at
    return most


def renamed(words: str, names: Mapping[str, str]) -> str:
    """Whoever is spoken to is called what she is called here. `names` are in small letters."""
    if not names or "@" not in words:
        return words
    return SPOKEN_TO.sub(lambda found: f"@{names.get(found[1].lower(), found[1])}", words)


def escaped(words: str) -> str:
    """So that the renderer shows the signs as they stand, and none of them does anything."""
    lines = _signs(words).split("\n")
    return "\n".join(re.sub(r"^(\s*)([-+=]|\d+(?=[.)]))", _guarded, line) for line in lines)


def _signs(words: str) -> str:
    return SIGNS.sub(lambda found: found[1] or f"\\{found[2]}", words)


def _guarded(found: re.Match[str]) -> str:
    space, sign = found[1], found[2]
    # A number becomes a list by the dot behind it.
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def from_text(words: str) -> str:
    return escaped(words)


def from_html(html: str) -> str:
    """The words of HTML with what the renderer knows of its marks. Pictures say what they show."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.words()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._said: list[str] = []
        self._silent = 0
        self._pre = self._code = False
        self._quotes: list[int] = []
        self._lists: list[int] = []
        self._links: list[str] = []

    def words(self) -> str:
        if self._code or self._pre:
            self._said.append("`" if self._code else "\n```")
        while self._quotes:
            self._end_quote()
        said = re.sub(r"[ \t]+\n", "\n", "".join(self._said))
        return re.sub(r"\n{3,}", "\n\n", said).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self._silent += 1
        elif tag in AROUND:
            self._said.append(AROUND[tag])
        elif tag == "a":
            self._links.append(given.get("href", ""))
            self._said.append("[")
        elif tag == "img":
            self._said.append(picture(given.get("alt", "")))
        elif tag == "br":
            self._said.append("\n")
        else:
            self._begin_block(tag)

    def _begin_block(self, tag: str) -> None:
        if tag == "li":
            number = self._lists[-1] if self._lists else 0
            if number:
                self._lists[-1] += 1
            self._said.append(f"\n{number}. " if number else "\n- ")
        elif tag == "blockquote":
            self._quotes.append(len(self._said))
        elif tag == "pre" and not self._pre:
            self._pre = True
            self._said.append("\n\n```\n")
        elif tag == "code" and not (self._pre or self._code):
            self._code = True
            self._said.append("`")
        elif tag in BLOCKS | HEADS | {"hr"}:
            self._begin_plain_block(tag)

    def _begin_plain_block(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self._lists.append(1 if tag == "ol" else 0)
        self._said.append({"hr": "\n\n---\n\n"}.get(tag, "\n\n"))
        if tag in HEADS:
            self._said.append("**")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in AROUND:
            self._said.append(AROUND[tag])
        elif tag == "a" and self._links:
            link = self._links.pop()
            follows = link.startswith(("http://", "https://", "mailto:"))
            self._said.append(f"]({link})" if follows and " " not in link else "]")
        else:
            self._end_block(tag)

    def _end_block(self, tag: str) -> None:
        if tag == "blockquote" and self._quotes:
            self._end_quote()
        elif tag == "pre" and self._pre:
            self._pre = False
            self._said.append("\n```\n\n")
        elif tag == "code" and self._code:
            self._code = False
            self._said.append("`")
        elif tag in HEADS:
            self._said.append("**\n\n")
        elif tag in BLOCKS:
            if tag in {"ul", "ol"} and self._lists:
                self._lists.pop()
            self._said.append("\n\n")

    def _end_quote(self) -> None:
        at = self._quotes.pop()
        inside = "".join(self._said[at:]).strip()
        del self._said[at:]
        self._said.append(f"\n\n{quoted(inside)}\n\n")

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        literal = self._pre or self._code
        self._said.append(data if literal else _signs(re.sub(r"\s+", " ", data)))


def quoted(words: str) -> str:
    """As somebody else's words."""
    lines = (f"> {line}".rstrip() for line in words.strip().split("\n"))
    return "\n".join(lines)


def picture(shows: str) -> str:
    """What stands where a picture stood."""
    shows = " ".join(shows.split())
    told = f"A picture was left out: {escaped(shows)}" if shows else "A picture was left out."
    return f"({told})"
