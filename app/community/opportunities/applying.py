"""How to apply: an address on the web, an e-mail address, or words."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from app.core import hosts, public_addresses

LONGEST = 500
_EMAIL = re.compile(r"[^\s@<>\"(),:;]+@[\w-]+(\.[\w-]+)+")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S*", re.IGNORECASE)
# What says by which way somebody came, and nothing of where she goes.
_TRACKS = re.compile(r"utm_.*|fbclid|gclid|mc_[ce]id|igshid|ref|source", re.IGNORECASE)
HTTPS = 443


@dataclass(frozen=True)
class Applying:
    """`href` leads there; '' where it is words."""

    words: str
    href: str = ""

    @property
    def is_link(self) -> bool:
        return self.href.startswith("https:")

    @property
    def host(self) -> str:
        """Where the link leads, to be read before it is followed."""
        return hosts.shown(urlsplit(self.href).hostname or "") if self.is_link else ""


def read(words: str) -> Applying:
    """What the words that were kept lead to."""
    if _ADDRESS.fullmatch(words):
        return Applying(words, words)
    if _EMAIL.fullmatch(words):
        return Applying(words, f"mailto:{words}")
    return Applying(words)


def checked(typed: str) -> str:
    """What she typed, if one can apply by it. Raises ValueError with what to say."""
    words = typed.strip()
    if words.lower().startswith("mailto:"):
        words = words[len("mailto:") :]
    if not _ADDRESS.match(words):
        return words
    if not _ADDRESS.fullmatch(words):
        raise ValueError("Please give the link alone, or say it in words without one.")
    parts = _split(words)
    if parts is None or parts.scheme.lower() != "https":
        raise ValueError("Please give a link that begins with https://.")
    if parts.username or parts.password:
        raise ValueError("Please give the link without a name or a password in it.")
    if not public_addresses.is_host_outside(parts.hostname or ""):
        raise ValueError("Nobody else can open this link: it leads into a network of one’s own.")
    return words


def same_as(words: str) -> str:
    """A link as two are compared: however it is spelled and by whichever way somebody came to it.
    '' for what is no link."""
    if not _ADDRESS.fullmatch(words) or (parts := _split(words)) is None:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in {None, HTTPS} else ""
    asked = [(k, v) for k, v in parse_qsl(parts.query) if not _TRACKS.fullmatch(k)]
    query = f"?{urlencode(sorted(asked))}" if asked else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"


def _split(words: str) -> SplitResult | None:
    """Nothing for what is no address of a host."""
    try:
        parts = urlsplit(words)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.hostname else None
