"""The address of an organisation's website, as it may stand in a link."""

from urllib.parse import urlsplit

from app.core.languages import Sentence
from app.people.organisations import domains

LENGTH = 200
WHY = Sentence("Write it as it begins in a browser: https://example.org")


def read(typed: str) -> str:
    """The address with its scheme and its host in ASCII, so that it leads where it says; '' for
    none. Raises ValueError with a sentence."""
    if not typed:
        return ""
    address = typed if "://" in typed else f"https://{typed}"
    try:
        found = urlsplit(address)
        host, port = domains.in_ascii(found.hostname or ""), found.port
    except ValueError:
        raise ValueError(WHY) from None
    if found.scheme != "https" or not host or port or "@" in found.netloc:
        raise ValueError(WHY)
    whole = found._replace(netloc=host).geturl()
    if not whole.isprintable() or any(sign in whole for sign in " \\<>\"'`"):
        raise ValueError(WHY)
    if len(whole) > LENGTH:
        raise ValueError(Sentence("Make it {n} characters at most.", n=LENGTH))
    return whole
