"""What a member has beside her password: an app that shows codes, passkeys, and recovery codes.

Having an app or a passkey makes her sign-in one of two steps. Recovery codes come with the first
of them and go with the last.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import keys
from app.core.keys import Keyring, Seal
from app.people.members.factor_models import SecondFactor

STEP = 4096
CODES = 10
GROUP = 4
CODE_GROUPS = 3


@dataclass(frozen=True)
class Passkey:
    """`id` and `public` are as the browser writes them, `count` is the device's own counter when we
    last kept it, in the month `used`. Which kind of device it is on is not kept."""

    n: int
    id: str
    public: str
    count: int
    name: str
    since: str
    used: str = ""


@dataclass(frozen=True)
class Factors:
    """`secret` is that of her app, in base 32; `codes` are the hashes of what is left."""

    secret: str = field(default="", repr=False)
    codes: tuple[str, ...] = ()
    passkeys: tuple[Passkey, ...] = ()

    @property
    def any(self) -> bool:
        """Whether her sign-in has two steps."""
        return bool(self.secret or self.passkeys)


Change = Callable[[Factors], Factors]


def owner(ring: Keyring, member_id: UUID) -> bytes:
    """Under which hers is found; it is also what her devices know her by."""
    return keys.blind(ring.derive("factors/v1"), member_id.bytes)


def of(session: Session, ring: Keyring, member_id: UUID) -> Factors:
    row = session.get(SecondFactor, owner(ring, member_id), populate_existing=True)
    return _opened(ring, row)[1] if row else Factors()


def whose(session: Session, ring: Keyring, known_by: bytes) -> tuple[UUID, Factors] | None:
    """The member whom a device knows by this, and what she has."""
    row = session.get(SecondFactor, known_by, populate_existing=True)
    return _opened(ring, row) if row else None


def change(session: Session, ring: Keyring, member_id: UUID, how: Change) -> Factors:
    """Keep what `how` makes of it, and return that."""
    h = owner(ring, member_id)
    row = session.get(SecondFactor, h, with_for_update=True, populate_existing=True)
    had = _opened(ring, row)[1] if row else Factors()
    after = how(had)
    if after == had:
        return had
    sealed = _closed(ring, h, member_id, after)
    if not after.any:
        erase(session, ring, member_id)
        return Factors()
    if row is None:
        session.add(SecondFactor(owner=h, sealed=sealed))
        session.flush()
    else:
        row.sealed = sealed
    return after


def replaced(
    had: Factors, *, secret: str | None = None, codes: tuple[str, ...] | None = None
) -> Factors:
    """With another secret, or other recovery codes."""
    return Factors(
        had.secret if secret is None else secret,
        had.codes if codes is None else codes,
        had.passkeys,
    )


def added(had: Factors, passkey: Passkey) -> Factors:
    return replace(had, passkeys=(*had.passkeys, passkey))


def without(had: Factors, n: int) -> Factors:
    """Without the passkey of this number."""
    return replace(had, passkeys=tuple(one for one in had.passkeys if one.n != n))


def noting(used: Passkey) -> Change:
    """A change by which one of her passkeys is as it is after its use."""

    def noted(had: Factors) -> Factors:
        held = tuple(used if one.n == used.n else one for one in had.passkeys)
        return replace(had, passkeys=held)

    return noted


def erase(session: Session, ring: Keyring, member_id: UUID) -> None:
    """Nothing is left but her password."""
    hers = SecondFactor.owner == owner(ring, member_id)
    session.execute(
        delete(SecondFactor).where(hers), execution_options={"synchronize_session": False}
    )


def reseal(session: Session, ring: Keyring) -> None:
    """All rows anew: which of them has changed since yesterday is not to be seen."""
    for row in session.scalars(select(SecondFactor).with_for_update()):
        row.sealed = _seal(ring).close(_seal(ring).open(row.sealed, row.owner), row.owner)


def fresh_codes(ring: Keyring, member_id: UUID) -> tuple[list[str], tuple[str, ...]]:
    """Ten recovery codes of 60 bits each: as they are shown once, and what is kept of them."""
    shown = [_code() for _ in range(CODES)]
    return shown, tuple(_hash(ring, member_id, code) for code in shown)


def spend(session: Session, ring: Keyring, member_id: UUID, code: str) -> bool:
    """Use up a recovery code. Whether it was one of hers that was left."""
    wanted = _hash(ring, member_id, code)
    found: list[str] = []

    def less(had: Factors) -> Factors:
        found.extend(kept for kept in had.codes if keys.same(kept, wanted))
        left = tuple(kept for kept in had.codes if kept not in found)
        return replace(had, codes=left)

    change(session, ring, member_id, less)
    return bool(found)


def _code() -> str:
    digits = keys.base32(keys.random_id()).rjust(GROUP * CODE_GROUPS, "0")[-GROUP * CODE_GROUPS :]
    return "-".join(digits[n : n + GROUP] for n in range(0, len(digits), GROUP))


def _hash(ring: Keyring, member_id: UUID, code: str) -> str:
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return keys.blind(ring.derive("recovery/v1"), member_id.bytes, plain.encode()).hex()


def _closed(ring: Keyring, h: bytes, member_id: UUID, factors: Factors) -> bytes:
    said = {"m": member_id.hex, **asdict(factors)}
    return _seal(ring).close(keys.padded(json.dumps(said).encode(), STEP), h)


def _opened(ring: Keyring, row: SecondFactor) -> tuple[UUID, Factors]:
    said: dict[str, Any] = json.loads(_seal(ring).open(row.sealed, row.owner))
    passkeys = tuple(Passkey(**one) for one in said["passkeys"])
    return UUID(said["m"]), Factors(said["secret"], tuple(said["codes"]), passkeys)


def _seal(ring: Keyring) -> Seal:
    return ring.seal("second-factor/v1")
