"""Whoever holds a copy of the database and of a keyring: what she can join, by what is written
in the open about how blind values are made. Nothing of the application's is used for it."""

import base64
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import text
from sqlalchemy.orm import Session

TABLES = ("members", "member_secrets", "threads", "posts", "voices", "reactions")


@dataclass(frozen=True)
class Copy:
    """The rows of a database at one moment."""

    rows: dict[str, list[dict[str, Any]]] = field(repr=False)

    @classmethod
    def of(cls, session: Session) -> "Copy":
        found = {
            table: [dict(row) for row in session.execute(text(f"SELECT * FROM {table}")).mappings()]
            for table in TABLES
        }
        session.rollback()
        return cls(found)


@dataclass(frozen=True)
class StolenKeys:
    epochs: dict[str, bytes] = field(repr=False)

    @classmethod
    def of(cls, words: str) -> "StolenKeys":
        """From the words of a keyring's file."""
        kept = json.loads(words)["epochs"]
        return cls({name: base64.b64decode(key) for name, key in kept.items()})


def named(copy: Copy, keys: StolenKeys) -> dict[tuple[str, int, bytes], set[str]]:
    """Who is behind which voice (of a thread) and reaction (to a post): every seed is tried."""
    handles = {row["id"]: row["handle"] for row in copy.rows["members"]}
    seeds = {handles[row["member_id"]]: row["seed"] for row in copy.rows["member_secrets"]}
    found: dict[tuple[str, int, bytes], set[str]] = {}
    for purpose, number, epoch, token in _blind(copy):
        if epoch not in keys.epochs:
            continue
        key = HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(keys.epochs[epoch])
        for handle, seed in seeds.items():
            made = hmac.digest(key, bytes(seed) + number.to_bytes(8, "big"), "sha256")[:16]
            if made == token:
                found.setdefault((purpose, number, token), set()).add(handle)
    return found


def _blind(copy: Copy) -> Iterator[tuple[str, int, str, bytes]]:
    """Each blind value, with what it was made for, the number that went into it, and the epoch."""
    epochs = {row["id"]: row["key_epoch"] for row in copy.rows["threads"]}
    thread_of = {row["id"]: row["thread_id"] for row in copy.rows["posts"]}
    for row in copy.rows["voices"]:
        yield "voice/v1", row["thread_id"], epochs[row["thread_id"]], bytes(row["token"])
    for row in copy.rows["reactions"]:
        epoch = epochs[thread_of[row["post_id"]]]
        yield "reactor/v1", row["post_id"], epoch, bytes(row["reactor"])
