"""What pathways do when a member stops being a mentor: if she begins again, she is asked anew."""

from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from app.community.pathways import actions


class Stopped(Protocol):
    """Whoever says so is a neighbour, whose events have other names."""

    @property
    def member_id(self) -> UUID: ...


def forget_mentor(session: Session, event: Stopped) -> None:
    actions.forget_mentor(session, event.member_id)
