"""Parcels: files that anybody can close, and only the holder of a key kept elsewhere can open.

A parcel is a line that says so, the 32 bytes of a public key made for it alone (X25519, RFC 7748),
and the words in chunks of 64 KiB, each with AES-256-GCM. The key is HKDF-SHA256 over what the two
key pairs have in common. A chunk's nonce is its number, and in the last byte whether it is the
last one: none can be left out, moved or cut off (STREAM; Hoang, Reyhanitabar, Rogaway, Vizár 2015).
"""

import io
import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"common-thread parcel 1\n"
CHUNK = 64 * 1024
TAG = 16
KEY = 32


class BadParcel(Exception):
    """The file, or the key to it, cannot be used; the message says why."""


def make_pair(path: Path) -> Path:
    """Write the key that opens into `path`, and beside it the one that closes; returns that one.

    Raises FileExistsError rather than write over anything.
    """
    private = X25519PrivateKey.generate()
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    public = path.with_name(f"{path.name}.pub")
    _write(path, 0o400, private.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    told = serialization.PublicFormat.SubjectPublicKeyInfo
    _write(public, 0o444, private.public_key().public_bytes(pem, told))
    return public


def public_key(path: Path) -> X25519PublicKey:
    """Raises BadParcel for what is none."""
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except ValueError:
        key = None
    if not isinstance(key, X25519PublicKey):
        raise BadParcel(f"{path} is no key to close with. It is the file that ends in .pub.")
    return key


def private_key(path: Path) -> X25519PrivateKey:
    """Raises BadParcel for what is none."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, X25519PrivateKey):
        raise BadParcel(f"{path} is no key to open with. It is the file without .pub at its end.")
    return key


class Closing(io.RawIOBase):
    """Closes into `out` whatever is written; complete when it has been left without an error."""

    def __init__(self, out: BinaryIO, to: X25519PublicKey) -> None:
        own = X25519PrivateKey.generate()
        self._out, self._held, self._number = out, bytearray(), 0
        self._cipher = _cipher(own.exchange(to), own.public_key(), to)
        out.write(MAGIC + own.public_key().public_bytes_raw())

    def writable(self) -> bool:
        return True

    def write(self, words: bytes) -> int:  # type: ignore[override]
        self._held += words
        # The last chunk is never empty unless all is.
        while len(self._held) > CHUNK:
            self._seal(last=False)
        return len(words)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _value: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._seal(last=True)

    def _seal(self, *, last: bool) -> None:
        words = bytes(self._held[:CHUNK])
        del self._held[:CHUNK]
        self._out.write(self._cipher.encrypt(_nonce(self._number, last=last), words, None))
        self._number += 1


class Opening(io.RawIOBase):
    """Reads what was closed. Raises BadParcel where it was changed, cut off, or is not for us."""

    def __init__(self, parcel: BinaryIO, key: X25519PrivateKey) -> None:
        self._parcel, self._held, self._number = parcel, b"", 0
        parcel.seek(len(MAGIC))
        sender = X25519PublicKey.from_public_bytes(_exactly(parcel, KEY))
        self._cipher = _cipher(key.exchange(sender), sender, key.public_key())
        # There is always a last chunk, be it empty.
        self._next = parcel.read(CHUNK + TAG) or _exactly(parcel, TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray) -> int:  # type: ignore[override]
        if not self._held and self._next:
            sealed, self._next = self._next, self._parcel.read(CHUNK + TAG)
            try:
                nonce = _nonce(self._number, last=not self._next)
                self._held = self._cipher.decrypt(nonce, sealed, None)
            except InvalidTag:
                raise BadParcel("It was changed, cut off, or closed for another key.") from None
            self._number += 1
        given = self._held[: len(into)]
        into[: len(given)] = given
        self._held = self._held[len(given) :]
        return len(given)


def is_closed(file: BinaryIO) -> bool:
    """Whether it is a parcel; the file is then where it was."""
    found = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    return found


def _cipher(common: bytes, sender: X25519PublicKey, receiver: X25519PublicKey) -> AESGCM:
    salt = sender.public_bytes_raw() + receiver.public_bytes_raw()
    return AESGCM(HKDF(SHA256(), KEY, salt, b"common-thread parcel/v1").derive(common))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _exactly(file: BinaryIO, length: int) -> bytes:
    found = file.read(length)
    if len(found) < length:
        raise BadParcel("It was cut off.")
    return found


def _write(path: Path, mode: int, words: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(words)
