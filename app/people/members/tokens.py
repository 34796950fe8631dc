"""Personal tokens: what a program shows to be let in as the member who made it.

A token ends with its last day, or as her sessions do: when her password changes, when she signs out
everywhere else, when she leaves. Nothing is written while it is used.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.errors import Invalid, NotFound
from app.core.keys import Broken, Keyring, Seal
from app.core.languages import Sentence
from app.core.questions import Question
from app.people.members.models import Member
from app.people.members.sessions import Row, SignedIn
from app.people.members.token_models import ApiToken

# By it, whoever finds one in a file knows what it is.
PREFIX = "ct_"
PADDED = 1024
MOST = 10
WEEK = timedelta(weeks=1)
MADE = Sentence(
    "You have sent this twice, and it made one token, which stands below. If you have not kept it, "
    "end it and make another: we don’t know it any more."
)
FULL = Sentence("You have {most} tokens, which is as many as we keep. End one first.", most=MOST)


class Scope(StrEnum):
    """What a program may do with a token: nothing that the member herself may not."""

    READ = "read"
    WRITE = "write"
    MODERATE = "moderate"


@dataclass(frozen=True)
class Granted:
    """What a token's row says, opened. It is known by its number `n`, and good up to `until`."""

    signed_in: SignedIn
    n: int
    name: str
    scopes: frozenset[Scope]
    until: date


_COLUMNS = (ApiToken.h, ApiToken.sealed, ApiToken.expires_week)
_ROW = Question(select(*_COLUMNS).where(ApiToken.h == bindparam("h")), Row)


def make(
    session: Session,
    ring: Keyring,
    member: Member,
    wanted: tuple[str, Collection[Scope], int],
    *,
    strong: bool,
    nonce: str = "",
) -> str:
    """A new token by this name, with these scopes, for so many days: nobody sees it again.

    `strong` says that her session began with two steps; by its `nonce` a form makes one token,
    however often it is sent. Raises Invalid.
    """
    name, scopes, days = wanted
    # One after the other: a form that is sent twice comes at the same moment.
    session.execute(select(Member.id).where(Member.id == member.id).with_for_update())
    n = _number(ring, member, nonce) if nonce else keys.random_id()
    hers = of_member(session, ring, member)
    if n in {one.n for one in hers}:
        raise Invalid("", MADE)
    if len(hers) >= MOST:
        raise Invalid("name", FULL)
    token, today = PREFIX + keys.token(), clock.today()
    until = today + timedelta(days=days)
    said: dict[str, Any] = {"m": member.id.hex, "e": member.session_epoch, "s": int(strong)}
    said |= {"d": today.isoformat(), "u": until.isoformat(), "n": n}
    said |= {"name": name, "scopes": sorted(scopes)}
    h = _hash(ring, token)
    sealed = _seal(ring).close(keys.padded(json.dumps(said).encode(), PADDED), h)
    session.add(ApiToken(h=h, sealed=sealed, expires_week=clock.week(until) + WEEK))
    return token


def find(session: Session, ring: Keyring, token: str) -> Granted | None:
    """What this token grants, if it has not run out. Its epoch is still to compare."""
    row = _ROW.first(session, h=_hash(ring, token))
    granted = _opened(ring, row.h, row.sealed) if row else None
    return granted if granted and granted.until >= clock.today() else None


def of_member(session: Session, ring: Keyring, member: Member) -> list[Granted]:
    """All of hers that are good, the newest first: every row is opened to see."""
    hers = [
        one
        for one in _all(session, ring)
        if one.signed_in.member_id == member.id
        and one.signed_in.epoch == member.session_epoch
        and one.until >= clock.today()
    ]
    return sorted(hers, key=lambda one: (one.signed_in.auth_day, one.n), reverse=True)


def end(session: Session, ring: Keyring, member: Member, n: int) -> None:
    """The token of this number is one no more. Raises NotFound for what is none of hers."""
    found = next((one for one in of_member(session, ring, member) if one.n == n), None)
    if found is None:
        raise NotFound
    _forget(session, [found])


def erase(session: Session, ring: Keyring, member_id: UUID) -> None:
    """All that she ever had."""
    _forget(session, [g for g in _all(session, ring) if g.signed_in.member_id == member_id])


def sweep(session: Session, ring: Keyring) -> None:
    """Remove what has run out, and what has ended with its member's sessions."""
    epochs = {row.id: row.session_epoch for row in session.execute(_EPOCHS)}
    _forget(
        session,
        [
            one
            for one in _all(session, ring)
            if one.until < clock.today()
            or epochs.get(one.signed_in.member_id) != one.signed_in.epoch
        ],
    )


_EPOCHS = select(Member.id, Member.session_epoch)


def _number(ring: Keyring, member: Member, nonce: str) -> int:
    blind = keys.blind(ring.derive("token-form/v1"), member.id.bytes, nonce.encode())
    return int.from_bytes(blind[:8]) >> 1 or 1


def _forget(session: Session, tokens: Collection[Granted]) -> None:
    gone = ApiToken.h.in_([one.signed_in.h for one in tokens])
    session.execute(delete(ApiToken).where(gone), execution_options={"synchronize_session": False})


def _all(session: Session, ring: Keyring) -> list[Granted]:
    opened = (_opened(ring, h, sealed) for h, sealed, _ in session.execute(select(*_COLUMNS)))
    return [one for one in opened if one]


def _opened(ring: Keyring, h: bytes, sealed: bytes) -> Granted | None:
    try:
        said = json.loads(_seal(ring).open(sealed, h))
    except Broken:
        return None
    made = date.fromisoformat(said["d"])
    signed_in = SignedIn(h, UUID(said["m"]), said["e"], made, bool(said["s"]))
    scopes = frozenset(Scope(one) for one in said["scopes"])
    return Granted(signed_in, said["n"], said["name"], scopes, date.fromisoformat(said["u"]))


def _hash(ring: Keyring, token: str) -> bytes:
    return keys.mac(ring.derive("api-token/v1"), token.encode("utf-8", "replace"))


def _seal(ring: Keyring) -> Seal:
    return ring.seal("api-token-row/v1")
