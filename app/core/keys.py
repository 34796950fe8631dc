"""Chance and secrets: the one door to both."""

import hmac
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import BadData, TimestampSigner

from app.core import clock

T = TypeVar("T")

BLIND = 16
KEY = 32


class BadKeyring(Exception):
    """The keyring cannot be used; the message says why and what to do."""


class Broken(Exception):
    """A sealed or signed value was changed, made with another key, or is too old."""


def token() -> str:
    """A secret of 256 bits that fits into a cookie or an address."""
    return secrets.token_urlsafe(32)


def random_id() -> int:
    """A number of 63 bits, never 0: fits a signed column and tells neither order nor time."""
    return secrets.randbits(63) or random_id()


def digest(secret: str) -> bytes:
    """What may be stored of a token: its SHA-256, 32 bytes."""
    return sha256(secret.encode()).digest()


def random_bytes(length: int) -> bytes:
    return secrets.token_bytes(length)


_CHANCE = secrets.SystemRandom()


def happens(chance: float) -> bool:
    """True as often as `chance` says: never for 0, always for 1."""
    return _CHANCE.random() < chance


def somewhere(low: float, high: float) -> float:
    """A number of chance between these."""
    return _CHANCE.uniform(low, high)


def shuffled(things: Iterable[T]) -> list[T]:
    """The same in an order of chance."""
    mixed = list(things)
    _CHANCE.shuffle(mixed)
    return mixed


_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no letter that reads as a digit

# Python's own digits of that base; the letters that are no digits here become none there.
_AS_PYTHON = str.maketrans(_DIGITS + "ilou", "0123456789abcdefghijklmnopqrstuv" + "!!!!")
LARGEST = 2**63 - 1


@lru_cache(8192)
def base32(number: int) -> str:
    """An id as it stands in addresses: 1 to 13 small letters and digits."""
    text = ""
    while number:
        number, rest = divmod(number, 32)
        text = _DIGITS[rest] + text
    return text or "0"


def from_base32(text: str) -> int:
    """The id, or 0, which nothing has, for what is none."""
    if not (text.isascii() and text.isalnum()):
        return 0
    try:
        number = int(text.lower().translate(_AS_PYTHON), 32)
    except ValueError:
        return 0
    return number if number <= LARGEST else 0


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def blind(key: bytes, *parts: bytes) -> bytes:
    """HMAC-SHA256 over the parts, cut to 16 bytes (RFC 2104, truncation as in its section 5)."""
    return mac(key, *parts)[:BLIND]


def mac(key: bytes, *parts: bytes) -> bytes:
    """HMAC-SHA256 over the parts, 32 bytes (RFC 2104)."""
    return hmac.digest(key, b"".join(parts), "sha256")


def number(value: int) -> bytes:
    """An id as the eight bytes that go into a blind value."""
    return value.to_bytes(8, "big")


class Seal:
    """AES-256-GCM with a fresh nonce for each sealing (NIST SP 800-38D)."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def close(self, words: bytes, about: bytes = b"") -> bytes:
        """Nonce, ciphertext and tag. `about` must be given again to open it."""
        nonce = secrets.token_bytes(12)
        return nonce + self._cipher.encrypt(nonce, words, about)

    def open(self, sealed: bytes, about: bytes = b"") -> bytes:
        """Raises Broken for anything that was not closed with this key and this `about`."""
        try:
            return self._cipher.decrypt(sealed[:12], sealed[12:], about)
        except (InvalidTag, ValueError):
            raise Broken from None


def padded(words: bytes, step: int) -> bytes:
    """Filled up to whole steps, so that the length of what is sealed says little."""
    return words + b" " * (-len(words) % step)


class _Signer(TimestampSigner):
    """Takes its own spelling of a signature alone: base64 is read leniently elsewhere, so that
    several texts would pass for one signature."""

    @cached_property
    def _key_of_signatures(self) -> bytes:
        return super().derive_key()

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        """The same for each text, so derived once."""
        return self._key_of_signatures if secret_key is None else super().derive_key(secret_key)

    def verify_signature(self, value: str | bytes, sig: str | bytes) -> bool:
        given = sig if isinstance(sig, bytes) else sig.encode()
        return hmac.compare_digest(self.get_signature(value), given)


class Stamp:
    """A text signed with the time of signing, for what travels through a browser."""

    def __init__(self, key: bytes) -> None:
        self._signer = _Signer(key, digest_method=sha256)

    def press(self, text: str) -> str:
        return self._signer.sign(text).decode()

    def read(self, stamped: str, *, seconds: int) -> tuple[str, int]:
        """The text and its age in seconds. Raises Broken when forged or older than `seconds`."""
        try:
            text, at = self._signer.unsign(stamped, return_timestamp=True)
        except (BadData, UnicodeError):
            raise Broken from None
        # Negative where a clock was set back, which must sign nobody out.
        age = int((clock.now() - at).total_seconds())
        if age > seconds:
            raise Broken
        return text.decode(), age


@dataclass(frozen=True)
class Keyring:
    """The application's key, and one key for each epoch (a quarter) of threads."""

    current: str
    app: bytes = field(repr=False)
    epochs: dict[str, bytes] = field(repr=False)

    @cached_property
    def _derived(self) -> dict[tuple[str, str], bytes]:
        return {}

    @cached_property
    def _stamps(self) -> dict[str, Stamp]:
        return {}

    def derive(self, purpose: str, epoch: str = "") -> bytes:
        """A key of 32 bytes for one purpose, by HKDF-SHA256 (RFC 5869).

        Without an epoch it comes from the application's key. Raises KeyError when the
        epoch's key has been destroyed.
        """
        known = self._derived.get((purpose, epoch))
        if known is None:
            root = self.epochs[epoch] if epoch else self.app
            known = HKDF(SHA256(), KEY, salt=None, info=purpose.encode()).derive(root)
            self._derived[purpose, epoch] = known
        return known

    def seal(self, purpose: str) -> Seal:
        return Seal(self.derive(purpose))

    def seal_of(self, purpose: str, secret: bytes) -> Seal:
        """What opens for whoever has this secret as well as the application's key, and for nobody
        else: by HKDF-SHA256 with the secret as its salt (RFC 5869)."""
        return Seal(HKDF(SHA256(), KEY, salt=secret, info=purpose.encode()).derive(self.app))

    def stamp(self, purpose: str) -> Stamp:
        known = self._stamps.get(purpose)
        if known is None:
            known = self._stamps[purpose] = Stamp(self.derive(purpose))
        return known

    def check_values(self) -> dict[str, bytes]:
        """Eight bytes for each key that show, without telling it, whether it is the same key."""
        roots = {"app": self.app, **self.epochs}
        return {name: hmac.digest(key, b"kcv", "sha256")[:8] for name, key in roots.items()}

    def with_epoch(self, name: str) -> "Keyring":
        """With a new key, under which threads begin from now on."""
        fresh = {name: secrets.token_bytes(KEY)}
        return Keyring(name, self.app, self.epochs | fresh)

    def without(self, names: Collection[str]) -> "Keyring":
        """Without these epochs' keys. The current one cannot be missed."""
        assert self.current not in names
        left = {name: key for name, key in self.epochs.items() if name not in names}
        return Keyring(self.current, self.app, left)

    def continues(self, other: "Keyring") -> bool:
        """Whether it can be the same keyring at another time: no key has become another."""
        common = self.epochs.keys() & other.epochs.keys()
        return self.app == other.app and all(self.epochs[n] == other.epochs[n] for n in common)
