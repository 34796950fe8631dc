"""That a form was sent from our own page: by where the browser says it comes from, and by a token.

The token is bound to the session and masked anew for each page, so that compressing the page
does not tell it (the BREACH attack).
"""

import base64
import binascii
from collections.abc import Sequence

from starlette.datastructures import Headers

from app.core import keys
from app.core.errors import NotAllowed
from app.core.keys import BLIND, Keyring
from app.core.languages import Sentence

ONE_CLICK_AT = "/unsubscribe/"
ONE_CLICK = ("List-Unsubscribe", "One-Click")


class NotOurs(NotAllowed):
    """A form that cannot be shown to be from our own page."""

    def __init__(self) -> None:
        super().__init__(
            Sentence(
                "This form was open for too long, or was not sent from our own page. "
                "Open the page again and send it once more."
            )
        )


def token(ring: Keyring, secret: str) -> str:
    mask = keys.random_bytes(BLIND)
    return base64.urlsafe_b64encode(mask + _mixed(mask, _proof(ring, secret))).decode()


def fits(ring: Keyring, secret: str, given: object) -> bool:
    if not secret or not isinstance(given, str):
        return False
    try:
        raw = base64.urlsafe_b64decode(given.encode("ascii", "replace"))
    except (binascii.Error, ValueError):
        return False
    proof = _mixed(raw[:BLIND], raw[BLIND:])
    return len(raw) == 2 * BLIND and keys.same(proof.hex(), _proof(ring, secret).hex())


def is_one_click(path: str, typed: Sequence[tuple[str, object]]) -> bool:
    """What a mail program sends when somebody presses its own button (RFC 8058): it has neither
    our cookie nor our page, and the address itself says what may be done."""
    return path.startswith(ONE_CLICK_AT) and [*typed] == [ONE_CLICK]


def came_from_here(headers: Headers, address: str) -> bool:
    """Fetch metadata where the browser sends it, else the Origin, else the token has to do."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or origin == address


def _proof(ring: Keyring, secret: str) -> bytes:
    return keys.blind(ring.derive("csrf/v1"), keys.digest(secret))


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=False))
