"""What recommendations hold of a member: those that she has given, and those about her."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.keys import Keyring
from app.mentoring.mentorships.models import Mentorship
from app.mentoring.recommendations import queries
from app.mentoring.recommendations.models import Recommendation
from app.mentoring.recommendations.queries import Card
from app.people.members.models import Fate
from app.people.viewer import Viewer


@dataclass(frozen=True)
class Given:
    """`by` is “you”, or whose words they are; `about` the other way round."""

    by: str
    about: str
    day: date
    shown: bool
    text: str


def export(session: Session, ring: Keyring, viewer: Viewer) -> list[Given]:
    """As she can read them."""
    hers = queries.hers(session, ring, viewer)
    given = [_one(card, "you", card.other.name) for card in hers.given]
    return given + [_one(card, card.other.name, "you") for card in hers.received]


def erase(session: Session, member_id: UUID, fate: Fate) -> None:
    """What is about her goes; what she has written stays as by somebody who has left, or goes. To
    be called while the mentorships still say that they were hers."""
    gone = Mentorship.mentee_id == member_id
    if fate is Fate.REMOVE:
        gone |= Mentorship.mentor_id == member_id
    hers = select(Recommendation).join(Mentorship, Mentorship.id == Recommendation.mentorship_id)
    for row in session.scalars(hers.where(gone)):
        session.delete(row)
    session.flush()


def _one(card: Card, by: str, about: str) -> Given:
    return Given(by, about, card.said.day, card.said.shown, card.said.body)
