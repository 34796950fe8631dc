"""To which organisations a member belongs, to take with her. It goes with her account."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.people.organisations.models import Affiliation, Organisation


@dataclass(frozen=True)
class Belonging:
    organisation: str
    place: str


def export(session: Session, member_id: UUID) -> list[Belonging]:
    """By name."""
    rows = session.execute(
        select(Organisation.name, Affiliation.place)
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .where(Affiliation.member_id == member_id)
        .order_by(Organisation.name)
    )
    return [Belonging(row.name, row.place.value) for row in rows]
