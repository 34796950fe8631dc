"""Passkeys: a key pair on her own device, of which we keep the public half (WebAuthn, level 3).

A challenge is signed rather than stored: it is for one session, one purpose and a few minutes. That
it counts once is for the caller to see to, by its `Proof.challenge`.
"""

import base64
import json
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from app.core import clock, keys
from app.core.errors import Invalid
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.people.members.factors import Passkey

SECONDS = 15 * 60
PATIENCE_SECONDS = 300
NONCE = TIME = 8
# ES256, EdDSA, RS256: what browsers ask for by themselves (IANA COSE algorithms).
ALGORITHMS = (-7, -8, -257)
UNFIT = Sentence("That passkey didn’t fit. Try once more, or use another way.")
PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Place:
    """Where passkeys count: the host alone, and the address from which a page must have asked."""

    host: str
    origin: str

    @classmethod
    def of(cls, address: str) -> "Place":
        url = urlsplit(address)
        host = (url.hostname or "").lower()
        named = f"[{host}]" if ":" in host else host
        port = "" if url.port in {None, PORTS[url.scheme]} else f":{url.port}"
        return cls(host, f"{url.scheme}://{named}{port}")

    @property
    def has_passkeys(self) -> bool:
        """Browsers keep none for a number in the place of a name."""
        try:
            ip_address(self.host)
        except ValueError:
            return True
        return False


@dataclass(frozen=True)
class Proof:
    """What a device has answered: to which challenge, by which passkey, and whom it knows."""

    challenge: str
    id: str
    known_by: bytes
    raw: dict[str, Any]


def challenge(ring: Keyring, purpose: str, secret: str) -> str:
    """One for the session with this secret."""
    head = keys.random_bytes(NONCE) + keys.number(int(clock.now().timestamp()))
    return _written(head + _mark(ring, purpose, secret, head))


def creation(
    place: Place, asked: str, whose: tuple[bytes, str], site: str, known: tuple[Passkey, ...]
) -> str:
    """What the browser is told for a new passkey, as JSON: by what a device knows her, her name
    there, and those she has."""
    known_by, name = whose
    user = {"id": _written(known_by), "name": name, "displayName": name}
    chosen = {"residentKey": "required", "requireResidentKey": True, "userVerification": "required"}
    said = {
        "challenge": asked,
        "rp": {"id": place.host, "name": site},
        "user": user,
        "pubKeyCredParams": [{"type": "public-key", "alg": alg} for alg in ALGORITHMS],
        "authenticatorSelection": chosen,
        # A device keeps one for her: a second would put an end to the first, which we would list.
        "excludeCredentials": [{"type": "public-key", "id": one.id} for one in known],
        "attestation": "none",
        "timeout": PATIENCE_SECONDS * 1000,
    }
    return json.dumps(said)


def request(place: Place, asked: str) -> str:
    """What the browser is told to find one that she has, as JSON."""
    said = {"challenge": asked, "rpId": place.host, "timeout": PATIENCE_SECONDS * 1000}
    return json.dumps(said | {"userVerification": "required"})


def read(ring: Keyring, purpose: str, secret: str, answer: str) -> Proof:
    """What the browser sent, if it answers a challenge of this session. Raises Invalid."""
    try:
        raw = json.loads(answer)
        said = json.loads(_read(raw["response"]["clientDataJSON"]))
        asked, known_by = str(said["challenge"]), raw["response"].get("userHandle") or ""
        proof = Proof(asked, str(raw["id"]), _read(known_by), raw)
        bits = _read(asked)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Invalid("passkey", UNFIT) from None
    head, mark = bits[: NONCE + TIME], bits[NONCE + TIME :]
    age = int(clock.now().timestamp()) - int.from_bytes(head[NONCE:], "big")
    if age > SECONDS or not keys.same(mark.hex(), _mark(ring, purpose, secret, head).hex()):
        raise Invalid("passkey", "That took too long, or came from another page. Try once more.")
    return proof


def learn(place: Place, proof: Proof, name: str) -> Passkey:
    """The new passkey that this made. Raises Invalid."""
    # Ten megabytes, which only a process needs in which somebody uses one.
    from webauthn import verify_registration_response  # noqa: PLC0415
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    try:
        made = verify_registration_response(
            credential=proof.raw,
            expected_challenge=_read(proof.challenge),
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Invalid("passkey", UNFIT) from None
    return Passkey(
        n=keys.random_id(),
        id=_written(made.credential_id),
        public=_written(made.credential_public_key),
        count=made.sign_count,
        name=name,
        since=_month(),
    )


def check(place: Place, proof: Proof, known: tuple[Passkey, ...]) -> Passkey:
    """The passkey of these that answered, as it is to be kept from now on. Raises Invalid."""
    from webauthn import verify_authentication_response  # noqa: PLC0415
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    one = next((key for key in known if key.id == proof.id), None)
    if one is None:
        raise Invalid("passkey", UNFIT)
    try:
        used = verify_authentication_response(
            credential=proof.raw,
            expected_challenge=_read(proof.challenge),
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=_read(one.public),
            credential_current_sign_count=one.count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Invalid("passkey", UNFIT) from None
    # Kept once a month: each time would say on which days she comes.
    return one if one.used == _month() else replace(one, used=_month(), count=used.new_sign_count)


def _mark(ring: Keyring, purpose: str, secret: str, head: bytes) -> bytes:
    about = purpose.encode() + keys.digest(secret)
    return keys.blind(ring.derive("challenge/v1"), about, head)


def _month() -> str:
    return f"{clock.today():%Y-%m}"


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _read(text: str) -> bytes:
    """Raises ValueError."""
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
