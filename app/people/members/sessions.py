"""Sessions: who is signed in on which device, sealed so that a copy of the table does not say.

The cookie holds the token under a stamp that is renewed while she is active; the row holds
the token's hash and, sealed, whose it is. Nothing is written while she reads.
"""

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.keys import Broken, Keyring, Seal
from app.core.questions import Question
from app.people.members.models import Member, SessionRow

ABSOLUTE = timedelta(weeks=8)
PADDED = 128
OPENED = 4096


@dataclass(frozen=True)
class SignedIn:
    """What a session's row says, opened. `auth_day` is the day she signed in; `strong`: in two
    steps, or by a passkey."""

    h: bytes
    member_id: UUID
    epoch: int
    auth_day: date
    strong: bool = False


class Row(NamedTuple):
    """What a copy of the table shows, or nothing where there is no such row."""

    h: bytes
    sealed: bytes
    expires_week: date


COLUMNS = (SessionRow.h, SessionRow.sealed, SessionRow.expires_week)
_ROW = Question(select(*COLUMNS).where(SessionRow.h == bindparam("h")), Row)


class Opened:
    """The rows that were lately opened in this process, so that nothing is opened twice. What is
    kept says what is sealed in a row, not that there is one: for that it is asked for each time."""

    def __init__(self) -> None:
        self._held: OrderedDict[bytes, tuple[Keyring, bytes, SignedIn]] = OrderedDict()
        self._lock = threading.Lock()

    def whose(self, h: bytes) -> UUID | None:
        """Whose it was when it was last opened."""
        held = self._held.get(h)
        return held[2].member_id if held else None

    def open(self, ring: Keyring, row: Row | None) -> SignedIn | None:
        """What the row says, if it has not run out."""
        if row is None or row.expires_week <= clock.today():
            return None
        held = self._held.get(row.h)
        if held and held[0] is ring and held[1] == row.sealed:
            return held[2]
        signed_in = _opened(ring, row.h, row.sealed)
        if signed_in:
            with self._lock:
                self._held[row.h] = (ring, row.sealed, signed_in)
                if len(self._held) > OPENED:
                    self._held.popitem(last=False)
        return signed_in


OPEN = Opened()


def start(session: Session, ring: Keyring, member: Member, *, strong: bool = False) -> str:
    """A new session's token, for the cookie."""
    token = keys.token()
    said: dict[str, Any] = {"m": member.id.hex, "e": member.session_epoch}
    said |= {"d": clock.today().isoformat(), "s": int(strong)}
    h = keys.digest(token)
    sealed = _seal(ring).close(json.dumps(said).ljust(PADDED).encode(), h)
    expires = clock.week(clock.today() + ABSOLUTE)
    session.add(SessionRow(h=h, sealed=sealed, expires_week=expires))
    return token


def find(session: Session, ring: Keyring, token: str) -> SignedIn | None:
    """The session of this token, if it has not run out. Its epoch is still to compare."""
    return OPEN.open(ring, _ROW.first(session, h=keys.digest(token)))


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
    # What was sealed before there were two steps doesn't say.
    strong = bool(said.get("s"))
    return SignedIn(h, UUID(said["m"]), said["e"], date.fromisoformat(said["d"]), strong)


def _seal(ring: Keyring) -> Seal:
    return ring.seal("session/v1")
