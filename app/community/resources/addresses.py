"""Links as they are kept: one spelling for one place, and nothing in it that follows people."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from app.core import hosts, keys
from app.core.errors import Invalid
from app.core.languages import Sentence

LONGEST = 2000
# What shops and networks add to a link to know from whom it came.
_FOLLOWING = re.compile(
    r"utm_.*|_hs.*|fbclid|gclid|igshid|igsh|mc_[ce]id|msclkid|ref_src|share_id|si|trk|yclid", re.I
)
_HOST = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
_NAMES_NOBODY_HAS = (".local", ".localhost", ".internal", ".onion", ".home.arpa")
NO_LINK = Sentence("This doesn’t read as an address of a page. It begins with https://.")
NOT_SAFE = Sentence(
    "Please give an address that begins with https://, so that nobody listens on the way."
)
NOT_PUBLIC = Sentence("This address is not open to everybody. Please give one that is.")


def normalised(typed: str) -> str:
    """The link as it is kept: https, a name of a public host, nothing that follows people, no place
    within the page. Raises Invalid on the field `link`."""
    parts = _split(typed.strip())
    host = _host(parts)
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _FOLLOWING.fullmatch(name)
    ]
    path = re.sub(r"[^!-~]", "", parts.path) or "/"
    link = urlunsplit(("https", host, path, urlencode(query), ""))
    if len(link) > LONGEST:
        raise Invalid("link", "This link is very long. Is there a shorter one to the same page?")
    return link


def key(circle_id: int | None, link: str) -> bytes:
    """The same for one link in one circle, however it ends; another in every other circle."""
    parts = urlsplit(link)
    host = parts.netloc.removeprefix("www.")
    path = parts.path.rstrip("/")
    return keys.digest(f"{circle_id or 0}\n{host}{path}?{parts.query}")


def host(link: str) -> str:
    """Where it leads, as a page says it."""
    return hosts.shown(urlsplit(link).netloc.removeprefix("www."))


def _split(typed: str) -> SplitResult:
    if "://" not in typed and re.match(r"[\w-]+(\.[\w-]+)+(/|$)", typed):
        typed = f"https://{typed}"
    try:
        parts = urlsplit(typed)
        named = bool(parts.hostname) and parts.port in {None, 443}
    except ValueError:
        raise Invalid("link", NO_LINK) from None
    if parts.scheme == "http":
        raise Invalid("link", NOT_SAFE)
    if parts.scheme != "https" or not named or re.search(r"\s", typed):
        raise Invalid("link", NO_LINK)
    return parts


def _host(parts: SplitResult) -> str:
    """In the letters that machines use. Whoever is named before it is nobody's business."""
    if parts.username is not None or parts.password is not None:
        raise Invalid("link", "This link has somebody’s sign-in in it. Please leave that out.")
    try:
        host = (parts.hostname or "").rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        raise Invalid("link", NO_LINK) from None
    if host.endswith(_NAMES_NOBODY_HAS) or host == "localhost" or _is_number(host):
        raise Invalid("link", NOT_PUBLIC)
    if not _HOST.fullmatch(host):
        raise Invalid("link", NO_LINK)
    return host


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return re.fullmatch(r"[0-9.x]+", host) is not None
    return True
