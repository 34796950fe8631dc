"""What the log says of a member: what she did as staff. When she leaves it stays, and nobody can
tell any more whose it was."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.oversight.audit import chain
from app.oversight.audit.models import Entry


@dataclass(frozen=True)
class Act:
    verb: str
    subject_kind: str
    subject: str
    reason: str
    day: date


def export(session: Session, ring: Keyring, member_id: UUID) -> list[Act]:
    """What she did as staff, oldest first."""
    rows = session.execute(
        select(Entry.verb, Entry.subject_kind, Entry.subject_id, Entry.reason, Entry.day)
        .where(Entry.actor == chain.name(ring, member_id))
        .order_by(Entry.n)
    )
    return [Act(*row) for row in rows]
