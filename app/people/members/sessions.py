"""Sessions: who is signed in on which device, sealed so that a copy of the table does not say.

The cookie holds the token under a stamp that is renewed while she is active; the row holds
the token's hash and, sealed, whose it is. Nothing is written while she reads.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.keys import Broken, Keyring, Seal
from app.core.questions import Question
from app.people.members.models import Member, SessionRow

ABSOLUTE = timedelta(weeks=8)
PADDED = 128


@dataclass(frozen=True)
class SignedIn:
    """What a session's row says, opened. `auth_day` is the day she signed in."""

    h: bytes
    member_id: UUID
    epoch: int
    auth_day: date


class _Row(NamedTuple):
    h: bytes
    sealed: bytes
    expires_week: date


_ROW = Question(
    select(SessionRow.h, SessionRow.sealed, SessionRow.expires_week).where(
        SessionRow.h == bindparam("h")
    ),
    _Row,
)


def start(session: Session, ring: Keyring, member: Member) -> str:
    """A new session's token, for the cookie."""
    token = keys.token()
    said = {"m": member.id.hex, "e": member.session_epoch, "d": clock.today().isoformat()}
    h = keys.digest(token)
    sealed = _seal(ring).close(json.dumps(said).ljust(PADDED).encode(), h)
    expires = clock.week(clock.today() + ABSOLUTE)
    session.add(SessionRow(h=h, sealed=sealed, expires_week=expires))
    return token


def find(session: Session, ring: Keyring, token: str) -> SignedIn | None:
    """The session of this token, if it has not run out. Its epoch is still to compare."""
    row = _ROW.first(session, h=keys.digest(token))
    if row is None or row.expires_week <= clock.today():
        return None
    return _opened(ring, row.h, row.sealed)


def of_member(session: Session, ring: Keyring, member: Member) -> list[SignedIn]:
    """All her devices, newest first: every row is opened to see, since none has an owner."""
    rows = session.execute(
        select(SessionRow.h, SessionRow.sealed).where(SessionRow.expires_week > clock.today())
    )
    opened = (_opened(ring, h, sealed) for h, sealed in rows)
    hers = [s for s in opened if s and s.member_id == member.id and s.epoch == member.session_epoch]
    return sorted(hers, key=lambda s: (s.auth_day, s.h), reverse=True)


def end(session: Session, h: bytes) -> None:
    session.execute(delete(SessionRow).where(SessionRow.h == h))


def end_all(member: Member) -> None:
    """Every session that she has anywhere is dead from this moment."""
    member.session_epoch += 1


def sweep(session: Session) -> None:
    """Remove what has run out."""
    session.execute(delete(SessionRow).where(SessionRow.expires_week <= clock.today()))


def _opened(ring: Keyring, h: bytes, sealed: bytes) -> SignedIn | None:
    try:
        said = json.loads(_seal(ring).open(sealed, h))
    except Broken:
        return None
    return SignedIn(h, UUID(said["m"]), said["e"], date.fromisoformat(said["d"]))


def _seal(ring: Keyring) -> Seal:
    return ring.seal("session/v1")
