"""What a page says after a deed stands as a word in its address, where a link from anywhere could
put it: so the deed gives the browser a cookie that holds for this word at this address, and for two
minutes. It is blind, and tells neither."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from app.core import keys
from app.core.keys import Broken, Keyring

SECONDS = 120


def word_in(path: str) -> str:
    """The word that an address of ours holds."""
    return dict(parse_qsl(urlsplit(path).query)).get("said", "")


def with_word(path: str, word: str = "") -> str:
    """The address with this word in the place of any other; with none, as it was without."""
    parts = urlsplit(path)
    given = parse_qsl(parts.query, keep_blank_values=True)
    query = [(name, value) for name, value in given if name != "said"]
    query += [("said", word)] if word else []
    return urlunsplit(parts._replace(query=urlencode(query)))


def cookie(ring: Keyring, path: str) -> str:
    """For the browser that is sent to this address."""
    return ring.stamp("said/v1").press(_mark(ring, unquote(urlsplit(path).path), word_in(path)))


def said(ring: Keyring, path: str, asked: Mapping[str, str], given: str) -> str:
    """The word that a page says, if the cookie that was `given` holds for it; else none."""
    word = asked.get("said", "")
    if not (word and given):
        return ""
    try:
        mark, _ = ring.stamp("said/v1").read(given, seconds=SECONDS)
    except Broken:
        return ""
    return word if keys.same(mark, _mark(ring, path, word)) else ""


def _mark(ring: Keyring, path: str, word: str) -> str:
    return keys.blind(ring.derive("said/v1"), path.encode(), b"\0", word.encode()).hex()
