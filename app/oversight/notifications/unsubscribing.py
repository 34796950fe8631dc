"""The link by which letters end: it says whose and which, sealed, and holds for ever.

Who has it can end letters, can have come again what was ended so, and learns nothing by it.
"""

import base64
import binascii
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.keys import Broken, Keyring
from app.oversight.notifications import choices, mail_notes
from app.oversight.notifications.choices import ALL, Choices
from app.people.members.models import Member
from app.people.noted.events import Kind

_MEMBER = 16
_PURPOSE = "unsubscribe/v1"


def token(ring: Keyring, member_id: UUID, kind: Kind | None = None) -> str:
    """For letters of one kind, or all."""
    sealed = ring.seal(_PURPOSE).close(member_id.bytes + (kind or ALL).encode().ljust(16))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read(ring: Keyring, given: str) -> tuple[UUID, Kind | None]:
    """Whose letters, and which kind if not all. Raises Broken for what is none of ours."""
    try:
        sealed = base64.b64decode(given + "=" * (-len(given) % 4), b"-_", validate=True)
        said = ring.seal(_PURPOSE).open(sealed)
        what = said[_MEMBER:].decode().strip()
        return UUID(bytes=said[:_MEMBER]), None if what == ALL else Kind(what)
    except (binascii.Error, ValueError):
        raise Broken from None


def end(session: Session, ring: Keyring, member_id: UUID, kind: Kind | None) -> None:
    """No such letters any more. For who has left nothing is to be done."""
    _change(session, ring, member_id, kind, ended=True)


def begin_again(session: Session, ring: Keyring, member_id: UUID, kind: Kind | None) -> None:
    """As it was before: nothing comes that she has not chosen herself."""
    _change(session, ring, member_id, kind, ended=False)


def _change(
    session: Session, ring: Keyring, member_id: UUID, kind: Kind | None, *, ended: bool
) -> None:
    if session.get(Member, member_id) is None:
        return
    which = frozenset({kind or ALL})

    def how(chosen: Choices) -> Choices:
        stopped = chosen.stopped | which if ended else chosen.stopped - which
        return replace(chosen, stopped=stopped)

    chosen = choices.change(session, ring, member_id, how)
    mail_notes.keep_news(session, ring, member_id, chosen)
