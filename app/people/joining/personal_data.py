"""What joining keeps of a member: the invitations that she has made. A request is gone when she
is let in, and whoever still waits takes it back, with all that belongs to it, on her own page."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.people.joining import invitations
from app.people.joining.models import JoiningRequest


@dataclass(frozen=True)
class Made:
    """An invitation: how many may come by it, how many have, and its last day."""

    uses: int
    used: int
    ends: date


def export(session: Session, ring: Keyring, member_id: UUID) -> list[Made]:
    cards = invitations.hers(session, ring, member_id)
    return [Made(card.uses, card.used, card.ends) for card in cards]


def erase(session: Session, ring: Keyring, member_id: UUID) -> None:
    invitations.forget(session, ring, member_id)
    session.execute(delete(JoiningRequest).where(JoiningRequest.member_id == member_id))
