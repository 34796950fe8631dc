"""What a session's cookie says beside the token: since when she has shown that it is she, or that
she has come half of the way in. So no row says at which minute somebody was here."""

import base64
import json
from typing import Any

from app.core import clock, keys
from app.core.keys import Broken, Keyring

FRESH_SECONDS = 600
HALF_SECONDS = 600
SINCE, HALF = "~f", "~h"


def fresh() -> str:
    return f"{SINCE}{_seconds()}"


def is_fresh(mark: str) -> bool:
    """Whether she has shown that it is she in the last ten minutes."""
    said = mark.removeprefix(SINCE)
    known = mark.startswith(SINCE) and said.isdecimal()
    return known and 0 <= _seconds() - int(said) <= FRESH_SECONDS


def half(ring: Keyring, token: str, said: dict[str, Any]) -> str:
    """What is known of her who has come half of the way, sealed for the session with this token."""
    words = json.dumps(said | {"t": _seconds()}).encode()
    sealed = ring.seal("half/v1").close(words, keys.digest(token))
    # A cookie with = in it would be put into quotation marks.
    return HALF + base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def half_said(ring: Keyring, token: str, mark: str) -> dict[str, Any] | None:
    """What `half` has noted in the last ten minutes."""
    if not mark.startswith(HALF):
        return None
    try:
        text = mark.removeprefix(HALF)
        sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        said: dict[str, Any] = json.loads(ring.seal("half/v1").open(sealed, keys.digest(token)))
    except (Broken, ValueError):
        return None
    return said if 0 <= _seconds() - said["t"] <= HALF_SECONDS else None


def _seconds() -> int:
    return int(clock.now().timestamp())
