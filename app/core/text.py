"""Words: cleaned as they come in, rendered once when they are kept."""

import re
import unicodedata
from collections.abc import Collection
from typing import Annotated

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup
from pydantic import AfterValidator, BeforeValidator, StringConstraints

from app.core import languages
from app.core.linkable import Links

full_date = languages.full_date

BODY_LENGTH = (
    8000  # brackets cost quadratic time in CommonMark; this bounds a post to half a second
)
SHARE = "share"
MENTION = re.compile(r"(?<![\w@/.-])@([a-z][a-z0-9-]{2,29})(?![\w-])", re.IGNORECASE)
_MEMBER_LINK = re.compile(r"/m/[a-z][a-z0-9-]{2,29}")

# Bidirectional overrides and invisible characters make a text say what it does not say;
# private-use and surrogate code points say nothing that can be kept.
_UNSEEN = re.compile(
    "[\u00ad\u180e\u200b\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)


def cleaned(text: str) -> str:
    """The same words in NFC, with plain line ends and without characters that show nothing."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _UNSEEN.sub("", text)
    # Looked up once for each sign that it uses, and not for every letter.
    unfit = {c for c in set(text) if c not in "\n\t" and unicodedata.category(c) in _NOT}
    return "".join(c for c in text if c not in unfit) if unfit else text


_NOT = {"Cc", "Cs", "Co", "Cn"}


_EVENED = str.maketrans(
    {
        **dict.fromkeys("'‘‚‛′ʼ´", "’"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‒―", "–"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f", " "),
        "…": "...",
    }
)


def evened(text: str) -> str:
    """The same words with one kind of quotation mark, dash and space, none at the ends of lines:
    how somebody types is part of how she is recognised."""
    lines = (line.rstrip() for line in text.translate(_EVENED).split("\n"))
    return re.sub(r"(?<=\S)  +", " ", re.sub(r" -{1,2} ", " – ", "\n".join(lines)))


def one_line(text: str) -> str:
    return " ".join(cleaned(text).split())


def _cleaned(value: object) -> object:
    return cleaned(value).strip() if isinstance(value, str) else value


def _one_line(value: object) -> object:
    return one_line(value) if isinstance(value, str) else value


# Nothing to a reader: U+2800, and what Markdown makes of these marks alone, as an empty list.
_NO_WORDS = frozenset("\u2800*_#>+=~`-")


def _has_words(text: str) -> str:
    if text and not any(unicodedata.category(c)[0] in "LNSP" for c in set(text) - _NO_WORDS):
        raise ValueError("There are no words in this.")
    return text


Body = Annotated[
    str,
    BeforeValidator(_cleaned),
    StringConstraints(min_length=1, max_length=BODY_LENGTH),
    AfterValidator(_has_words),
]
Title = Annotated[
    str,
    BeforeValidator(_one_line),
    StringConstraints(min_length=3, max_length=150),
    AfterValidator(_has_words),
]
ShortLine = Annotated[str, BeforeValidator(_one_line), StringConstraints(max_length=150)]
Paragraphs = Annotated[str, BeforeValidator(_cleaned), StringConstraints(max_length=4000)]
Words = Annotated[Paragraphs, AfterValidator(_has_words)]


def slug(title: str) -> str:
    """A few words of a title for an address: small letters, digits and hyphens, 60 at most, and
    none that is a page of its own there."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return words if words and words != SHARE else "thread"


def mentioned(body: str) -> set[str]:
    """The handles that a text may be speaking to, in small letters."""
    return {handle.lower() for handle in MENTION.findall(body)}


def rendered(body: str, handles: Collection[str] = (), marked: Collection[str] = ()) -> str:
    """CommonMark as safe HTML. Mentions of these handles become links; passages are `marked`
    where they are not quoted."""
    return _CLEANER.clean(_MARKDOWN.render(body, {"handles": handles, "marked": marked})).strip()


def trusted(html: str) -> Markup:
    """What `rendered` made, as a template may print it."""
    return Markup(html)  # noqa: S704  # the one place where HTML from the database is believed


def plain(text: str) -> str:
    """The words alone, in small letters without accents, with a space between and none around."""
    bare = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", "".join(bare).casefold()).split())


def excerpt(body: str, length: int = 160) -> str:
    """The beginning of a text in one line, cut between words, without Markdown's marks."""
    # Of a quotation only where a line begins: elsewhere the sign says that one is more.
    return beginning(re.sub(r"(?m)[*_`#\[]+|^[ \t>]+|\]\([^)]*\)|\]+", " ", body), length)


def beginning(words: str, length: int = 160) -> str:
    """The same of words without any marks."""
    plain = " ".join(words.split())
    if len(plain) <= length:
        return plain
    return plain[:length].rsplit(" ", 1)[0].rstrip(",;:–—- ") + "…"


def _mention_rule(state: StateCore) -> None:
    handles = state.env.get("handles", ())
    if not handles:
        return
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = _with_mentions(block.children, handles)


def _with_mentions(tokens: list[Token], handles: Collection[str]) -> list[Token]:
    result: list[Token] = []
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not depth:
            result.extend(_split(token.content, handles))
        else:
            result.append(token)
    return result


def _split(text: str, handles: Collection[str]) -> list[Token]:
    parts: list[Token] = []
    at = 0
    for found in MENTION.finditer(text):
        if found[1].lower() in handles:
            parts += [_text(text[at : found.start()]), *_link(found[1])]
            at = found.end()
    return [*parts, _text(text[at:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _link(handle: str) -> list[Token]:
    opening = Token("link_open", "a", 1, attrs={"href": f"/m/{handle.lower()}"})
    return [opening, _text(f"@{handle}"), Token("link_close", "a", -1)]


def _mark_rule(state: StateCore) -> None:
    passages = sorted(state.env.get("marked", ()), key=len, reverse=True)
    if not passages:
        return
    either = re.compile(f"({'|'.join(map(re.escape, passages))})")
    quoted = 0
    for block in state.tokens:
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(block.type, 0)
        if block.type == "inline" and block.children and not quoted:
            block.children = [t for token in block.children for t in _with_marks(token, either)]


def _with_marks(token: Token, either: re.Pattern[str]) -> list[Token]:
    if token.type != "text":
        return [token]
    found: list[Token] = []
    for at, part in enumerate(either.split(token.content)):
        marks = [Token("mark_open", "mark", 1), _text(part), Token("mark_close", "mark", -1)]
        found += marks if at % 2 else [_text(part)]
    return found


# A heading inside a post would break into the outline of the page around it.
def _heading_open(*_: object) -> str:
    return "<p><strong>"


def _heading_close(*_: object) -> str:
    return "</strong></p>\n"


def _parser() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "linkify": True, "maxNesting": 20, "breaks": True}
    )
    parser.linkify = Links()
    parser.enable(["linkify", "strikethrough"])
    # Indented text is not code to those who write here, nor is a line of dashes a heading.
    parser.disable(["image", "html_inline", "html_block", "code", "lheading"])
    parser.core.ruler.push("mention", _mention_rule)
    parser.core.ruler.push("mark", _mark_rule)
    parser.add_render_rule("heading_open", _heading_open)
    parser.add_render_rule("heading_close", _heading_close)
    return parser


def _safe_attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "href" and not value.lower().startswith(("http://", "https://", "mailto:")):
        return value if _MEMBER_LINK.fullmatch(value) else None
    return value


_MARKDOWN = _parser()
_CLEANER = nh3.Cleaner(
    tags={
        *("p", "br", "em", "strong", "del", "s", "code", "pre", "blockquote"),
        *("ul", "ol", "li", "a", "hr", "mark"),
    },
    # "*" stands for what nh3 would let pass on every element: a tooltip, a language.
    attributes={"a": {"href"}, "ol": {"start"}, "*": set()},
    attribute_filter=_safe_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow ugc noopener noreferrer",
)
