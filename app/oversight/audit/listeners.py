"""Writing down what staff did."""

from sqlalchemy.orm import Session

from app.core.events import StaffActed
from app.oversight.audit.models import Entry


def record(session: Session, event: StaffActed) -> None:
    session.add(
        Entry(
            actor_id=event.actor_id,
            verb=event.verb,
            subject_kind=event.subject_kind,
            subject_id=event.subject_id,
        )
    )
