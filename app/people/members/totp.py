"""Codes of six digits that an app shows, a new one each half minute (RFC 6238)."""

import base64
import json
from uuid import UUID

from app.core import clock, keys
from app.core.keys import Broken, Keyring

SECRET_BYTES = 20
STEP_SECONDS = 30
EITHER_WAY = (0, -1, 1)
SETTING_UP_SECONDS = 30 * 60


def new_secret() -> str:
    """160 bits in base 32, as RFC 4226 recommends."""
    return base64.b32encode(keys.random_bytes(SECRET_BYTES)).decode()


def step(secret: str, code: str) -> int | None:
    """The half minute whose code this is: the present one, or that before or after it."""
    # Only whoever signs in by such a code needs it.
    from pyotp import TOTP  # noqa: PLC0415

    given = "".join(code.split())
    now = int(clock.now().timestamp()) // STEP_SECONDS
    steps = [now + off for off in EITHER_WAY]
    fitting = [n for n in steps if keys.same(TOTP(secret).generate_otp(n), given)]
    return fitting[0] if fitting else None


def address(secret: str, handle: str, site: str) -> str:
    """What an app reads from the picture."""
    from pyotp import TOTP  # noqa: PLC0415

    return TOTP(secret).provisioning_uri(name=handle, issuer_name=site)


def picture(words: str) -> str:
    """A QR code as SVG, which has no style of its own and stands in the page."""
    import segno  # noqa: PLC0415

    code = segno.make(words, error="m")
    # Without a size of its own: the stylesheet gives it one.
    return str(code.svg_inline(omitsize=True, light="#fff", svgclass=None, lineclass=None))


def put_aside(ring: Keyring, member_id: UUID, secret: str) -> str:
    """A secret that does not count yet: sealed, to travel through her page."""
    said = json.dumps({"s": secret, "t": int(clock.now().timestamp())}).encode()
    sealed = ring.seal("setting-up/v1").close(said, member_id.bytes)
    return base64.urlsafe_b64encode(sealed).decode()


def taken_up(ring: Keyring, member_id: UUID, aside: str) -> str | None:
    """The secret that was put aside for her, in the last half hour."""
    try:
        sealed = base64.urlsafe_b64decode(aside.encode("ascii"))
        said = json.loads(ring.seal("setting-up/v1").open(sealed, member_id.bytes))
    except (Broken, ValueError):
        return None
    is_old = int(clock.now().timestamp()) - said["t"] > SETTING_UP_SECONDS
    return None if is_old else str(said["s"])
