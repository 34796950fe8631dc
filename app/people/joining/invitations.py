"""Invitations: a code in a link, which lets in so many people until a day.

The code is kept as its hash, and whose it is under a blind value of her id, so that the table says
neither. Who came by which invitation is kept from the form until the address is proved, sealed with
the request, and then nowhere: what stays is a count.
"""

import base64
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from app.core import clock, db, keys
from app.core.errors import Invalid, NotFound
from app.core.keys import Broken, Keyring, Seal
from app.core.languages import Sentence
from app.core.settings import Settings
from app.core.verdict import require
from app.people.joining import policy
from app.people.joining.models import Invitation
from app.people.members.models import Member
from app.people.viewer import Viewer

USES, DAYS = 1000, 365
LIVE = 50
# So long hers are still listed after their last day.
LISTED = timedelta(days=30)
FULL = Sentence(
    "You have {n} invitations that can still be used. Withdraw one to make another.", n=LIVE
)
# The same for one that was never ours, has ended, was used up or withdrawn.
DEAD = Sentence(
    "This invitation doesn’t work. It may have ended, been used up or been withdrawn. Ask whoever "
    "gave it to you for another one."
)
# Whose those are that whoever runs the server makes.
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Card:
    """One of hers, as she sees it: without its code, which nobody has any more."""

    id: int
    uses: int
    used: int
    ends: date

    @property
    def is_live(self) -> bool:
        return self.used < self.uses and clock.today() <= self.ends


def hers(session: Session, ring: Keyring, member_id: UUID) -> list[Card]:
    """The one that ends last first."""
    rows = session.scalars(
        select(Invitation)
        .where(Invitation.owner == _owner(ring, member_id))
        .order_by(Invitation.ends.desc(), Invitation.id)
    )
    return [Card(row.id, row.uses, row.used, row.ends) for row in rows]


def make(
    session: Session,
    ring: Keyring,
    settings: Settings,
    viewer: Viewer,
    wanted: tuple[int, int, str],
) -> str:
    """The code of a new one for so many `uses` within so many days; the same form sent again gets
    the same code. Raises NotAllowed, Invalid where she has too many."""
    require(policy.may_invite(settings, viewer))
    uses, days, nonce = wanted
    code = _code(ring, viewer.id, nonce)
    known = session.scalar(select(Invitation.id).where(Invitation.h == keys.digest(code)))
    if known is None and sum(one.is_live for one in hers(session, ring, viewer.id)) >= LIVE:
        raise Invalid("", FULL)
    _add(session, ring, viewer.id, (code, uses, days))
    return code


def make_for_nobody(session: Session, ring: Keyring, uses: int, days: int) -> str:
    """The code of one that is no member's: a site's first."""
    code = keys.token()
    _add(session, ring, NOBODY, (code, uses, days))
    return code


def revoke(session: Session, ring: Keyring, member_id: UUID, invitation_id: int) -> None:
    """One of hers lets nobody in any more. Raises NotFound."""
    gone = session.execute(
        delete(Invitation)
        .where(Invitation.id == invitation_id, Invitation.owner == _owner(ring, member_id))
        .returning(Invitation.id)
    ).first()
    if gone is None:
        raise NotFound


def forget(session: Session, ring: Keyring, member_id: UUID) -> None:
    """All of hers."""
    session.execute(delete(Invitation).where(Invitation.owner == _owner(ring, member_id)))


def typed(words: str) -> str:
    """The hash, in hex, of the code in what somebody typed: the code alone, or the whole link."""
    code = words.strip().rstrip("/").rpartition("/")[2]
    return keys.digest(code).hex() if code else ""


def works(session: Session, ring: Keyring, settings: Settings, h: str) -> bool:
    """Whether it would let somebody in now."""
    row = session.scalar(select(Invitation).where(*_usable(h)))
    return row is not None and _counts(session, ring, settings, row.owner, row.sealed, row.h)


def use(session: Session, ring: Keyring, settings: Settings, h: str) -> bool:
    """Count one use, if it still lets somebody in. In one statement, so that of many at the same
    moment no more than its limit get a yes."""
    if not (h and works(session, ring, settings, h)):
        return False
    counted = session.execute(
        update(Invitation)
        .where(*_usable(h))
        .values(used=Invitation.used + 1)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    ).first()
    return counted is not None


def sweep(session: Session) -> None:
    session.execute(delete(Invitation).where(Invitation.ends < clock.today() - LISTED))


def _usable(h: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Invitation.h == bytes.fromhex(h),
        Invitation.used < Invitation.uses,
        Invitation.ends >= clock.today(),
    )


def _counts(
    session: Session, ring: Keyring, settings: Settings, owner: bytes, sealed: bytes, h: bytes
) -> bool:
    """Whether whoever made it may still invite."""
    try:
        member_id = UUID(bytes=_seal(ring).open(sealed, h))
    except Broken:
        return False
    if member_id == NOBODY:
        return owner == _owner(ring, NOBODY)
    member = session.get(Member, member_id)
    return member is not None and policy.invites(settings, member.role, member.standing)


def _add(session: Session, ring: Keyring, member_id: UUID, wanted: tuple[str, int, int]) -> None:
    code, uses, days = wanted
    h = keys.digest(code)
    row = Invitation(
        id=keys.random_id(),
        h=h,
        owner=_owner(ring, member_id),
        sealed=_seal(ring).close(member_id.bytes, h),
        uses=uses,
        ends=clock.today() + timedelta(days=days),
    )
    row.used = 0
    db.add_if_free(session, row)


def _code(ring: Keyring, member_id: UUID, nonce: str) -> str:
    """256 bits that nobody can compute without the server's key."""
    made = keys.mac(ring.derive("joining-code/v1"), member_id.bytes, nonce.encode())
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _owner(ring: Keyring, member_id: UUID) -> bytes:
    return keys.blind(ring.derive("joining-invitation-of/v1"), member_id.bytes)


def _seal(ring: Keyring) -> Seal:
    return ring.seal("joining-invitation/v1")
