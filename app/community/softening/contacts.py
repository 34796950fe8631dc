"""Ways to somebody: addresses, numbers, handles, links."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from app.community.softening import lexicon
from app.community.softening.kinds import Detail, Kind
from app.community.softening.rules import Reading, rule
from app.core.languages import Sentence

DIGITS_LEAST, DIGITS_MOST = 9, 15

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
_SPOKEN = re.compile(
    r"(?i)\b[\w-]{1,40}(?: (?:dot|underscore) [\w-]{1,40}){0,3} ?[(\[]?\bat\b[)\]]? ?"
    r"[\w-]{2,40}(?: ?[(\[]?\bdot\b[)\]]? ?[a-z]{2,12}){1,3}\b"
)
_HANDLE = re.compile(r"(?<![\w@/.-])@[^\W\d_][\w.-]{1,28}\w")
_PHONE = re.compile(r"(?<![\w.,+-])(?:\+\d|\(\d{2,5}\)|\d)[\d ()./-]{6,20}\d(?![\w-])")
_LINK = re.compile(r"(?:[Hh]ttps?://|[Ww]ww\.)[^\s<>\"“”]{3,400}")
# A site without "https": the dot, the end of its name, a path; what stands before is looked at then
_BARE = re.compile(r"\.[A-Za-z]{2,12}/[^\s<>\"“”]{1,300}")
_HOST = re.compile(r"(?<![\w@./-])[\w-]{1,60}(?:\.[\w-]{1,60}){0,3}$")
HOST_LENGTH = 130
EMAIL = Sentence("an email address")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]{1,200})\]\([^()\s]{1,400}\)")
_PROFILES = tuple(sorted(lexicon.words("contacts", "profiles")))
_HELP = tuple(lexicon.words("contacts", "help"))
_TAGS = tuple(sorted(lexicon.words("contacts", "tags")))


def addresses(reading: Reading) -> Iterator[Detail]:
    text = reading.text
    if "@" in text:
        for found in _EMAIL.finditer(text):
            yield Detail(*found.span(), Kind.EMAIL, EMAIL)
        for found in _HANDLE.finditer(text):
            yield Detail(*found.span(), Kind.HANDLE, Sentence("someone"))
    if " dot " in text:
        for found in _SPOKEN.finditer(text):
            yield Detail(*found.span(), Kind.EMAIL, EMAIL)


def phones(reading: Reading) -> Iterator[Detail]:
    for found in _PHONE.finditer(reading.text):
        digits = re.sub(r"[^\d+]", "", found[0])
        if DIGITS_LEAST <= len(digits) <= DIGITS_MOST and not digits.startswith(_HELP):
            yield Detail(*found.span(), Kind.PHONE, Sentence("a telephone number"))


def links(reading: Reading) -> Iterator[Detail]:
    """Links as such, and those that Markdown hides behind words: there the words stay."""
    text = reading.text
    hidden = list(_MARKDOWN_LINK.finditer(text)) if "](" in text else []
    for found in hidden:
        address = found[0][len(found[1]) + 3 : -1]
        kind, softer = _judged(address)
        yield Detail(*found.span(), kind, f"[{found[1]}]({softer})" if "/" in softer else found[1])
    for start, end in (*(found.span() for found in _LINK.finditer(text)), *_bare(text)):
        if not any(one.start() <= start < one.end() for one in hidden):
            address = text[start:end].rstrip(".,;:!?)]’'*_")
            yield Detail(start, start + len(address), *_judged(address))


def _bare(text: str) -> Iterator[tuple[int, int]]:
    for found in _BARE.finditer(text):
        host = _HOST.search(text, max(0, found.start() - HOST_LENGTH), found.start())
        if host and not host[0].lower().startswith("www."):
            yield host.start(), found.end()


def _judged(address: str) -> tuple[Kind, str]:
    """What kind of link it is, and what to write instead: the link itself without its tags, or
    what it is."""
    plain = re.sub(r"(?i)^(?:https?://)?(?:(?:www|m|mobile|[a-z]{2})\.)?", "", address).lower()
    if plain.startswith(_PROFILES):
        return Kind.PAGE, Sentence("a page of somebody’s")
    return Kind.LINK, _untagged(address) or Sentence("a page that I found")


def _untagged(address: str) -> str:
    """The address without what says who shared it; nothing when there is no such thing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    fields = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in fields if not f"{name}=".startswith(_TAGS)]
    if len(kept) == len(fields):
        return ""
    return urlunsplit(parts._replace(query=urlencode(kept)))


# What stands behind the name of an app and looks like nothing but a handle
RULES = (
    rule(
        Kind.HANDLE,
        " ".join(lexicon.words("contacts", "apps")),
        r"(?i)\w+(?: (?:handle|name|is|as|at|under)){0,2}:? ?"
        r"(?P<what>(?=\w*(?:[\d_]|\.\w))[a-z][\w.]{2,28}\w)",
        Sentence("under another name"),
    ),
)
