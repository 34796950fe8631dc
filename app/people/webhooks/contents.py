"""What is sealed of a webhook and of a delivery, and how a delivery is signed."""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.core import keys
from app.core.keys import Broken, Keyring
from app.people.webhooks.models import Happening, Webhook, WebhookDelivery

PADDED = 1024
# Standard Webhooks asks for 24 to 64 bytes.
SECRET = 32
PREFIX = "whsec_"


@dataclass(frozen=True)
class Said:
    """What administrators have said of one."""

    name: str
    url: str
    secret: str
    happenings: tuple[str, ...]

    def wants(self, happening: Happening) -> bool:
        return happening is Happening.PING or happening in self.happenings


def new_secret() -> str:
    """As the receiver needs it: `whsec_` and base64."""
    return PREFIX + base64.b64encode(keys.random_bytes(SECRET)).decode()


def write(ring: Keyring, row: Webhook, said: Said) -> None:
    row.sealed = _closed(ring, "webhook/v1", row.id, asdict(said))


def opened(ring: Keyring, row: Webhook) -> Said | None:
    """None for what other keys have sealed."""
    try:
        found = json.loads(ring.seal("webhook/v1").open(row.sealed, keys.number(row.id)))
    except Broken:
        return None
    return Said(**found | {"happenings": tuple(found["happenings"])})


def delivery(
    ring: Keyring, webhook_id: int, happening: Happening, hour: datetime, data: Mapping[str, int]
) -> WebhookDelivery:
    """A delivery of this happening. Its body is the same, to the byte, at every try."""
    number = keys.random_id()
    said: dict[str, Any] = {"id": told_id(number), "event": happening.value}
    said |= {"at": f"{hour:%Y-%m-%dT%H}:00:00Z", "data": data}
    sealed = _closed(ring, "webhook-delivery/v1", number, said)
    return WebhookDelivery(id=number, webhook_id=webhook_id, sealed=sealed)


def body(ring: Keyring, row: WebhookDelivery) -> bytes:
    """Raises Broken."""
    return ring.seal("webhook-delivery/v1").open(row.sealed, keys.number(row.id)).rstrip()


def told_id(number: int) -> str:
    """By it a receiver knows a delivery that comes a second time."""
    return f"msg_{keys.base32(number)}"


def signed(secret: str, number: int, second: int, said: bytes) -> dict[str, str]:
    """The headers of a delivery that is sent in this second of the epoch (Standard Webhooks 1.0.0:
    HMAC-SHA256 over its id, the time and the body, with points between)."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    told = f"{told_id(number)}.{second}.".encode() + said
    return {
        "Content-Type": "application/json",
        "webhook-id": told_id(number),
        "webhook-timestamp": str(second),
        "webhook-signature": "v1," + base64.b64encode(keys.mac(key, told)).decode(),
    }


def _closed(ring: Keyring, purpose: str, number: int, said: Mapping[str, Any]) -> bytes:
    words = json.dumps(said, separators=(",", ":")).encode()
    return ring.seal(purpose).close(keys.padded(words, PADDED), keys.number(number))
