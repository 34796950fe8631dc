"""How links stand, and which are to be looked at."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from urllib.parse import urldefrag

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.links.models import LinkState, WatchedLink


@dataclass(frozen=True)
class Seen:
    """How a link stands, and the day on which it was last looked at."""

    state: LinkState
    looked: date | None


@dataclass(frozen=True)
class Due:
    """A link that is to be looked at."""

    key: bytes
    url: str


def states(session: Session, urls: Collection[str]) -> dict[str, Seen]:
    """How each of these stands that is watched; one question however many there are."""
    keys = {url: key(url) for url in urls}
    found = session.execute(
        select(WatchedLink.key, WatchedLink.state, WatchedLink.looked).where(
            WatchedLink.key.in_(set(keys.values()))
        )
    )
    seen = {row.key: Seen(row.state, row.looked) for row in found}
    return {url: seen[digest] for url, digest in keys.items() if digest in seen}


def key(url: str) -> bytes:
    """Under which a link is watched. What stands behind a # never leaves a browser."""
    return sha256(urldefrag(url).url.encode("utf-8", "surrogatepass")).digest()


def due(session: Session, day: date, at_most: int) -> list[Due]:
    """Those whose day has come, those that have waited longest first."""
    chosen = (
        select(WatchedLink.key, WatchedLink.url)
        .where(WatchedLink.due <= day)
        .order_by(WatchedLink.due, WatchedLink.key)
        .limit(at_most)
    )
    return [Due(row.key, row.url) for row in session.execute(chosen)]
