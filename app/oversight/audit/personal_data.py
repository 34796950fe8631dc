"""What the log says of a member: what she did as staff."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.oversight.audit.models import Entry


@dataclass(frozen=True)
class Act:
    verb: str
    subject_kind: str
    subject: str
    day: date


def export(session: Session, member_id: UUID) -> list[Act]:
    """What she did as staff, oldest first."""
    rows = session.execute(
        select(Entry.verb, Entry.subject_kind, Entry.subject_id, Entry.day)
        .where(Entry.actor_id == member_id)
        .order_by(Entry.day, Entry.id)
    )
    return [Act(*row) for row in rows]


def erase(session: Session, member_id: UUID, nobody: UUID) -> None:
    """What was done stays in the log, by somebody who has left."""
    session.execute(
        update(Entry).where(Entry.actor_id == member_id).values(actor_id=nobody),
        execution_options={"synchronize_session": False},
    )
