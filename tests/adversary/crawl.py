"""Every page that somebody can reach: by its links from the front page on, and by address."""

from collections import deque
from collections.abc import Iterable
from hashlib import blake2b
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from httpx2 import Response

from tests.adversary.worlds import World

MOST = 600
# What a browser is told that it cannot have asked for: the next page's address, or nothing at all.
ADDRESSES = ("", "/edit", "/delete", "/history")
_known: dict[tuple[str, str, bytes], list[str]] = {}


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def pages(world: World, viewers: Iterable[str], also: Iterable[str] = ()) -> dict[str, str]:
    """What each of them sees, by her name and the address: status, headers, body.

    `also` are addresses to ask for, whether a link leads there or not. Nobody is a visitor.
    """
    return {
        f"{viewer or 'a visitor'} at {path}": page
        for viewer in viewers
        for path, page in _walked(world, viewer, also)
    }


def addresses_of(posts: Iterable[str]) -> list[str]:
    """The addresses of posts (their ids in base 32), for whomever they are."""
    return [f"/p/{post}{what}" for post in posts for what in ADDRESSES]


def _walked(world: World, viewer: str, also: Iterable[str]) -> Iterable[tuple[str, str]]:
    browser = world.browser(viewer)
    waiting = deque(["/", *also])
    known = set(waiting)
    while waiting:
        path = waiting.popleft()
        # The same chance for the same page, so that a form's number is no difference.
        world.dice.load(f"{viewer} at {path}")
        answer = browser.get(path)
        yield path, _as_text(answer)
        for link in _links(answer, path):
            if link not in known:
                known.add(link)
                waiting.append(link)
        assert len(known) < MOST, "the pages have no end"


def _as_text(answer: Response) -> str:
    headers = dict(answer.headers)
    if headers.get("content-type", "").startswith("application/atom+xml"):
        # A digest of the body, which is compared itself; random values in it have their own names.
        assert headers.pop("etag")
    # Pseudonyms are of different lengths, so it is compared with what it tells of.
    # What comes in pieces says no length beforehand.
    assert int(headers.pop("content-length", len(answer.content))) == len(answer.content)
    said = "\n".join(f"{name}: {value}" for name, value in headers.items())
    return f"{answer.status_code}\n{said}\n\n{answer.text}"


def _links(answer: Response, path: str) -> list[str]:
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    text, location = answer.text if is_page else "", answer.headers.get("location", "")
    # Most pages are looked at again and again, and are what they were.
    known = path, location, blake2b(text.encode()).digest()
    if known not in _known:
        _known[known] = _links_in(text, location, path)
    return _known[known]


def _links_in(text: str, location: str, path: str) -> list[str]:
    parser = _Links()
    parser.feed(text)
    found = [location, *parser.found] if location else parser.found
    absolute = [urldefrag(urljoin(path, link)).url for link in found]
    own = [link for link in absolute if link.startswith("/") and not link.startswith("/static")]
    # To report a post is asked for by its address: twenty links to a page lead to twenty such.
    return [link for link in own if "?report=" not in link]
